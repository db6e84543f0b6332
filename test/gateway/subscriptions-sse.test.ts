import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '#gateway/errors.ts';
import { anonymousExplorer } from '#gateway/identity/caller.ts';
import { until } from './bare-http.ts';
import type { FeedKind } from './feeding.ts';
import { type Heard, type Listener, listen } from './listener.ts';
import { secret, type Watched, watchFirms } from './watched-firms.ts';

// Subscriptions by server-sent events, to a department that tells its events in one way or the other.

const kinds: readonly FeedKind[] = ['events', 'socket'];
const all = 'subscription { changed { at firm { name paid } } }';

/** Starts listening, and waits until the department is listened to. */
async function follow(graph: Watched, query: string, headers: Readonly<Record<string, string>> = {}) {
  const before = graph.everListened();
  const listener = await listen(graph.url, { query }, headers);
  await until(() => graph.everListened() > before);
  return listener;
}

const dataOf = ({ told }: Heard) => told?.data;
const codesOf = ({ told }: Heard) =>
  told?.errors?.map(({ path, extensions }) => `${path?.join('.') ?? '-'} ${String(extensions['code'])}`);
const sourcesOf = ({ told }: Heard) =>
  (told?.extensions?.['sources'] as { department: string }[] | undefined)?.map(
    ({ department }) => department,
  );
const completed: Heard = { name: 'complete', told: null };
const onlyErrorOf = async (listener: Listener) => {
  const [first, end, ...more] = await listener.rest();
  expect(more).toEqual([]);
  expect(end).toEqual(completed);
  expect(first?.name).toBe('next');
  expect(first?.told).not.toHaveProperty('data');
  return first?.told?.errors?.[0];
};

