import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type BareHttp, type BareOptions, requestOf, startBareHttp, until } from './bare-http.ts';

// One connection and what it may carry: many requests, several at once, or no more than it should.

let bare: BareHttp;
const start = async (options: BareOptions = {}) => {
  bare = await startBareHttp(options);
};
afterEach(() => bare?.close());

const json = { 'content-type': 'application/json', connection: 'keep-alive' };
const ask = (name: string) => requestOf('POST /graphql', json, JSON.stringify({ query: name }));
const answers = (heard: string) => heard.match(/"query":"[^"]+"/g) ?? [];

describe('a connection', () => {
  it('answers requests sent ahead in their order, however long each takes', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await start({
      async answer({ body }) {
        if ((body as { query: string }).query === 'first') await held;
        return { body: JSON.stringify(body) };
      },
    });
    const { socket, heard } = await bare.open();
    socket.write(Buffer.concat([ask('first'), ask('second'), ask('third')]));
    await until(() => bare.asked.length === 3);
    expect(heard()).toBe('');
    release();
    await until(() => answers(heard()).length === 3);
    expect(answers(heard())).toEqual(['"query":"first"', '"query":"second"', '"query":"third"']);
    socket.destroy();
  });

  it('that ends tells each of its requests, those sent ahead too, and none that was answered', async () => {
    await start({
      answer: ({ body }) =>
        (body as { query: string }).query === 'quick'
          ? Promise.resolve({ body: 'done' })
          : new Promise(() => {}),
    });
    const { socket, heard } = await bare.open();
    socket.write(ask('quick'));
    await until(() => heard().includes('done'));
    socket.write(Buffer.concat([ask('slow'), ask('slower')]));
    await until(() => bare.asked.length === 3);
    expect(bare.asked.map(({ signal }) => signal.aborted)).toEqual([false, false, false]);
    socket.destroy();
    await until(() => bare.asked[2]?.signal.aborted === true);
    expect(bare.asked.map(({ signal }) => signal.aborted)).toEqual([false, true, true]);
  });

  it('leaves nothing behind on itself after a thousand requests', async () => {
    await start();
    const { socket, heard } = await bare.open();
    const counts: unknown[] = [];
    for (let count = 1; count <= 1_000; count += 1) {
      socket.write(ask(`n${count}`));
      await until(() => heard().includes(`"n${count}"`));
      if (count === 10 || count === 1_000) counts.push(listeners(bare.sockets[0] as Socket));
    }
    expect(bare.sockets).toHaveLength(1);
    expect(counts[1]).toEqual(counts[0]);
    expect(bare.asked.some(({ signal }) => signal.aborted)).toBe(false);
    socket.destroy();
  });

  it.each([
    ['asks for that', requestOf('GET /health/live')],
    ['speaks HTTP/1.0', Buffer.from('GET /health/live HTTP/1.0\r\n\r\n')],
  ])('ends after its answer when the client %s', async (_, bytes) => {
    await start();
    const heard = await bare.say(bytes);
    expect(heard).toContain('"live"');
    expect(heard).toMatch(/^connection: close\r$/im);
  });

  it('that has carried its share is sent to connect anew', async () => {
    await start({ limits: { maxRequestsPerConnection: 3 } });
    const { socket, heard } = await bare.open();
    for (const name of ['a', 'b', 'c']) {
      expect(heard()).not.toMatch(/connection: close/i);
      socket.write(ask(name));
      await until(() => heard().includes(`"${name}"`));
    }
    expect(heard()).toMatch(/connection: close/i);
    socket.write(ask('d'));
    await until(() => heard().includes('HTTP/1.1 503'));
    expect(bare.asked).toHaveLength(3);
    socket.destroy();
  });

  it('too many is closed without harm to the others', async () => {
    await start({ limits: { maxConnections: 2 } });
    const [first, second] = [await bare.open(), await bare.open()];
    expect(await bare.say(requestOf('GET /health/live'))).toBe('');
    for (const { socket, heard } of [first, second]) {
      socket.write(ask('still'));
      await until(() => heard().includes('"still"'));
      socket.destroy();
    }
    await until(() => bare.sockets.every(({ destroyed }) => destroyed));
    expect(await bare.say(requestOf('GET /health/live'))).toContain('"live"');
  });

  it('that idles is closed', async () => {
    await start({ limits: { idleMs: 50 } });
    const { socket, heard } = await bare.open();
    socket.write(ask('once'));
    await until(() => heard().includes('"once"'));
    await until(() => socket.destroyed);
  });
});

describe('a request', () => {
  it('comes with the moment by which it must be answered', async () => {
    await start({ limits: { requestMs: 5_000 } });
    const before = performance.now();
    await bare.say(requestOf('POST /graphql'));
    const deadline = bare.asked[0]?.deadline as number;
    expect(deadline).toBeGreaterThanOrEqual(before + 5_000);
    expect(deadline).toBeLessThanOrEqual(performance.now() + 5_000);
  });
});

describe('an answer', () => {
  it('says its length in bytes and its own trace, once each', async () => {
    await start({
      answer: () =>
        Promise.resolve({
          headers: new Map([
            ['content-type', 'application/json'],
            ['content-length', '3'],
          ]),
          body: '{"水":"利"}',
        }),
    });
    const heard = await bare.say(requestOf('POST /graphql', { connection: 'close' }));
    expect(heard.match(/^content-length: .*$/gim)).toEqual(['content-length: 13']);
    expect(heard.match(/^x-request-id: .*$/gim)).toEqual([`x-request-id: ${bare.asked[0]?.trace}`]);
    expect(heard.endsWith('\r\n\r\n{"水":"利"}')).toBe(true);
  });

  it('of a megabyte arrives whole, and one that nobody waits for harms nobody', async () => {
    const body = JSON.stringify('水'.repeat(400_000));
    await start({ answer: () => Promise.resolve({ body }) });
    expect((await bare.say(requestOf('POST /graphql'))).endsWith(body)).toBe(true);
    const { socket } = await bare.open();
    socket.pause();
    socket.write(ask('unheard'));
    await until(() => bare.asked.length === 2);
    socket.destroy();
    expect(await bare.say(requestOf('GET /health/live'))).toContain('"live"');
  });
});

/** How many listeners of each kind a socket carries. */
function listeners(socket: Socket): Readonly<Record<string, number>> {
  return Object.fromEntries(socket.eventNames().map((name) => [String(name), socket.listenerCount(name)]));
}
