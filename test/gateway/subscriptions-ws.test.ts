import {
  type Client,
  type CloseCode,
  createClient,
  type ExecutionResult,
  type SubscribePayload,
} from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Fault, Refusal } from '#gateway/errors.ts';
import { anonymousExplorer } from '#gateway/identity/caller.ts';
import { until } from './bare-http.ts';
import type { FeedKind } from './feeding.ts';
import { secret, type Watched, watchFirms } from './watched-firms.ts';

// GraphQL over WebSocket, graphql-transport-ws, by the client that most pages use and by bare sockets.

const kinds: readonly FeedKind[] = ['events', 'socket'];
const all = 'subscription { changed { at firm { name paid } } }';
type Told = ExecutionResult & {
  readonly errors?: readonly { readonly path?: unknown; readonly extensions: Record<string, unknown> }[];
};

const clients: Client[] = [];
function clientOf({ url }: Watched, connectionParams: Readonly<Record<string, unknown>> = {}): Client {
  const address = `${url.replace('http', 'ws')}/graphql`;
  const client = createClient({ url: address, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams });
  clients.push(client);
  return client;
}
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

/** Starts a subscription, and waits until the department is listened to. */
async function follow(graph: Watched, client: Client, payload: SubscribePayload) {
  const before = graph.everListened();
  const events = client.iterate(payload) as AsyncIterableIterator<Told>;
  await until(() => graph.everListened() > before);
  return events;
}

const ask = async (client: Client, query: string, variables: Record<string, unknown> = {}): Promise<Told> => {
  const [answer] = await Array.fromAsync(client.iterate({ query, variables }));
  return answer as Told;
};
const codesOf = ({ errors }: Told) => errors?.map(({ extensions }) => extensions['code']);

/** What a bare socket hears, and how it is closed. */
async function bare(
  { url }: Watched,
  {
    protocol = 'graphql-transport-ws',
    headers = {},
  }: { protocol?: string; headers?: Record<string, string> } = {},
) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol, { headers });
  const heard: { readonly type: string; readonly id?: string; readonly payload?: unknown }[] = [];
  const closed = new Promise<{ code: CloseCode | number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  socket.on('message', (text) => heard.push(JSON.parse((text as Buffer).toString('utf8')) as never));
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.once('open', resolve).once('close', () => resolve()));
  const say = (message: unknown) => socket.send(JSON.stringify(message));
  return { socket, heard, closed, say };
}

/** A bare socket whose caller is known. */
async function greeted(graph: Watched, params?: Record<string, unknown>) {
  const one = await bare(graph);
  one.say({ type: 'connection_init', ...(params && { payload: params }) });
  await until(() => one.heard.length > 0);
  return one;
}

