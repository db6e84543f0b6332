import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { keepDocuments } from '#gateway/document/documents.ts';
import { defaultLimits } from '#gateway/document/limits.ts';
import { until } from '../gateway/bare-http.ts';
import { listen, type Told } from '../gateway/listener.ts';
import { company, zhou } from './governed-departments.ts';
import { type GovernedGraph, headersOf, type Manner, matter, startGovernedGraph } from './governed-graph.ts';

// CVE-2026-30241: limits and authorization hold by whatever way an operation comes.

let graph: GovernedGraph;
beforeAll(async () => {
  graph = await startGovernedGraph({
    matters: [
      matter('trial', {
        'Query.citizen': 'clear',
        'Query.citizens': 'clear',
        'Citizen.name': 'masked',
        'Citizen.phone': 'clear',
        'Household.address': 'masked',
      }),
      matter('case', { 'Query.citizens': 'clear' }, { case: 'required' }),
    ],
    requests: {
      documents: keepDocuments({
        ...defaultLimits,
        maxDepth: 5,
        maxAliases: 3,
        maxTokens: 80,
        maxRootFields: 3,
        maxDocumentBytes: 1_048_576,
      }),
    },
  });
});
afterAll(() => graph?.close());

type Way = (query: string, manner: Manner) => Promise<Told>;

const byPost: Way = async (query, manner) => {
  const { data, errors } = await graph.asks(query, manner);
  return told({ ...(data !== undefined && { data }), ...(errors.length > 0 && { errors }) });
};

const byGet: Way = async (query, manner) => {
  const { 'content-type': _, ...headers } = headersOf(manner);
  const search = new URLSearchParams({ query, variables: JSON.stringify(manner.variables ?? {}) });
  const response = await fetch(`${graph.url}/graphql?${search}`, {
    headers: { ...headers, 'apollo-require-preflight': 'true' },
  });
  return told((await response.json()) as Told);
};

const byEvents: Way = async (query, manner) => {
  const stream = await listen(graph.url, { query, variables: manner.variables }, headersOf(manner));
  if (stream.headers.get('content-type')?.startsWith('text/event-stream') !== true) {
    stream.leave();
    return byPost(query, manner);
  }
  const [first] = await stream.rest();
  return told(first?.told ?? {});
};

const bySocket: Way = async (query, manner) => {
  const { 'content-type': _, ...connectionParams } = headersOf(manner);
  const url = `${graph.url.replace('http', 'ws')}/graphql`;
  const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams });
  try {
    const variables = { ...manner.variables };
    const [answer] = await Array.fromAsync(client.iterate({ query, variables }) as AsyncIterable<unknown>);
    return told(answer as Told);
  } catch (thrown) {
    if (Array.isArray(thrown)) return told({ errors: thrown as never });
    return { errors: [{ message: '', extensions: { code: closed.get((thrown as { code: number }).code) } }] };
  } finally {
    await client.dispose();
  }
};
/** What a socket says of who may not open it, it says by a code. */
const closed: ReadonlyMap<number, string> = new Map([
  [4401, 'UNAUTHENTICATED'],
  [4403, 'UNAUTHENTICATED'],
]);

function told({ data, errors }: Told): Told {
  const known = errors?.map(({ message, path, extensions: { code, reason } }) => ({
    message,
    ...(path && { path }),
    extensions: { code, ...(reason !== undefined && { reason }) },
  }));
  return { ...(data !== undefined && data !== null && { data }), ...(known && { errors: known }) };
}