describe.each(kinds)('a subscription to a department that offers it by %s', (kind) => {
  let graph: Watched;
  beforeAll(async () => {
    graph = await watchFirms(kind, {
      streams: { largestEventBytes: 10_000 },
      vouch: ({ caller }) => Promise.resolve({ 'x-tongcha-caller': `vouched ${caller.subject}` }),
    });
  });
  afterAll(() => graph?.close());
  const opened: Listener[] = [];
  const followed = async (query: string, headers?: Readonly<Record<string, string>>) => {
    const listener = await follow(graph, query, headers);
    opened.push(listener);
    return listener;
  };
  afterEach(async () => {
    for (const listener of opened.splice(0)) listener.leave();
    await until(() => graph.listeners() === 0 && graph.openStreams() === 0);
    graph.departments['tax']?.answersTruly();
  });

  it('tells each event, with what other departments add to it, and its end', async () => {
    const listener = await followed(all);
    graph.asked();
    graph.change({ at: 1, firm: 'a' }, { at: 2, firm: null }, { at: 3, firm: 'b' });
    graph.end();
    const events = await listener.rest();
    expect(events.map(dataOf)).toEqual([
      { changed: { at: 1, firm: { name: '甲', paid: 97 } } },
      { changed: { at: 2, firm: null } },
      { changed: { at: 3, firm: { name: '乙', paid: 98 } } },
      undefined,
    ]);
    expect(events.map(({ name }) => name)).toEqual(['next', 'next', 'next', 'complete']);
    expect(graph.asked()).toEqual({ tax: 2 });
  });

  it('says by its headers that it is a stream which nobody keeps or holds back', async () => {
    const { status, headers } = await followed(all);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('content-encoding')).toBeNull();
    expect(headers.get('x-request-id')).toMatch(/^[0-9A-Z]{26}$/);
  });

  it('gives each event the shape that was asked for: aliases, fragments, types, conditions, variables', async () => {
    const query = `subscription S($with: Boolean! $since: Int) {
      news: changed(since: $since) { ...C kind: __typename ... on Renamed { old: before } skipped: at @include(if: $with) }
    }
    fragment C on Change { when: at company: firm { id title: name tax: paid } }`;
    const listener = await listen(graph.url, {
      query,
      operationName: 'S',
      variables: { with: false, since: 3 },
    });
    opened.push(listener);
    await until(() => graph.listeners() === 1);
    graph.change({ __typename: 'Renamed', at: 1, firm: 'a' }, { at: 2 });
    const [first, second] = [await listener.next(), await listener.next()];
    expect(dataOf(first)).toEqual({
      news: { when: 1, company: { id: 'a', title: '甲', tax: 97 }, kind: 'Renamed', old: '旧名' },
    });
    expect(dataOf(second)).toEqual({ news: { when: 2, company: null, kind: 'Opened' } });
    expect(graph.departments['watch']?.feed.asked.at(-1)?.variables).toEqual({ since: 3 });
  });

  it('lets a null that may not be take what holds it, event by event', async () => {
    const listener = await followed('subscription { strict { at firm { must } } }');
    graph.change({ at: 0 }, { at: 1, firm: 'c' }, { at: 2, firm: 'a' });
    const [gone, part, whole] = [await listener.next(), await listener.next(), await listener.next()];
    expect(gone.told?.data).toBeNull();
    expect(codesOf(gone)).toEqual(['strict DEPARTMENT_FAILED']);
    expect(dataOf(part)).toEqual({ strict: { at: 1, firm: null } });
    expect(codesOf(part)).toEqual(['strict.firm.must DEPARTMENT_FAILED']);
    expect(whole.told).toEqual({ data: { strict: { at: 2, firm: { must: 1 } } } });
  });

  it("tells a field that failed, not in the department's words, and goes on", async () => {
    const listener = await followed('subscription { changed { at note } }');
    graph.change({ at: 1, note: 'failing' }, { at: 2, note: 'good' });
    const failed = await listener.next();
    expect(dataOf(failed)).toEqual({ changed: { at: 1, note: null } });
    expect(codesOf(failed)).toEqual(['changed.note DEPARTMENT_FAILED']);
    expect(JSON.stringify(failed)).not.toContain(secret);
    expect((await listener.next()).told).toEqual({ data: { changed: { at: 2, note: 'good' } } });
  });

  it('tells what another department failed to add, and goes on', async () => {
    const listener = await followed(all);
    graph.departments['tax']?.answersInstead(() => ({ status: 500, body: secret }));
    graph.change({ at: 1, firm: 'a' });
    const failed = await listener.next();
    expect(dataOf(failed)).toEqual({ changed: { at: 1, firm: { name: '甲', paid: null } } });
    expect(codesOf(failed)).toEqual(['changed.firm.paid DEPARTMENT_UNAVAILABLE']);
    graph.departments['tax']?.answersTruly();
    graph.change({ at: 2, firm: 'b' });
    expect((await listener.next()).told).toEqual({
      data: { changed: { at: 2, firm: { name: '乙', paid: 98 } } },
    });
  });

  it('keeps the order of events, however long what is added to each takes', async () => {
    const listener = await followed(all);
    let wait = 60;
    graph.departments['tax']?.answersInstead(async (truth) => {
      await new Promise((resolve) => setTimeout(resolve, (wait -= 20)));
      return { body: truth };
    });
    graph.change({ at: 1, firm: 'a' }, { at: 2, firm: 'b' }, { at: 3, firm: 'a' });
    graph.end();
    const events = await listener.rest();
    expect(events.map(({ told }) => (told?.data as { changed: { at: number } })?.changed.at)).toEqual([
      1,
      2,
      3,
      undefined,
    ]);
  });

  it('ends with an error at its root field when the department breaks off', async () => {
    const listener = await followed('subscription { news: changed { at } }');
    graph.change({ at: 1 });
    expect(dataOf(await listener.next())).toEqual({ news: { at: 1 } });
    graph.departments['watch']?.feed.breakOff();
    const [last, end] = await listener.rest();
    expect(last?.told?.data).toEqual({ news: null });
    expect(codesOf(last as Heard)).toEqual(['news DEPARTMENT_UNAVAILABLE']);
    expect(end).toEqual(completed);
  });

  it('names the sources of each event to who wants them, and no department that failed', async () => {
    const listener = await followed(all, { 'x-provenance': 'include' });
    graph.change({ at: 1, firm: 'a' });
    expect(sourcesOf(await listener.next())).toEqual(['watch', 'tax']);
    graph.departments['watch']?.feed.breakOff();
    expect(sourcesOf(await listener.next())).toEqual([]);
  });

  it('ends so when an event is larger than an event may be', async () => {
    const listener = await followed('subscription { changed { ... on Opened { words } } }');
    graph.change({ words: 'x'.repeat(9_000) });
    expect(codesOf(await listener.next())).toBeUndefined();
    graph.change({ words: 'x'.repeat(11_000) });
    const [last, end] = await listener.rest();
    expect(codesOf(last as Heard)).toEqual(['changed DEPARTMENT_UNAVAILABLE']);
    expect(end).toEqual(completed);
  });

  it('tells a department that refuses the subscription, not in its words', async () => {
    const listener = await listen(graph.url, { query: 'subscription { forbidden }' });
    const [last, end] = await listener.rest();
    expect(last?.told?.data).toEqual({ forbidden: null });
    expect(codesOf(last as Heard)).toEqual(['forbidden DEPARTMENT_FAILED']);
    expect(JSON.stringify(last)).not.toContain(secret);
    expect(end).toEqual(completed);
  });

  it('ends at the department when its client leaves', async () => {
    const leaving = await followed(all);
    const staying = await followed(all);
    expect(graph.listeners()).toBe(2);
    leaving.leave();
    await until(() => graph.listeners() === 1 && graph.openStreams() === 1);
    graph.change({ at: 1 });
    expect(dataOf(await staying.next())).toEqual({ changed: { at: 1, firm: null } });
    staying.leave();
    await until(() => graph.departments['watch']?.feed.open() === 0);
  });

  it('tells the department who asks', async () => {
    await followed(all);
    const asked = graph.departments['watch']?.feed.asked.at(-1);
    const vouched = { 'x-tongcha-caller': 'vouched anonymous' };
    expect(asked?.headers).toMatchObject(vouched);
    if (kind === 'socket') expect(asked?.params).toMatchObject(vouched);
  });

  it('is followed by many at once', async () => {
    const listeners = await Promise.all(Array.from({ length: 100 }, () => listen(graph.url, { query: all })));
    opened.push(...listeners);
    await until(() => graph.listeners() === 100);
    graph.change({ at: 1, firm: 'a' }, { at: 2, firm: 'b' });
    for (const listener of listeners) {
      expect(dataOf(await listener.next())).toEqual({ changed: { at: 1, firm: { name: '甲', paid: 97 } } });
      expect(dataOf(await listener.next())).toEqual({ changed: { at: 2, firm: { name: '乙', paid: 98 } } });
    }
  });
});