describe.each(kinds)('a subscription over a socket, of a department that offers it by %s', (kind) => {
  let graph: Watched;
  beforeAll(async () => {
    graph = await watchFirms(kind);
  });
  afterAll(() => graph?.close());
  afterEach(async () => {
    await until(() => graph.listeners() === 0 && graph.openStreams() === 0);
  });

  it('tells each event in order, with what other departments add to it, and its end', async () => {
    const events = await follow(graph, clientOf(graph), { query: all });
    graph.asked();
    graph.change({ at: 1, firm: 'a' }, { at: 2, firm: null }, { at: 3, firm: 'b' });
    graph.end();
    expect(await Array.fromAsync(events)).toEqual([
      { data: { changed: { at: 1, firm: { name: '甲', paid: 97 } } } },
      { data: { changed: { at: 2, firm: null } } },
      { data: { changed: { at: 3, firm: { name: '乙', paid: 98 } } } },
    ]);
    expect(graph.asked()).toEqual({ tax: 2 });
  });

  it('has aliases, fragments and variables', async () => {
    const events = await follow(graph, clientOf(graph), {
      query:
        'query Q { now } subscription S($n: Int) { news: changed(since: $n) { ...C } } fragment C on Change { when: at who: firm { is: name } }',
      operationName: 'S',
      variables: { n: 1 },
    });
    graph.change({ at: 1, firm: 'a' });
    expect((await events.next()).value).toEqual({ data: { news: { when: 1, who: { is: '甲' } } } });
    await events.return?.();
  });

  it('tells what failed in an event, not in the department’s words, and goes on', async () => {
    const events = await follow(graph, clientOf(graph), {
      query: 'subscription { strict { note firm { must } } }',
    });
    graph.change({ note: 'failing', firm: 'c' }, { at: 0 }, { note: 'good', firm: 'a' });
    const { value: part } = (await events.next()) as { value: Told };
    expect(part.data).toEqual({ strict: { note: null, firm: null } });
    expect(part.errors?.map(({ path }) => path)).toEqual([
      ['strict', 'note'],
      ['strict', 'firm', 'must'],
    ]);
    expect(JSON.stringify(part)).not.toContain(secret);
    expect(((await events.next()) as { value: Told }).value.data).toBeNull();
    expect((await events.next()).value).toEqual({ data: { strict: { note: 'good', firm: { must: 1 } } } });
    await events.return?.();
  });

  it('ends with an error at its root field when the department breaks off', async () => {
    const events = await follow(graph, clientOf(graph), { query: 'subscription { news: changed { at } }' });
    graph.departments['watch']?.feed.breakOff();
    const [last, ...more] = await Array.fromAsync<Told>(events);
    expect(more).toEqual([]);
    expect(last?.data).toEqual({ news: null });
    expect(last?.errors).toMatchObject([
      { path: ['news'], extensions: { code: 'DEPARTMENT_UNAVAILABLE', department: 'watch' } },
    ]);
  });

  it('ends at the department when the client wants no more, and when it is gone', async () => {
    const client = clientOf(graph);
    const first = await follow(graph, client, { query: all });
    const second = await follow(graph, client, { query: all });
    await first.return?.();
    await until(() => graph.listeners() === 1);
    graph.change({ at: 5 });
    expect((await second.next()).value).toEqual({ data: { changed: { at: 5, firm: null } } });
    client.terminate();
    await until(() => graph.listeners() === 0);
    await second.return?.();
  });

  it('is one of many on one socket', async () => {
    const client = clientOf(graph);
    const streams = Array.from({ length: 50 }, () => client.iterate({ query: all }));
    await until(() => graph.listeners() === 50);
    graph.change({ at: 1, firm: 'a' });
    for (const events of streams)
      expect((await events.next()).value).toEqual({
        data: { changed: { at: 1, firm: { name: '甲', paid: 97 } } },
      });
    graph.end();
    for (const events of streams) expect((await events.next()).done).toBe(true);
  });
});

