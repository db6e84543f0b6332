import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  head,
  httpAnswer,
  says,
  startWildDepartment,
  type Way,
  type WildDepartment,
} from './abuse-department.ts';
import { type Firms, good, goodFirm, startFirms, toldOf } from './abuse-firms.ts';
import { badWays } from './abuse-ways.ts';
import { until } from './bare-http.ts';

// A department whose bytes are wrong, late, too many or never there. The gateway is asked over a real socket, and every
// byte that it answers is looked at.

let firms: Firms;
let elsewhere: WildDepartment;
let url: string;
const unhandled: unknown[] = [];
const note = (error: unknown) => void unhandled.push(error);
beforeAll(async () => {
  process.on('unhandledRejection', note);
  firms = await startFirms();
  elsewhere = await startWildDepartment(good);
  ({ url } = await firms.graph.listen());
});
afterAll(async () => {
  await firms?.close();
  await elsewhere?.close();
  process.off('unhandledRejection', note);
});
afterEach(() => {
  firms.wild.behaves(good);
  expect(unhandled).toEqual([]);
});

const goodBody = JSON.stringify({ data: { _entities: [goodFirm] } });

type Asked = {
  readonly status: number;
  readonly whole: string;
  readonly answer: Parameters<typeof toldOf>[0];
};

async function ask(query = '{ firm(id: "E1") { name paid } count }'): Promise<Asked> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-provenance': 'include' },
    body: JSON.stringify({ query }),
  });
  const body = await response.text();
  const { data, errors = [] } = JSON.parse(body) as { data: unknown; errors?: [] };
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  return {
    status: response.status,
    whole: `${headers}\n\n${body}`,
    answer: { status: response.status, body, data, errors },
  };
}

/** Neither the department's words, headers or address nor anybody's stack. */
function expectNothingTold(text: string): void {
  expect(text).not.toMatch(/内部口令|330199197903129813|secret|set-cookie|x-powered-by/i);
  expect(text).not.toMatch(/127\.0\.0\.1|localhost|ECONN|UND_ERR|HPE_|Z_DATA|SyntaxError|node_modules/i);
  for (const { port } of [new URL(firms.wild.url), new URL(elsewhere.url)]) expect(text).not.toContain(port);
}

describe('a department that', () => {
  const ways = badWays(() => elsewhere.url);

  it.each(ways)(
    '%s loses its own part, tells nothing of itself and leaves nothing open',
    async (_, way, code) => {
      firms.wild.behaves(way);
      const before = firms.graph.logged().length;
      const { status, whole, answer } = await ask();
      expect(status).toBe(200);
      expect(answer.data).toEqual({ firm: { name: '甲', paid: null }, count: 3 });
      expect(toldOf(answer)).toEqual([`firm.paid ${code} tax`]);
      expectNothingTold(whole);
      expect(firms.graph.logged().slice(before)).not.toMatch(
        /内部口令|330199197903129813|secret|127\.0\.0\.1/i,
      );
      expect(elsewhere.heard).toEqual([]);
      firms.wild.behaves(good);
      expect((await ask()).answer).toMatchObject({ data: { firm: { paid: 5 } }, errors: [] });
    },
  );

  const quick = ways.filter(([name]) => name !== 'floods');
  it.each(quick)(
    '%s, many times at once, keeps a bounded number of sockets and no timers',
    async (_, way) => {
      firms.wild.behaves(way);
      const timers = timersNow();
      const queries = ['E1', 'E2', 'E3'].flatMap((id) =>
        ['paid', 'note', 'rate', 'state'].map((field) => `{ firm(id: "${id}") { name ${field} } }`),
      );
      for (const { answer } of await Promise.all(queries.map((query) => ask(query))))
        expect(answer.errors.length).toBeGreaterThan(0);
      firms.wild.behaves(good);
      expect((await ask()).answer.errors).toEqual([]);
      await until(() => firms.wild.open() <= queries.length + 1);
      await until(() => timersNow() <= timers + 2);
    },
  );
});