describe('events that are none', () => {
  const told: readonly (readonly [what: string, raw: string])[] = [
    ['no JSON', 'event: next\ndata: {"data":\n\n'],
    ['no GraphQL', 'event: next\ndata: {"hello":"there"}\n\n'],
    ['a list', 'event: next\ndata: []\n\n'],
    ['a record of the wrong shape', 'event: next\ndata: {"data":{"changed":{"at":"soon"}}}\n\n'],
    ['errors alone', 'event: next\ndata: {"errors":[{"message":"no"}]}\n\n'],
  ];
  let graph: Watched;
  beforeAll(async () => {
    graph = await watchFirms('events');
  });
  afterAll(() => graph?.close());

  it.each(told)('are told as failed, and the stream goes on: %s', async (_, raw) => {
    const listener = await follow(graph, 'subscription { changed { at } }');
    const feed = graph.departments['watch']?.feed;
    feed?.sayRaw(raw);
    feed?.sayRaw(': a comment\nretry: 5\nevent: ping\ndata: {}\n\n');
    graph.change({ at: 2 });
    const [bad, good] = [await listener.next(), await listener.next()];
    expect(codesOf(bad)?.[0]).toMatch(/^changed(\.at)? DEPARTMENT_(ANSWER_INVALID|FAILED)$/);
    expect(good.told).toEqual({ data: { changed: { at: 2 } } });
    listener.leave();
    await until(() => graph.listeners() === 0);
  });

  it('on a socket end it: what follows can not be trusted', async () => {
    const other = await watchFirms('socket');
    const listener = await follow(other, 'subscription { changed { at } }');
    other.departments['watch']?.feed.sayRaw('{"id":');
    const [last, end] = await listener.rest();
    expect(codesOf(last as Heard)).toEqual(['changed DEPARTMENT_UNAVAILABLE']);
    expect(end).toEqual(completed);
    await other.close();
  });
});

