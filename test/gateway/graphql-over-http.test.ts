import { request } from 'node:http';
import { parse } from 'graphql';
import { type Audit, serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';

// The GraphQL over HTTP specification, as the graphql-http package audits it: what a server MUST, SHOULD and MAY do.

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { hello: String }
  type Mutation { note: String }
`);

let graph: SmallGraph;
let url = '';
beforeAll(async () => {
  graph = await startSmallGraph({
    small: { typeDefs, resolvers: { Query: { hello: () => 'hello' }, Mutation: { note: () => 'noted' } } },
  });
  ({ url } = await graph.listen());
});
afterAll(() => graph?.close());

// The audits send GET as any page of any site could, and such a request is refused: theirs carries what no form can send.
const fetchFn = (address: string, init: RequestInit = {}) => {
  const headers = new Headers(init.headers);
  headers.set('apollo-require-preflight', 'true');
  return fetch(address, { ...init, headers });
};

const audits = serverAudits({ url: () => `${url}/graphql`, fetchFn });

describe('GraphQL over HTTP: the gateway', () => {
  it('is asked every audit there is', () => {
    expect(audits.length).toBeGreaterThanOrEqual(60);
  });

  it.each(audits.map((audit): [string, string, Audit] => [audit.id, audit.name, audit]))(
    '%s %s',
    async (_id, _name, { fn }) => {
      // Asked again, what was judged already is answered by a shorter way.
      for (const _time of ['once', 'again']) {
        const result = await fn();
        if (result.status !== 'ok') await result.response.body?.cancel().catch(() => undefined);
        expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
      }
    },
  );
});

describe('a client that names no media type', () => {
  it.each([
    ['does not parse', { query: '{' }],
    ['is not valid', { query: '{ nope }' }],
    ['lacks a variable', { query: 'query ($id: ID!) { __typename }', variables: { id: null } }],
    ['lacks its operation', { query: 'query A { hello }', operationName: 'B' }],
  ])('is told by the status that its request %s', async (_, body) => {
    for (const accept of [undefined, '*/*']) expect(await statusOf(body, accept)).toBe(400);
  });
});

/** By a bare request, as fetch would add an Accept of its own. */
function statusOf(body: unknown, accept?: string): Promise<number | undefined> {
  const headers = { 'content-type': 'application/json', ...(accept !== undefined && { accept }) };
  return new Promise((resolve, reject) => {
    request(`${url}/graphql`, { method: 'POST', headers })
      .on('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      })
      .on('error', reject)
      .end(JSON.stringify(body));
  });
}
