import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepPersisted, readTrusted } from '#gateway/document/persisted.ts';
import { anonymousExplorer } from '#gateway/identity/caller.ts';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';

const departments = {
  owner: {
    typeDefs: parse('type Query { a: Int b(n: Int): Int } type Mutation { c: Int }'),
    resolvers: {
      Query: { a: () => 1, b: (_: never, { n }: { n: number }) => n },
      Mutation: { c: () => 3 },
    },
  },
};
const trusted = 'query Desk($n: Int) { b(n: $n) }';
const hashOf = (source: string) => createHash('sha256').update(source).digest('hex');

let graph: SmallGraph;
let url: string;
beforeAll(async () => {
  graph = await startSmallGraph(departments, {
    verify: (token) => Promise.resolve({ ...anonymousExplorer, roles: [token] }),
    requests: {
      persisted: keepPersisted(
        new Map([
          ['desk-1', trusted],
          [hashOf(trusted), trusted],
        ]),
        100_000,
      ),
      trustedOnly: ['window-clerk'],
      maxBatch: 3,
    },
  });
  url = `${(await graph.listen()).url}/graphql`;
});
afterAll(() => graph?.close());

async function post(body: unknown, role = 'analyst'): Promise<{ status: number; answer: Reply }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${role}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Reply };
}
type Reply = {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
};
const hashed = (source: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(source) } });

describe('a document registered under its hash', () => {
  it('is not found before, is registered with its text, and found after', async () => {
    const query = '{ a }';
    const first = await post({ extensions: hashed(query) });
    expect(first.answer.errors?.[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect((await post({ query, extensions: hashed(query) })).answer.data).toEqual({ a: 1 });
    expect((await post({ extensions: hashed(query) })).answer.data).toEqual({ a: 1 });
  });

  it('is found by GET too, with its variables', async () => {
    const query = 'query ($n: Int) { b(n: $n) }';
    await post({ query, variables: { n: 1 }, extensions: hashed(query) });
    const search = new URLSearchParams({ extensions: JSON.stringify(hashed(query)), variables: '{"n":7}' });
    const response = await fetch(`${url}?${search.toString()}`, {
      headers: { 'apollo-require-preflight': '1', authorization: 'Bearer analyst' },
    });
    expect(await response.json()).toEqual({ data: { b: 7 } });
  });

  it('is refused under the hash of another', async () => {
    const { status, answer } = await post({ query: '{ a b }', extensions: hashed('{ a }') });
    expect([status, answer.data]).toEqual([400, undefined]);
  });

  it('never runs a mutation by GET', async () => {
    const query = 'mutation { c }';
    await post({ query, extensions: hashed(query) });
    const before = graph.departments['owner']?.calls.length;
    const search = new URLSearchParams({ extensions: JSON.stringify(hashed(query)) });
    const response = await fetch(`${url}?${search.toString()}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(response.status).toBe(405);
    expect(graph.departments['owner']?.calls.length).toBe(before);
  });
});

describe('a trusted document', () => {
  it.each([
    ['its id', { documentId: 'desk-1' }],
    ['its hash as an id', { documentId: `sha256:${hashOf(trusted)}` }],
    ['its hash', { extensions: hashed(trusted) }],
    ['its text', { query: trusted }],
  ])('is run for a clerk by %s', async (_, named) => {
    const { answer } = await post({ ...named, variables: { n: 5 } }, 'window-clerk');
    expect(answer).toEqual({ data: { b: 5 } });
  });

  it.each([
    ['another text', { query: '{ a }' }],
    ['a text that adds to it', { query: `${trusted} query Other { a }`, operationName: 'Other' }],
    ['one that others registered', { extensions: hashed('{ a }') }],
  ])('is all that a clerk may run: %s is refused', async (_, asked) => {
    await post({ query: '{ a }', extensions: hashed('{ a }') });
    const { status, answer } = await post(asked, 'window-clerk');
    expect([status, answer.errors?.[0]?.extensions.code, answer.data]).toEqual([
      403,
      'DOCUMENT_NOT_TRUSTED',
      undefined,
    ]);
  });

  it('is no limit for others', async () => {
    expect((await post({ query: '{ a }' })).answer.data).toEqual({ a: 1 });
  });

  it('may stand in a batch, but only with its like', async () => {
    const { status } = await post([{ documentId: 'desk-1' }, { query: '{ a }' }], 'window-clerk');
    expect(status).toBe(403);
  });
});

describe('a batch', () => {
  it('is answered in its order where batches are taken', async () => {
    const { answer } = await post([{ query: '{ a }' }, { documentId: 'desk-1', variables: { n: 2 } }]);
    expect(answer).toEqual([{ data: { a: 1 } }, { data: { b: 2 } }]);
  });

  it('is refused beyond the limit, which it says', async () => {
    const { status, answer } = await post(Array.from({ length: 4 }, () => ({ query: '{ a }' })));
    expect([status, answer.errors?.[0]?.extensions]).toMatchObject([
      400,
      { code: 'BATCH_TOO_LARGE', limit: 3, got: 4 },
    ]);
  });
});

describe('a manifest of trusted documents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-trusted-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const fileOf = (content: unknown) => {
    const file = join(folder, 'manifest.json');
    writeFileSync(file, JSON.stringify(content));
    return file;
  };

  it('is read in either of the usual forms, and by hash besides', () => {
    const operations = [{ id: 'one', name: 'A', type: 'query', body: '{ a }' }];
    for (const content of [
      { format: 'apollo-persisted-query-manifest', version: 1, operations },
      { one: '{ a }' },
    ]) {
      const known = readTrusted(fileOf(content));
      expect([known.get('one'), known.get(hashOf('{ a }'))]).toEqual(['{ a }', '{ a }']);
    }
  });

  it.each([[{ operations: [{ id: 'one' }] }], [{ one: 5 }], [null]])(
    'that is none is told: %j',
    (content) => {
      expect(() => readTrusted(fileOf(content))).toThrow(/manifest\.json: /);
    },
  );
});