describe('a client that does not read', () => {
  it.each(kinds)('is cut when too much waits for it, and the department is let go: %s', async (kind) => {
    const graph = await watchFirms(kind, { streams: { mostWaiting: 20, mostWaitingBytes: 1_000_000 } });
    const outgoing = request(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    });
    outgoing.end(JSON.stringify({ query: 'subscription { changed { ... on Opened { words } } }' }));
    const incoming = await new Promise<import('node:http').IncomingMessage>((resolve) =>
      outgoing.once('response', resolve),
    );
    await until(() => graph.listeners() === 1);
    const words = 'x'.repeat(500_000);
    for (let sent = 0; sent < 200 && graph.listeners() > 0; sent += 1) {
      graph.change({ words });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await until(() => graph.listeners() === 0);
    let heard = '';
    for await (const part of incoming.setEncoding('utf8')) heard = (heard + part).slice(-2_000);
    expect(heard).toContain('"code":"TOO_SLOW"');
    expect(heard).toMatch(/event: complete\ndata:\n\n$/);
    expect(graph.openStreams()).toBe(0);
    await graph.close();
  });

  it('is gone when it leaves what was sent unread for too long', async () => {
    const graph = await watchFirms('events', { streams: { stallMs: 100 } });
    const outgoing = request(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    });
    outgoing.on('error', () => undefined);
    outgoing.end(JSON.stringify({ query: 'subscription { changed { ... on Opened { words } } }' }));
    const incoming = await new Promise<import('node:http').IncomingMessage>((resolve) =>
      outgoing.once('response', resolve),
    );
    incoming.on('error', () => undefined);
    await until(() => graph.listeners() === 1);
    for (let sent = 0; sent < 20; sent += 1) graph.change({ words: 'x'.repeat(900_000) });
    await until(() => graph.listeners() === 0 && graph.openStreams() === 0);
    outgoing.destroy();
    await graph.close();
  });
});