describe('a socket', () => {
  let graph: Watched;
  let tokens: string[] = [];
  beforeAll(async () => {
    graph = await watchFirms('events', {
      anonymity: 'refused',
      streams: { initMs: 300, maxOperations: 3, maxStreams: 4, mostWaiting: 20 },
      requests: { trustedOnly: ['clerk'] },
      vouch: ({ caller, purpose }) =>
        Promise.resolve({ 'x-tongcha-caller': `${caller.subject} ${purpose.matter} ${purpose.case}` }),
      verify(token) {
        tokens.push(token);
        if (token === 'good') return Promise.resolve(anonymousExplorer);
        if (token === 'short') return Promise.resolve({ ...anonymousExplorer, goodUntil: Date.now() + 200 });
        if (token === 'clerk') return Promise.resolve({ ...anonymousExplorer, roles: ['clerk'] });
        if (token === 'unsure') return Promise.reject(new Fault('ISSUER_UNAVAILABLE'));
        return Promise.reject(new Refusal('UNAUTHENTICATED', 'The token is not a valid signed JWT.'));
      },
    });
  });
  afterAll(() => graph?.close());
  const good = { authorization: 'Bearer good' };
  afterEach(async () => {
    tokens = [];
    for (const client of clients.splice(0)) await client.dispose();
    await until(() => graph.listeners() === 0 && graph.openStreams() === 0);
  });

  it('takes queries and mutations as well', async () => {
    const client = clientOf(graph, good);
    expect(await ask(client, '{ now firm(id: "a") { name paid } }')).toEqual({
      data: { now: 7, firm: { name: '甲', paid: 97 } },
    });
    expect(await ask(client, 'mutation ($by: Int!) { wind(by: $by) }', { by: 5 })).toEqual({
      data: { wind: 12 },
    });
  });

  it('is closed with 4403 to who brings a wrong token, or none', async () => {
    for (const params of [{ authorization: 'Bearer wrong' }, { authorization: 'good' }, {}]) {
      const { say, closed, heard } = await bare(graph);
      say({ type: 'connection_init', payload: params });
      expect(await closed).toEqual({ code: 4403, reason: 'Forbidden' });
      expect(heard).toEqual([]);
    }
  });

  it('is closed with 4400 to who gives a matter that can not be one, and with 1013 when tokens can not be checked', async () => {
    const wrong = await bare(graph);
    wrong.say({ type: 'connection_init', payload: { ...good, 'x-matter': '%%' } });
    expect((await wrong.closed).code).toBe(4400);
    const unsure = await bare(graph);
    unsure.say({ type: 'connection_init', payload: { authorization: 'Bearer unsure' } });
    expect((await unsure.closed).code).toBe(1013);
  });

  it('knows its caller by the first message, whatever the case of its names, or by the headers it came with', async () => {
    const params = { AUTHORIZATION: 'Bearer good', 'X-Matter': 'M1', 'x-Case': 'C1' };
    await follow(graph, clientOf(graph, params), { query: all });
    expect(graph.departments['watch']?.feed.asked.at(-1)?.headers['x-tongcha-caller']).toBe(
      'anonymous M1 C1',
    );
    const { say, heard, socket } = await bare(graph, {
      headers: { authorization: 'Bearer good', 'x-matter': 'M2' },
    });
    say({ type: 'connection_init' });
    await until(() => heard.length > 0);
    expect(heard).toEqual([{ type: 'connection_ack' }]);
    expect(tokens).toEqual(['good', 'good']);
    socket.close();
  });

  it('of a page of another site needs a token', async () => {
    const anonymous = await watchFirms('events', {
      verify: () => Promise.resolve({ ...anonymousExplorer, goodUntil: Date.now() + 60_000 }),
    });
    const from = async (origin: string, params: Record<string, string> = {}) => {
      const { say, closed, heard, socket } = await bare(anonymous, { headers: { origin } });
      say({ type: 'connection_init', payload: params });
      await Promise.race([closed, until(() => heard.length > 0)]);
      if (heard.length > 0) socket.close();
      return heard[0]?.type ?? (await closed).code;
    };
    expect(await from('https://example.org')).toBe(4403);
    expect(await from('null')).toBe(4403);
    expect(await from(anonymous.url)).toBe('connection_ack');
    expect(await from('https://example.org', good)).toBe('connection_ack');
    await anonymous.close();
  });

  it('is closed to who does not say in time who they are, or asks before', async () => {
    const silent = await bare(graph);
    expect((await silent.closed).code).toBe(4408);
    const hasty = await bare(graph);
    hasty.say({ id: '1', type: 'subscribe', payload: { query: '{ now }' } });
    expect((await hasty.closed).code).toBe(4401);
  });

  it('speaks graphql-transport-ws alone', async () => {
    const old = await bare(graph, { protocol: 'graphql-ws' });
    await old.closed;
    expect(old.heard).toEqual([]);
  });

  it('is opened at /graphql alone, and other protocols are passed over', async () => {
    const elsewhere = new WebSocket(`${graph.url.replace('http', 'ws')}/other`, 'graphql-transport-ws');
    const error = await new Promise<Error>((resolve) => elsewhere.once('error', resolve));
    expect(error.message).toContain('404');
  });

  it('is closed when a message is too large, or none', async () => {
    const large = await greeted(graph, good);
    large.say({ id: '1', type: 'subscribe', payload: { query: 'x'.repeat(1_100_000) } });
    expect((await large.closed).code).toBe(1009);
    const garbled = await greeted(graph, good);
    garbled.socket.send('{"type":');
    expect((await garbled.closed).code).toBe(4400);
  });

  it('tells in an error what is wrong with an operation, and stays open', async () => {
    const { say, heard, socket } = await greeted(graph, good);
    const cases: readonly (readonly [unknown, string])[] = [
      [{ query: 'subscription { nope }' }, 'GRAPHQL_VALIDATION_FAILED'],
      [{ query: 'subscription {' }, 'GRAPHQL_PARSE_FAILED'],
      [{ query: `{ ${'a { '.repeat(30)} b ${'} '.repeat(30)} }` }, 'TOO_DEEP'],
      [{ query: 'query A { now }', operationName: 'B' }, 'OPERATION_RESOLUTION_FAILURE'],
    ];
    for (const [index, [payload, code]] of cases.entries()) {
      say({ id: String(index), type: 'subscribe', payload });
      await until(() => heard.length > index + 1);
      expect(heard[index + 1]).toMatchObject({
        id: String(index),
        type: 'error',
        payload: [{ extensions: { code } }],
      });
      expect(JSON.stringify(heard[index + 1])).not.toContain('"http"');
    }
    socket.close();
  });

  it('tells a value that does not fit in an answer without data', async () => {
    const answer = await ask(clientOf(graph, good), 'subscription ($n: Int!) { changed(since: $n) { at } }');
    expect(answer).not.toHaveProperty('data');
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  });

  it('runs trusted documents only for who may run no others', async () => {
    const client = clientOf(graph, { authorization: 'Bearer clerk' });
    const refused = await ask(client, '{ now }').catch((errors: unknown) => errors);
    expect(refused).toMatchObject([{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }]);
  });

  it('has so many operations under way and no more', async () => {
    const client = clientOf(graph, good);
    for (let each = 0; each < 3; each += 1) await follow(graph, client, { query: all });
    const fourth = await ask(client, '{ now }').catch((errors: unknown) => errors);
    expect(fourth).toMatchObject([{ extensions: { code: 'TOO_MANY_OPERATIONS', limit: 3 } }]);
  });

  it('opens no more subscriptions than the process takes', async () => {
    const one = clientOf(graph, good);
    for (let each = 0; each < 3; each += 1) await follow(graph, one, { query: all });
    const other = clientOf(graph, good);
    await follow(graph, other, { query: all });
    const fifth = await ask(other, all).catch((errors: unknown) => errors);
    expect(fifth).toMatchObject([{ extensions: { code: 'TOO_MANY_STREAMS' } }]);
    expect(await ask(other, '{ now }')).toEqual({ data: { now: 7 } });
  });

  it('ends its subscriptions with an error and closes with 4403 once the token has expired', async () => {
    const { say, heard, closed } = await greeted(graph, { authorization: 'Bearer short' });
    say({ id: '1', type: 'subscribe', payload: { query: all } });
    expect(await closed).toEqual({ code: 4403, reason: 'Forbidden' });
    expect(heard.slice(1)).toMatchObject([
      { id: '1', type: 'next', payload: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } },
      { id: '1', type: 'complete' },
    ]);
  });

  it('cuts a subscription that is not read, and lets the department go', async () => {
    const { say, heard, socket } = await greeted(graph, good);
    say({
      id: '1',
      type: 'subscribe',
      payload: { query: 'subscription { changed { ... on Opened { words } } }' },
    });
    await until(() => graph.listeners() === 1);
    socket.pause();
    for (let sent = 0; sent < 200 && graph.listeners() > 0; sent += 1) {
      graph.change({ words: 'x'.repeat(500_000) });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await until(() => graph.listeners() === 0);
    socket.resume();
    await until(() => heard.at(-1)?.type === 'complete');
    expect(heard.at(-2)).toMatchObject({ payload: { errors: [{ extensions: { code: 'TOO_SLOW' } }] } });
    socket.close();
  });
});

describe('sockets of a client that is silent', () => {
  it('are closed when it is not there any more', async () => {
    const graph = await watchFirms('events', { streams: { pingMs: 50 } });
    const { socket, say, closed } = await greeted(graph);
    say({ id: '1', type: 'subscribe', payload: { query: all } });
    await until(() => graph.listeners() === 1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.pause();
    await until(() => graph.listeners() === 0);
    socket.resume();
    expect((await closed).code).toBe(1006);
    await graph.close();
  });
});

describe('a gateway that drains', () => {
  it('completes subscriptions and closes sockets as going away', async () => {
    const graph = await watchFirms('socket');
    const { say, heard, closed } = await greeted(graph);
    const idle = await greeted(graph);
    say({ id: '1', type: 'subscribe', payload: { query: all } });
    await until(() => graph.listeners() === 1);
    await graph.http.drain(5_000);
    expect(await closed).toEqual({ code: 1001, reason: 'Going away' });
    expect((await idle.closed).code).toBe(1001);
    expect(heard.slice(1)).toEqual([{ id: '1', type: 'complete' }]);
    await until(() => graph.listeners() === 0);
    await graph.close();
  });
});
