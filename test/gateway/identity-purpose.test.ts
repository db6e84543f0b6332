import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Purpose, purposeWith, readPurpose } from '#gateway/identity/purpose.ts';
import { listen } from './listener.ts';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';

// Why somebody asks: said in headers or in the request itself, once per request, and never told of another request.

const none: Purpose = { matter: null, case: null };
const reading = (headers: Readonly<Record<string, string>>, ...extensions: readonly unknown[]) =>
  readPurpose((name) => headers[name], extensions);
const saying = (matter?: unknown, caseNumber?: unknown) => ({ purpose: { matter, case: caseNumber } });

describe('the purpose of a request', () => {
  it('is the matter and the case of the headers', () => {
    const headers = { 'x-matter': 'enterprise-opening', 'x-case': 'BJ-2026.0001' };
    expect(reading(headers)).toEqual({ matter: 'enterprise-opening', case: 'BJ-2026.0001' });
    expect(reading({ 'x-matter': '', 'x-case': '' }, undefined)).toEqual(none);
  });

  it('is as well what extensions.purpose says, each half from either place', () => {
    expect(reading({}, saying('m-1', 'c-1'))).toEqual({ matter: 'm-1', case: 'c-1' });
    expect(reading({ 'x-matter': 'm-1' }, saying(undefined, 'c-1'))).toEqual({ matter: 'm-1', case: 'c-1' });
    expect(reading({ 'x-matter': 'm-1' }, saying('m-1', null))).toEqual({ matter: 'm-1', case: null });
    expect(purposeWith({ matter: 'm-1', case: null }, saying('', 'c-1'))).toEqual({
      matter: 'm-1',
      case: 'c-1',
    });
  });

  it.each([undefined, null, 'text', [], {}, { purpose: null }, { persistedQuery: {} }])(
    'is nothing where the extensions are %j',
    (extensions) => {
      expect(reading({}, extensions)).toEqual(none);
    },
  );

  it.each(['a b', '../x', 'x'.repeat(65), '事项', '"', '-x', 'a, b', 'a\n'])(
    'is refused where a code reads %j',
    (code) => {
      expect(() => reading({ 'x-matter': code })).toThrow(/x-matter must be 1 to 64 letters/);
      expect(() => reading({}, saying('m-1', code))).toThrow(/extensions.purpose.case must be 1 to 64/);
    },
  );

  it.each([7, true, ['m-1'], { toString: 'm-1' }])('is refused where a code is %j', (code) => {
    expect(() => reading({}, saying(code))).toThrow(/extensions.purpose.matter must be 1 to 64/);
  });

  it.each(['m-1', 7, ['m-1'], { mater: 'm-1' }, JSON.parse('{"__proto__":{"matter":"m-1"}}')])(
    'is refused where it is written %j',
    (purpose) => {
      expect(() => reading({}, { purpose })).toThrow(/extensions.purpose must be \{"matter"/);
    },
  );

  it('is refused where header and extensions differ', () => {
    expect(() => reading({ 'x-matter': 'm-1' }, saying('m-2'))).toThrow(
      /x-matter and extensions.purpose.matter differ: send one, or the same/,
    );
    expect(() => reading({ 'x-case': 'c-1' }, saying('m-1', 'c-2'))).toThrow(/x-case and .* differ/);
  });

  it('is one for all operations of a batch: neither two, nor one that only some of them say', () => {
    expect(reading({}, saying('m-1'), saying('m-1'))).toEqual({ matter: 'm-1', case: null });
    expect(reading({ 'x-matter': 'm-1' }, undefined, saying('m-1'))).toEqual({ matter: 'm-1', case: null });
    for (const operations of [
      [saying('m-1'), saying('m-2')],
      [saying('m-1'), undefined],
      [undefined, saying('m-1')],
      [saying('m-1', 'c-1'), saying('m-1')],
    ])
      expect(() => reading({}, ...operations)).toThrow(/must have one purpose/);
  });
});

describe('a department is told the purpose', () => {
  let graph: SmallGraph;
  let url: string;
  const typeDefs = parse('type Query { n: Int }');
  beforeAll(async () => {
    const departments = { one: { typeDefs, resolvers: { Query: { n: () => pause(30, 1) } } } };
    graph = await startSmallGraph(departments, {
      vouch: ({ purpose }) => Promise.resolve({ 'x-purpose': `${purpose.matter}/${purpose.case}` }),
      requests: { maxBatch: 5 },
    });
    ({ url } = await graph.listen());
  });
  afterAll(() => graph?.close());
  beforeEach(() => void graph.departments['one']?.calls.splice(0));

  const told = () => graph.departments['one']?.calls.map(({ headers }) => headers['x-purpose']);
  const post = async (body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const get = async (parameters: Readonly<Record<string, string>>) => {
    const answer = await fetch(`${url}/graphql?${String(new URLSearchParams(parameters))}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    return { status: answer.status, text: await answer.text() };
  };
  const query = '{ n }';

  it('of this request, in whichever of many alike requests it is said', async () => {
    for (const matter of ['m-1', undefined, 'm-2', 'm-1']) await post({ query, extensions: saying(matter) });
    await post({ query }, { 'x-matter': 'm-3' });
    await post({ query });
    expect(told()).toEqual(['m-1/null', 'null/null', 'm-2/null', 'm-1/null', 'm-3/null', 'null/null']);
  });

  it('of each of many at the same time: only those of one purpose share a read', async () => {
    const matters = ['m-1', 'm-2', 'm-3', undefined, 'm-1', 'm-2'];
    await Promise.all(matters.map((matter) => post({ query, extensions: saying(matter) })));
    expect(new Set(told())).toEqual(new Set(['m-1/null', 'm-2/null', 'm-3/null', 'null/null']));
  });

  it('of a GET, from its parameter', async () => {
    await get({ query, extensions: JSON.stringify(saying('m-1', 'c-1')) });
    expect(told()).toEqual(['m-1/c-1']);
    const { status, text } = await get({ query, extensions: JSON.stringify(saying('事')) });
    expect([status, text]).toEqual([400, expect.stringContaining('extensions.purpose.matter')]);
  });

  it('of who names a document, not of who registered it', async () => {
    const { createHash } = await import('node:crypto');
    const named = '{ registered: n }';
    const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(named).digest('hex') };
    await post({ query: named, extensions: { persistedQuery, ...saying('m-1') } });
    await post({ extensions: { persistedQuery } });
    await post({ extensions: { persistedQuery, ...saying('m-2') } });
    await get({ extensions: JSON.stringify({ persistedQuery, ...saying('m-3') }) });
    expect(told()).toEqual(['m-1/null', 'null/null', 'm-2/null', 'm-3/null']);
  });

  it('of a batch that has one, and no department is asked for one that has two', async () => {
    const one = { query, extensions: saying('m-1') };
    await post([one, { ...one, query: '{ again: n }' }]);
    expect(told()).toEqual(['m-1/null', 'm-1/null']);
    const { status, text } = await post([one, { query }]);
    expect([status, JSON.parse(text)]).toMatchObject([
      400,
      { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    ]);
    expect(told()).toHaveLength(2);
  });

  it('of what is streamed', async () => {
    const listener = await listen(url, { query, extensions: saying('m-1', 'c-1') });
    await listener.rest();
    expect(told()).toEqual(['m-1/c-1']);
  });

  it('of a socket, or of each of its operations where the socket has none', async () => {
    await overSocket(url, {}, saying('m-1'), undefined, saying('m-2'));
    await overSocket(url, { 'x-matter': 'm-3' }, undefined);
    await overSocket(url, saying('m-4'), undefined, saying(undefined, 'c-4'));
    expect(told()).toEqual(['m-1/null', 'null/null', 'm-2/null', 'm-3/null', 'm-4/null', 'm-4/c-4']);
    expect(await overSocket(url, { 'x-matter': 'm-3' }, saying('m-1'))).toContain(
      'differ: send one, or the same',
    );
    expect(told()).toHaveLength(6);
  });
});

/** What a socket with these parameters is answered when its operations carry these extensions. */
async function overSocket(
  url: string,
  connectionParams: Record<string, unknown>,
  ...operations: readonly (Record<string, unknown> | undefined)[]
): Promise<string> {
  const address = `${url.replace('http', 'ws')}/graphql`;
  const client = createClient({
    url: address,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams,
  });
  const answers: unknown[] = [];
  for (const extensions of operations)
    answers.push(
      ...(await Array.fromAsync(client.iterate({ query: '{ n }', ...(extensions && { extensions }) })).catch(
        (error: unknown) => [error],
      )),
    );
  await client.dispose();
  return JSON.stringify(answers);
}