describe('an operation asked by events', () => {
  let graph: Watched;
  const asked: string[] = [];
  beforeAll(async () => {
    graph = await watchFirms('events', {
      streams: { heartbeatMs: 20, maxStreams: 2 },
      requests: { trustedOnly: ['clerk'] },
      verify(token) {
        asked.push(token);
        if (token === 'short') return Promise.resolve({ ...anonymousExplorer, goodUntil: Date.now() + 150 });
        if (token === 'clerk') return Promise.resolve({ ...anonymousExplorer, roles: ['clerk'] });
        return Promise.reject(new Refusal('UNAUTHENTICATED', 'The token is not a valid signed JWT.'));
      },
    });
  });
  afterAll(() => graph?.close());
  const post = (accept: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...headers },
      body: JSON.stringify(body),
    });

  it('may be a query or a mutation: one answer, and the end', async () => {
    expect(await (await listen(graph.url, { query: '{ now firm(id: "a") { paid } }' })).rest()).toEqual([
      { name: 'next', told: { data: { now: 7, firm: { paid: 97 } } } },
      completed,
    ]);
    const mutation = { query: 'mutation ($by: Int!) { wind(by: $by) }', variables: { by: 3 } };
    expect(await (await listen(graph.url, mutation)).rest()).toEqual([
      { name: 'next', told: { data: { wind: 10 } } },
      completed,
    ]);
  });

  it('may be asked by GET, if no page of another site can send it', async () => {
    const address = `${graph.url}/graphql?query=${encodeURIComponent('{ now }')}`;
    const accept = 'text/event-stream';
    const good = await fetch(address, { headers: { accept, 'apollo-require-preflight': '1' } });
    expect(await good.text()).toBe('event: next\ndata: {"data":{"now":7}}\n\nevent: complete\ndata:\n\n');
    const bad = await fetch(address, { headers: { accept } });
    expect(bad.status).toBe(400);
    expect(await bad.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('changes nothing by GET', async () => {
    const address = `${graph.url}/graphql?query=${encodeURIComponent('mutation { wind(by: 1) }')}`;
    const headers = { accept: 'text/event-stream', 'apollo-require-preflight': '1' };
    graph.asked();
    expect((await fetch(address, { headers })).status).toBe(405);
    expect(graph.asked()).toEqual({});
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'is refused as a form of another site would send it: %s',
    async (type) => {
      const { status } = await post('text/event-stream', { query: '{ now }' }, { 'content-type': type });
      expect(status).toBe(400);
    },
  );

  it('is told in an event what is wrong with its document', async () => {
    const invalid = await onlyErrorOf(await listen(graph.url, { query: 'subscription { nope }' }));
    expect(invalid?.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(invalid?.message).toContain('nope');
    const unreadable = await onlyErrorOf(await listen(graph.url, { query: 'subscription {' }));
    expect(unreadable?.extensions).toEqual({ code: 'GRAPHQL_PARSE_FAILED' });
    const two = await onlyErrorOf(
      await listen(graph.url, { query: 'subscription { changed { at } forbidden }' }),
    );
    expect(two?.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  it('is told in an event that it is too large, lacks a variable, or names no operation', async () => {
    const deep = `{ ${'a { '.repeat(30)} b ${'} '.repeat(30)} }`;
    const cases: readonly (readonly [unknown, string])[] = [
      [{ query: deep }, 'TOO_DEEP'],
      [{ query: 'subscription ($n: Int!) { changed(since: $n) { at } }' }, 'BAD_USER_INPUT'],
      [{ query: 'query A { now }', operationName: 'B' }, 'OPERATION_RESOLUTION_FAILURE'],
    ];
    for (const [body, code] of cases)
      expect((await onlyErrorOf(await listen(graph.url, body)))?.extensions['code']).toBe(code);
  });

  it('is refused by its status when it is no operation or a batch', async () => {
    for (const body of [{}, { query: 5 }, { query: '{ now }', variables: [] }, [{ query: '{ now }' }]]) {
      const response = await post('text/event-stream', body);
      expect([response.status, response.headers.get('content-type')]).toEqual([
        400,
        'application/json; charset=utf-8',
      ]);
      await response.body?.cancel();
    }
  });

  it('is refused by its status when its caller is not known', async () => {
    const { status } = await post('text/event-stream', { query: all }, { authorization: 'Bearer wrong' });
    expect(status).toBe(401);
    expect(graph.listeners()).toBe(0);
  });

  it('is refused in an event when its caller may run trusted documents only', async () => {
    const listener = await listen(graph.url, { query: all }, { authorization: 'Bearer clerk' });
    expect((await onlyErrorOf(listener))?.extensions['code']).toBe('DOCUMENT_NOT_TRUSTED');
  });

  it('ends with an error once the token has expired', async () => {
    const listener = await listen(graph.url, { query: all }, { authorization: 'Bearer short' });
    expect((await onlyErrorOf(listener))?.extensions['code']).toBe('UNAUTHENTICATED');
    await until(() => graph.listeners() === 0 && graph.openStreams() === 0);
  });

  it('says that it is alive while nothing happens', async () => {
    const response = await post('text/event-stream', { query: all });
    let heard = '';
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      heard += Buffer.from(part).toString();
      if (heard.length > 8) break;
    }
    expect(heard).toMatch(/^(:\n\n)+$/);
    await until(() => graph.openStreams() === 0);
  });

  it('answers as JSON a client that takes that too, and by events only what is a subscription', async () => {
    const either = 'application/graphql-response+json, application/json, text/event-stream;q=0.5';
    const json = await post(either, { query: '{ now }' });
    expect(await json.json()).toEqual({ data: { now: 7 } });
    const named = await post(either, { query: 'query subscription { now }' });
    expect(await named.json()).toEqual({ data: { now: 7 } });
    const stream = await post(either, { query: all });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    await stream.body?.cancel();
    await until(() => graph.openStreams() === 0);
  });

  it('says how to ask for a subscription to who asks for it in one answer', async () => {
    const response = await post('application/graphql-response+json', { query: all });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [
        {
          message: expect.stringMatching(/text\/event-stream.*WebSocket/) as string,
          extensions: { code: 'OPERATION_NOT_SUPPORTED' },
        },
      ],
    });
  });

  it('is refused by its status when there are as many subscriptions as may be', async () => {
    const listeners = [await follow(graph, all), await follow(graph, all)];
    const third = await post('text/event-stream', { query: all });
    expect(third.status).toBe(503);
    expect(await third.json()).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_STREAMS' } }] });
    expect(await (await listen(graph.url, { query: '{ now }' })).rest()).toHaveLength(2);
    for (const listener of listeners) listener.leave();
    await until(() => graph.openStreams() === 0);
  });

  it('writes a line when a subscription opens and when it ends, without quoting it', async () => {
    const query = 'subscription Quoted { changed { at } }';
    const listener = await follow(graph, query);
    graph.change({ at: 1 }, { at: 2 });
    graph.end();
    await listener.rest();
    const hash = createHash('sha256').update(query).digest('hex').slice(0, 12);
    const lines = graph
      .logged()
      .split('\n')
      .filter((line) => line.includes(hash))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ msg, events }) => [msg, events])).toEqual([
      ['subscription', undefined],
      ['subscription ended', 2],
    ]);
    expect(graph.logged()).not.toContain('Quoted');
  });
});

