import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { ApolloServer } from '@apollo/server';
import { parse } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';

// A request like one that Apollo Server let pass goes to the executor by itself: nobody may see a difference.

const departments = {
  owner: {
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      type Query { firm(id: ID!): Firm must: Int! }
      type Mutation { rename(name: String!): String }
      type Firm @key(fields: "id") { id: ID! name: String }
    `),
    resolvers: {
      Query: {
        firm: (_: never, { id }: { id: string }) => ({ id, name: `firm ${id}` }),
        must: () => {
          throw new Error('no');
        },
      },
      Mutation: { rename: (_: never, { name }: { name: string }) => name },
    },
  },
  tax: {
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      type Firm @key(fields: "id") { id: ID! paid: Int }
    `),
    resolvers: {
      Firm: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        paid: ({ id }: { id: string }) => {
          if (id === 'none') throw new Error('no');
          return 5;
        },
      },
    },
  },
};

let graph: SmallGraph;
let url: string;
const judged = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');
beforeAll(async () => {
  graph = await startSmallGraph(departments, { requests: { maxBatch: 2 } });
  ({ url } = await graph.listen());
});
afterAll(() => graph?.close());
afterEach(() => judged.mockClear());

type Asked = { readonly body: unknown; readonly headers?: Readonly<Record<string, string>> };

/** By a bare request, as fetch would add an Accept of its own; without what differs from one answer to the next. */
async function ask({ body, headers = {} }: Asked): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } })
    .on('error', reject)
    .on('response', resolve)
    .end(JSON.stringify(body));
  const response = await promise;
  const { 'x-request-id': _trace, date: _date, ...same } = response.headers;
  const answer = (await text(response)).replace(/"(trace|fetchedAt)":"[^"]*"/g, '');
  return { status: response.statusCode, headers: same, answer };
}

const query = 'query A($id: ID!) { firm(id: $id) { name paid } } query B { firm(id: "2") { id } }';
const firm = { query, operationName: 'A', variables: { id: '1' } };
const fresh = (n: number) => query.replaceAll('firm(', `f${n}: firm(`);
const times = 4;

describe('a request like one before', () => {
  it.each<[string, Asked]>([
    ['as it is', { body: firm }],
    ['of another operation of the document', { body: { query, operationName: 'B' } }],
    ['that accepts JSON', { body: firm, headers: { accept: 'application/json' } }],
    ['that accepts GraphQL', { body: firm, headers: { accept: 'application/graphql-response+json' } }],
    ['as a browser sends it', { body: firm, headers: { accept: 'application/json, multipart/mixed, */*' } }],
    [
      'with its character set',
      { body: firm, headers: { 'content-type': 'application/json; charset=utf-8' } },
    ],
    ['with extensions of a client', { body: { ...firm, extensions: { clientLibrary: { name: 'x' } } } }],
    ['with nulls where nothing is said', { body: { query: '{ firm(id: 3) { name } }', variables: null } }],
    ['whose answer has errors', { body: { ...firm, variables: { id: 'none' } } }],
    ['whose answer is nothing but an error', { body: { query: '{ must }' } }],
    ['that wants sources', { body: firm, headers: { 'x-provenance': 'include' } }],
    ['that changes something', { body: { query: 'mutation { rename(name: "x") }' } }],
  ])('%s is answered as the first was, without being judged again', async (_, asked) => {
    const first = await ask(asked);
    expect(first).toMatchObject({ status: 200 });
    judged.mockClear();
    for (let time = 1; time < times; time += 1) expect(await ask(asked)).toEqual(first);
    expect(judged).not.toHaveBeenCalled();
  });

  it.each<[string, Asked]>([
    ['whose document is not valid', { body: { query: '{ nothing }' } }],
    ['that lacks a variable', { body: { query, operationName: 'A' } }],
    ['whose variable does not fit', { body: { ...firm, variables: { id: ['1'] } } }],
    ['whose variables are no object', { body: { ...firm, variables: 'id' } }],
    ['that names no operation of several', { body: { query, variables: { id: '1' } } }],
    ['that names an operation that there is not', { body: { ...firm, operationName: 'C' } }],
    ['whose name is no text', { body: { ...firm, operationName: 1 } }],
    ['that accepts nothing we have', { body: firm, headers: { accept: 'image/png' } }],
    ['of a kind that a form can send', { body: firm, headers: { 'content-type': 'text/plain' } }],
    ['with a hash that is not its own', { body: { ...firm, extensions: { persistedQuery: 1 } } }],
    ['too expensive', { body: { query: `{ ${'a '.repeat(60)} }` } }],
    ['for events', { body: { query: 'subscription { none }' } }],
  ])('%s is refused each time as the first was', async (_, asked) => {
    await ask({ body: firm });
    const first = await ask(asked);
    expect(first).not.toMatchObject({ answer: expect.stringContaining('"data":{"firm"') });
    for (let time = 1; time < times; time += 1) expect(await ask(asked)).toEqual(first);
  });

  it('is told the same of wrong variables, whichever way its document came before', async () => {
    const wrong = { operationName: 'A', variables: { id: [] } };
    for (const accept of ['application/json', 'application/graphql-response+json', '*/*']) {
      const headers = { accept };
      const unknown = await ask({ body: { query: fresh(1), ...wrong }, headers });
      expect(await ask({ body: { ...firm, query: fresh(2) }, headers })).toMatchObject({ status: 200 });
      expect(await ask({ body: { query: fresh(2), ...wrong }, headers })).toEqual(unknown);
    }
  });

  it('runs a change once for each time it is asked', async () => {
    const body = { query: 'mutation ($n: String!) { rename(name: $n) }', variables: { n: 'x' } };
    await ask({ body });
    graph.asked();
    for (let time = 1; time < times; time += 1) await ask({ body });
    expect(graph.asked()).toEqual({ owner: times - 1 });
  });

  it('in a batch, by GET, or with words of its own goes the long way', async () => {
    await ask({ body: firm });
    judged.mockClear();
    await ask({ body: [firm, firm] });
    await ask({ body: { ...firm, more: 1 } });
    await fetch(`${url}/graphql?query={firm(id:1){name}}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(judged).toHaveBeenCalledTimes(3);
  });

  it('with longer headers than are remembered is judged each time, and answered all the same', async () => {
    const headers = { accept: `application/json, ${'x/y, '.repeat(200)}*/*` };
    for (let time = 0; time < times; time += 1)
      expect(await ask({ body: firm, headers })).toMatchObject({ status: 200 });
    expect(judged).toHaveBeenCalledTimes(times);
  });

  it('in more manners than are remembered is answered all the same', async () => {
    for (let n = 0; n < 40; n += 1)
      expect(await ask({ body: firm, headers: { accept: `application/json;q=0.${n + 10}` } })).toMatchObject({
        status: 200,
      });
  });
});