const ways: readonly (readonly [string, Way])[] = [
  ['GET', byGet],
  ['server-sent events', byEvents],
  ['WebSocket', bySocket],
];
const trial = { matter: 'trial' };
const deep = '{ a: citizens { household { members { household { members { name } } } } } }';
const cases: readonly (readonly [string, string, Manner, string])[] = [
  ['a refused field', `{ citizen(idNumber: "${zhou}") { name phone tags secret } }`, trial, 'NOT_GRANTED'],
  ['no matter', '{ count citizens { name } }', {}, 'NO_MATTER'],
  ['no token', '{ count citizens { name } }', { by: 'anonymous' }, 'NO_MATTER'],
  ['records that differ', '{ citizens { name phone } }', trial, 'MINOR'],
  ['a needed case', '{ citizens { name } count }', { matter: 'case' }, 'CASE_NEEDED'],
  ['an argument that reveals', '{ count citizens(orderBy: NAME) { sex } }', trial, 'REVEALING_ARGUMENT'],
  [
    'a variable that reveals',
    'query($f: CitizenFilter) { count citizens(filter: $f) { sex } }',
    { ...trial, variables: { f: { name: '周' } } },
    'REVEALING_ARGUMENT',
  ],
  ['depth', deep, trial, 'TOO_DEEP'],
  ['aliases', '{ a: count b: count c: count d: count }', {}, 'TOO_MANY_ALIASES'],
  [
    'root fields',
    '{ count households { town } enterprises { name } citizens { name } }',
    {},
    'TOO_MANY_ROOT_FIELDS',
  ],
  ['tokens', `{ ${'count '.repeat(80)} }`, {}, 'TOO_MANY_TOKENS'],
  ['a wrong identifier', '{ enterprise(uscc: "91330199MA2TC00108") { name } }', {}, 'INVALID_IDENTIFIER'],
];

describe.each(ways)('what is asked by %s', (_way, way) => {
  it.each(cases)('is judged as by POST: %s', async (_, query, manner, word) => {
    const expected = await byPost(query, manner);
    expect(JSON.stringify(expected)).toContain(`"${word}"`);
    graph.asked();
    await byPost(query, manner);
    const calls = graph.asked();
    expect(await way(query, manner)).toEqual(expected);
    expect(graph.asked()).toEqual(calls);
  });

  it('is refused with a matter or a token that is not the caller’s', async () => {
    for (const manner of [{ matter: 'unknown' }, { matter: 'trial', by: 'analyst' }, { by: 'nobody' }]) {
      graph.asked();
      const answer = await way('{ count }', manner);
      expect(answer.data).toBeUndefined();
      const code = 'by' in manner && manner.by === 'nobody' ? 'UNAUTHENTICATED' : 'MATTER_REFUSED';
      expect(answer.errors?.map(({ extensions }) => extensions['code'])).toEqual([code]);
      expect(graph.asked()).toEqual({});
    }
  });
});

describe.each(ways.slice(1))('a subscription by %s', (_, way) => {
  it('is refused like a query', async () => {
    const { errors } = await way(
      'subscription { moved { members { household { members { household { town } } } } } }',
      trial,
    );
    expect(errors).toMatchObject([{ extensions: { code: 'TOO_DEEP' } }]);
    const other = await way('subscription { moved { number } }', { matter: 'unknown' });
    expect(other.errors).toMatchObject([{ extensions: { code: 'MATTER_REFUSED' } }]);
    expect(graph.moves.listeners()).toBe(0);
  });
});

it('each event is judged, on a socket as on a stream', async () => {
  const query = 'subscription { moved { town address members { name phone } } }';
  const client = createClient({
    url: `${graph.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: 'Bearer clerk', 'x-matter': 'trial' },
  });
  const heard = client.iterate({ query }) as AsyncIterableIterator<Told>;
  const first = heard.next();
  const stream = await listen(graph.url, { query }, headersOf(trial));
  await until(() => graph.moves.listeners() === 2);
  graph.moves.send({ number: 'H1' });
  const bySse = told((await stream.next()).told ?? {});
  expect(told((await first).value as Told)).toEqual(bySse);
  expect(bySse.data).toEqual({
    moved: {
      town: null,
      address: '浙江省杭州市上城区***',
      members: [
        { name: '周**', phone: '13900000001' },
        { name: null, phone: null },
      ],
    },
  });
  stream.leave();
  await client.dispose();
  await until(() => graph.moves.listeners() === 0);
  expect(JSON.stringify(bySse)).not.toContain(company);
});