describe('a gateway that drains', () => {
  it('completes its subscriptions, lets the event under way be told, and is closed', async () => {
    const graph = await watchFirms('events');
    const idle = await follow(graph, all);
    const busy = await follow(graph, all);
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
    graph.departments['tax']?.answersInstead(async (truth) => {
      await mayAnswer;
      return { body: truth };
    });
    graph.change({ at: 1, firm: 'a' });
    await until(() => graph.departments['tax']?.calls.length !== 0);
    const drained = graph.http.drain(10_000);
    await until(() => graph.listeners() === 0);
    answer();
    for (const listener of [idle, busy])
      expect(await listener.rest()).toEqual([
        { name: 'next', told: { data: { changed: { at: 1, firm: { name: '甲', paid: 97 } } } } },
        completed,
      ]);
    await drained;
    await graph.close();
  });
});

describe('a department that is not there', () => {
  it.each(kinds)('is told so, and the subscription ends: %s', async (kind) => {
    const graph = await watchFirms(kind);
    await graph.departments['watch']?.kill();
    const [last, end] = await (await listen(graph.url, { query: all })).rest();
    expect(codesOf(last as Heard)).toEqual(['changed DEPARTMENT_UNAVAILABLE']);
    expect(end).toEqual(completed);
    expect(graph.logged()).toContain('"department failed"');
    await graph.close();
  });
});

describe("Apollo's planner", () => {
  it('plans subscriptions as well', async () => {
    const graph = await watchFirms('events', { planner: 'apollo' });
    const listener = await follow(graph, all);
    graph.change({ at: 1, firm: 'a' });
    expect(dataOf(await listener.next())).toEqual({ changed: { at: 1, firm: { name: '甲', paid: 97 } } });
    listener.leave();
    await graph.close();
  });
});
