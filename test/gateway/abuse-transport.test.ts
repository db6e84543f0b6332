import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { httpAnswer, says, startWildDepartment, type Way, type WildDepartment } from './abuse-department.ts';
import { type Firms, good, goodFirm, secret, startFirms, toldOf } from './abuse-firms.ts';
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
const secretBody = `{"data":{"_entities":[{"paid":5,"note":"${secret}"}]}}`;
const head = (lines: string) => Buffer.from(`HTTP/1.1 ${lines}\r\n\r\n`, 'latin1');
const hidden = { server: 'secret-server/1', 'x-powered-by': secret.slice(5), 'set-cookie': 'secret=1' };

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
  expect(text).not.toMatch(/内部口令|330199|secret|set-cookie|x-powered-by/i);
  expect(text).not.toMatch(/127\.0\.0\.1|localhost|ECONN|UND_ERR|HPE_|Z_DATA|SyntaxError|node_modules/i);
  for (const { port } of [new URL(firms.wild.url), new URL(elsewhere.url)]) expect(text).not.toContain(port);
}

describe('a department that', () => {
  const hangs: Way = () => undefined;
  const trickles: Way = (socket) => {
    socket.write(head('200 OK\r\ncontent-type: application/json\r\ncontent-length: 9999'));
    const timer = setInterval(() => socket.write(' '), 20);
    socket.once('close', () => clearInterval(timer));
  };
  const floods: Way = (socket) => {
    socket.write(head('200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked'));
    const chunk = Buffer.concat([
      Buffer.from('100000\r\n'),
      Buffer.alloc(0x100000, ' '),
      Buffer.from('\r\n'),
    ]);
    let left = 100;
    const more = () => {
      while (left > 0 && !socket.destroyed) {
        left -= 1;
        if (!socket.write(chunk)) return;
      }
    };
    socket.on('drain', more);
    more();
  };
  const redirects =
    (status: string): Way =>
    (socket) =>
      void socket.write(httpAnswer(secret, { location: elsewhere.url, ...hidden }, status));
  const then =
    (bytes: string | Buffer, end: 'end' | 'resetAndDestroy' | 'destroy'): Way =>
    (socket) =>
      void socket.write(bytes, () => socket[end]());
  const unavailable = 'DEPARTMENT_UNAVAILABLE';
  const unfit = 'DEPARTMENT_ANSWER_INVALID';

  const ways: readonly (readonly [string, Way, string])[] = [
    ['hangs before its headers', hangs, unavailable],
    ['hangs within its headers', says(Buffer.from('HTTP/1.1 200 OK\r\ncontent-')), unavailable],
    ['hangs after its headers', says(head('200 OK\r\ncontent-length: 50')), unavailable],
    [
      'hangs within its body',
      says(Buffer.concat([head('200 OK\r\ncontent-length: 500'), Buffer.from(secretBody)])),
      unavailable,
    ],
    [
      'hangs after a chunk',
      says(Buffer.concat([head('200 OK\r\ntransfer-encoding: chunked'), Buffer.from('5\r\n{"dat\r\n')])),
      unavailable,
    ],
    ['trickles', trickles, unavailable],
    ['floods', floods, unavailable],
    ['promises 100 GB', says(head('200 OK\r\ncontent-length: 107374182400')), unavailable],
    ['hangs up without a word', then('', 'end'), unavailable],
    ['resets before its headers', (socket) => void socket.resetAndDestroy(), unavailable],
    [
      'resets within its body',
      then(
        Buffer.concat([head('200 OK\r\ncontent-length: 500'), Buffer.from(secretBody)]),
        'resetAndDestroy',
      ),
      unavailable,
    ],
    [
      'ends within its body',
      then(Buffer.concat([head('200 OK\r\ncontent-length: 500'), Buffer.from(secretBody)]), 'end'),
      unavailable,
    ],
    [
      'says more than its length',
      then(httpAnswer(`${goodBody}${secret}`, { 'content-length': 5 }), 'end'),
      unfit,
    ],
    ['says two lengths', says(httpAnswer(secretBody, { 'Content-Length ': 3 })), unavailable],
    [
      'says a length and chunks',
      says(httpAnswer(secretBody, { 'transfer-encoding': 'chunked' })),
      unavailable,
    ],
    [
      'says chunks of no size',
      says(httpAnswer(`zz\r\n${secretBody}`, { 'content-length': '', 'transfer-encoding': 'chunked' })),
      unavailable,
    ],
    [
      'answers with 500 and a page',
      says(httpAnswer(`<h1>${secret}</h1>`, { 'content-type': 'text/html', ...hidden }, '500 Oops')),
      unavailable,
    ],
    ['answers with 500 and right JSON', says(httpAnswer(secretBody, hidden, '500 Oops')), unavailable],
    [
      'answers with 503 and a time',
      says(httpAnswer('', { 'retry-after': 100_000, ...hidden }, '503 Busy')),
      unavailable,
    ],
    [
      'answers with 407',
      says(httpAnswer(secret, { 'proxy-authenticate': 'Basic', ...hidden }, '407 No')),
      unfit,
    ],
    ['answers with 204', says(head('204 No Content')), unfit],
    ['answers with nothing', says(httpAnswer('')), unfit],
    ['answers with 304', says(head('304 Not Modified')), unfit],
    ['answers with half of its JSON', says(httpAnswer(secretBody.slice(0, -9))), unfit],
    ['answers with JSON and more', says(httpAnswer(`${secretBody}{"data":1}`)), unfit],
    ['redirects with 301', redirects('301 Moved'), unfit],
    ['redirects with 302', redirects('302 Found'), unfit],
    ['redirects with 307', redirects('307 Elsewhere'), unfit],
    ['redirects with 308', redirects('308 Elsewhere'), unfit],
    ['sends huge headers', says(httpAnswer(secretBody, { 'x-secret': 'x'.repeat(100_000) })), unavailable],
    [
      'sends many headers',
      says(
        httpAnswer(
          secretBody,
          Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x-${index}`, 'secret'])),
        ),
      ),
      unavailable,
    ],
    ['sends headers that are none', says(Buffer.from(`HTTP/1.1 200 OK\r\n${secret}\r\n\r\n{}`)), unavailable],
    ['sends a status that is none', says(Buffer.from('HTTP/1.1 9999 OK\r\n\r\n{}')), unavailable],
    ['speaks another language', says(Buffer.from('SSH-2.0-OpenSSH_9.9\r\n')), unavailable],
    [
      'sends bytes of no kind',
      says(Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 31) % 256))),
      unavailable,
    ],
    [
      'changes the protocol',
      says(head('101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: secret')),
      unavailable,
    ],
    ['wants the request to go on', says(head('100 Continue')), unavailable],
    ['sends gzip that is none', says(httpAnswer(secretBody, { 'content-encoding': 'gzip' })), unavailable],
    [
      'sends half of its gzip',
      says(httpAnswer(gzipSync(secretBody).subarray(0, -12), { 'content-encoding': 'gzip' })),
      unavailable,
    ],
    ['sends gzip of nothing', says(httpAnswer('', { 'content-encoding': 'gzip' })), unavailable],
    ['sends br that is none', says(httpAnswer(secretBody, { 'content-encoding': 'br' })), unavailable],
    [
      'packs in a way that was not offered',
      says(httpAnswer(deflateSync(secretBody), { 'content-encoding': 'deflate' })),
      unavailable,
    ],
    [
      'packs in a way that there is not',
      says(httpAnswer(secretBody, { 'content-encoding': 'secret' })),
      unavailable,
    ],
    [
      'packs twice',
      says(httpAnswer(gzipSync(gzipSync(secretBody)), { 'content-encoding': 'gzip, gzip' })),
      unavailable,
    ],
  ];

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
      expect(firms.graph.logged().slice(before)).not.toMatch(/内部口令|330199|secret|127\.0\.0\.1/i);
      expect(elsewhere.heard).toEqual([]);
      firms.wild.behaves(good);
      expect((await ask()).answer).toMatchObject({ data: { firm: { paid: 5 } }, errors: [] });
    },
  );

  const quick = ways.filter(([, way]) => way !== floods);
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
    for (let count = 0; count < 5; count += 1) expect((await ask()).whole).not.toContain('666');
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