function timersNow(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

describe('a department’s fine answer', () => {
  const ways: readonly (readonly [string, Way])[] = [
    ['by gzip', says(httpAnswer(gzipSync(goodBody), { 'content-encoding': 'gzip' }))],
    ['by GZIP', says(httpAnswer(gzipSync(goodBody), { 'content-encoding': 'GZIP' }))],
    ['by x-gzip', says(httpAnswer(gzipSync(goodBody), { 'content-encoding': 'x-gzip' }))],
    ['by br', says(httpAnswer(brotliCompressSync(goodBody), { 'content-encoding': 'br' }))],
    ['as it is, said so', says(httpAnswer(goodBody, { 'content-encoding': 'identity' }))],
    ['as text/plain', says(httpAnswer(goodBody, { 'content-type': 'text/plain; charset=gbk' }))],
    [
      'without a type',
      says(Buffer.concat([head(`200 OK\r\ncontent-length: ${goodBody.length}`), Buffer.from(goodBody)])),
    ],
    ['with 400', says(httpAnswer(goodBody, {}, '400 Bad Request'))],
    [
      'after early hints',
      says(
        Buffer.concat([
          head('103 Early Hints\r\nlink: </x>\r\ncontent-encoding: gzip'),
          httpAnswer(goodBody),
        ]),
      ),
    ],
    [
      'as the last bytes of its connection',
      (socket) =>
        void socket.end(Buffer.concat([head('200 OK\r\nconnection: close'), Buffer.from(goodBody)])),
    ],
    [
      'a byte at a time',
      (socket) => {
        const bytes = httpAnswer(goodBody);
        socket.setNoDelay(true);
        for (const byte of bytes) socket.write(Buffer.of(byte));
      },
    ],
    [
      'in chunks with trailers',
      says(
        Buffer.from(
          `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${goodBody.length.toString(16)};x=y\r\n${goodBody}\r\n0\r\nx-trailer: secret\r\n\r\n`,
        ),
      ),
    ],
  ];

  it.each(ways)('%s is read', async (_, way) => {
    firms.wild.behaves(way);
    const { answer } = await ask();
    expect(answer).toMatchObject({ data: { firm: { name: '甲', paid: 5 }, count: 3 }, errors: [] });
  });

  it('that comes before it was asked is nobody’s', async () => {
    // The second answer waits in the socket for the next question.
    firms.wild.behaves(says(Buffer.concat([httpAnswer(goodBody), httpAnswer(goodBody.replace('5', '666'))])));
    await ask();
    firms.wild.behaves(good);
    for (let count = 0; count < 5; count += 1)
      expect((await ask()).answer).toMatchObject({ data: { firm: { paid: 5 } } });
  });

  it('that comes while the question is still being sent is taken or told, and hangs nobody', async () => {
    const early = await startFirms({ departmentTimeoutMs: 1_000 });
    early.wild.behaves((socket) => void socket.end(httpAnswer(goodBody, { connection: 'close' })));
    const answer = await early.graph.ask('{ firm(id: "E1") { name paid } }');
    expect(answer.data).toMatchObject({ firm: { name: '甲' } });
    await early.close();
  });
});

describe('a department that can not be reached', () => {
  it('because nobody listens is not named by its address, to the client or in the log', async () => {
    const dark = await startFirms();
    await dark.wild.close();
    const { url: there } = await dark.graph.listen();
    const response = await fetch(`${there}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ firm(id: \\"E1\\") { name paid } }"}',
    });
    const body = await response.text();
    expect(body).toContain('DEPARTMENT_UNAVAILABLE');
    expectNothingTold(body);
    expect(dark.graph.logged()).not.toContain(new URL(dark.wild.url).port);
    expect(dark.graph.logged()).toContain('ECONNREFUSED');
    await dark.close();
  });

  it('because it closed its connection after an answer is reached by another', async () => {
    const closing = await startFirms();
    for (let count = 0; count < 20; count += 1) {
      closing.wild.behaves((socket, heard) => {
        good(socket, heard);
        setImmediate(() => socket.destroy());
      });
      await closing.graph.ask('{ firm(id: "E1") { paid } }');
      await until(() => closing.wild.open() === 0);
      closing.wild.behaves(good);
      expect((await closing.graph.ask('{ firm(id: "E1") { paid } }')).errors).toEqual([]);
    }
    await closing.close();
  });
});
