import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BareHttp, requestOf, startBareHttp, until } from './bare-http.ts';

// The gateway's edge, met with bytes that no honest client sends, or sends that slowly.

let bare: BareHttp;
beforeAll(async () => {
  bare = await startBareHttp({ limits: { lingerMs: 200 } });
});
afterAll(() => bare?.close());
beforeEach(() => {
  bare.asked.length = 0;
});

const json = { 'content-type': 'application/json' };
const hello = '{"query":"{ hello }"}';
const statusOf = (heard: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1]);
const post = (headers: Readonly<Record<string, string>>, body: string | Buffer) =>
  bare.say(requestOf('POST /graphql', headers, body));

describe('a slow client', () => {
  let strict: BareHttp;
  beforeAll(async () => {
    strict = await startBareHttp({ limits: { headersMs: 100, requestMs: 300, checkEveryMs: 20 } });
  });
  afterAll(() => strict?.close());

  it.each([
    ['headers that never end', 'POST /graphql HTTP/1.1\r\nhost: x\r\n'],
    ['a body that never ends', 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\n{"query'],
    [
      'a chunk that never comes',
      'POST /graphql HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\n',
    ],
  ])('that sends %s is cut off, and nothing is logged as our fault', async (_, bytes) => {
    expect(statusOf(await strict.say(bytes))).toBe(408);
    expect(strict.asked).toEqual([]);
    expect(strict.logged()).toBe('');
  });

  it('gains nothing by sending a byte at a time', async () => {
    const { socket, heard } = await strict.open();
    let ended = false;
    socket.on('close', () => {
      ended = true;
    });
    socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 9999999\r\n');
    const trickle = setInterval(() => socket.write('x: y\r\n'), 10);
    await until(() => ended);
    clearInterval(trickle);
    expect(statusOf(heard())).toBe(408);
  });

  it('keeps nobody else waiting', async () => {
    const slow = await Promise.all(Array.from({ length: 50 }, () => strict.open()));
    for (const { socket } of slow) socket.write('POST /graphql HTTP/1.1\r\nhost:');
    expect(statusOf(await strict.say(requestOf('GET /health/live')))).toBe(200);
    for (const { socket } of slow) socket.destroy();
  });
});

describe('a request line', () => {
  it('in absolute form counts by its path alone', async () => {
    expect(await bare.say(requestOf('GET http://evil.example/health/live'))).toContain('"live"');
    await bare.say(requestOf('POST HTTPS://evil.example:1/graphql?x=1', json, hello));
    expect(bare.asked).toMatchObject([{ method: 'POST', search: '?x=1' }]);
  });

  it.each([
    ['GET http://evil.example', 404],
    ['GET http://evil.example?/graphql', 404],
    ['GET http://', 404],
    ['GET //graphql', 404],
    ['GET /graphql/../../package.json', 404],
    ['GET /%2e%2e/package.json', 404],
    ['GET /a%00b', 404],
    ['OPTIONS *', 404],
    ['DELETE /', 404],
    ['GET graphql', 400],
    ['BREW /graphql', 400],
    ['get /health/live', 400],
    ['GET /health/live HTTP/9.9 ', 400],
  ])('%s is refused with %d and without a query', async (line, status) => {
    const heard = await bare.say(requestOf(line));
    expect(statusOf(heard)).toBe(status);
    expectNoTrace(heard);
    expect(bare.asked).toEqual([]);
  });

  it.each(['h2c', 'websocket', 'nonsense'])(
    'that asks for %s instead is answered as it is',
    async (protocol) => {
      const heard = await bare.say(
        `GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: upgrade, close\r\nupgrade: ${protocol}\r\n\r\n`,
      );
      expect(statusOf(heard)).toBe(200);
    },
  );

  it('that asks for a tunnel is hung up on', async () => {
    expect(await bare.say('CONNECT evil.example:443 HTTP/1.1\r\nhost: x\r\n\r\n')).toBe('');
  });
});

describe('a method', () => {
  it.each(['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'QUERY'])(
    '%s runs no operation, and is told which do',
    async (method) => {
      for (const query of ['{hello}', 'mutation{note}']) {
        const path = `/graphql?query=${encodeURIComponent(query)}`;
        const heard = await bare.say(requestOf(`${method} ${path}`, { 'apollo-require-preflight': '1' }));
        expect(statusOf(heard)).toBe(405);
        expect(heard).toMatch(/^allow: GET, POST\r$/im);
        expectNoTrace(heard);
      }
      expect(bare.asked).toEqual([]);
    },
  );

  it('HEAD gets the headers of GET and no body', async () => {
    const [got, head] = [
      await bare.say(requestOf('GET /health/live')),
      await bare.say(requestOf('HEAD /health/live')),
    ];
    expect(lengthOf(head)).toBe(lengthOf(got));
    expect(got.endsWith('"live"}')).toBe(true);
    expect(head.endsWith('\r\n\r\n')).toBe(true);
  });

  it('changes nothing at a health check', async () => {
    const heard = await bare.say(requestOf('POST /health/ready', json, '{}'));
    expect(statusOf(heard)).toBe(405);
    expect(heard).toMatch(/^allow: GET, HEAD\r$/im);
  });
});

describe('another site', () => {
  it('is allowed nothing by a preflight', async () => {
    const heard = await bare.say(
      requestOf('OPTIONS /graphql', {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, authorization',
      }),
    );
    expect(statusOf(heard)).toBe(405);
    expect(heard).not.toMatch(/access-control|evil/i);
  });

  it.each(['https://evil.example', 'null'])(
    'with the origin %s finds no leave in an answer',
    async (origin) => {
      for (const request of [
        requestOf('POST /graphql', { ...json, origin }, hello),
        requestOf('GET /health/live', { origin }),
      ]) {
        const heard = await bare.say(request);
        expect(statusOf(heard)).toBe(200);
        expect(heard).not.toMatch(/access-control/i);
      }
    },
  );
});

describe('headers', () => {
  it('of hostile size are refused', async () => {
    const heard = await bare.say(requestOf('GET /health/live', { x: 'y'.repeat(17_000) }));
    expect(statusOf(heard)).toBe(431);
    const many = Array.from({ length: 4_000 }, () => 'x:y\r\n').join('');
    expect(statusOf(await bare.say(`GET /health/live HTTP/1.1\r\nhost: x\r\n${many}\r\n`))).toBe(431);
  });

  it.each([
    ['two lengths', 'content-length: 5\r\ncontent-length: 6\r\n\r\nabcde'],
    ['a length and chunks', 'content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['chunks said twice', 'transfer-encoding: chunked, chunked\r\n\r\n0\r\n\r\n'],
    ['chunks that are not the last coding', 'transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
    ['a space before the colon', 'content-length : 5\r\n\r\nabcde'],
    ['a folded line', 'x: y\r\n z\r\ncontent-length: 0\r\n\r\n'],
    ['a length that is no number', 'content-length: +5\r\n\r\nabcde'],
    ['a size of a chunk that is no number', 'transfer-encoding: chunked\r\n\r\n0x5\r\nabcde\r\n0\r\n\r\n'],
    ['a zero byte', 'x: a\u0000b\r\n\r\n'],
  ])('that two servers could read differently are refused: %s', async (_, rest) => {
    const smuggled = 'GET /graphql?query={hello} HTTP/1.1\r\nhost: x\r\n\r\n';
    const heard = await bare.say(`POST /nowhere HTTP/1.1\r\nhost: x\r\n${rest}${smuggled}`);
    expect(statusOf(heard)).toBe(400);
    expect(heard.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expectNoTrace(heard);
    expect(bare.asked).toEqual([]);
  });

  it('without a host are refused', async () => {
    expect(statusOf(await bare.say('GET /health/live HTTP/1.1\r\n\r\n'))).toBe(400);
  });

  it('that come twice arrive joined, so that neither is taken for the only one', async () => {
    await bare.say(
      `POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-matter: a\r\nx-matter: b\r\ncontent-type: application/json\r\ncontent-type: text/plain\r\ncontent-length: ${hello.length}\r\n\r\n${hello}`,
    );
    expect(bare.asked[0]?.headers.get('x-matter')).toBe('a, b');
    // Two types are none: the body stays text, which is no operation.
    expect(bare.asked[0]?.body).toBe(hello);
  });
});

describe('a body', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'Application/JSON ; Charset="utf-8"',
    'application/json; profile=x; charset=utf8',
  ])('of the type %s is read', async (type) => {
    await post({ 'content-type': type }, hello);
    expect(bare.asked).toMatchObject([{ body: { query: '{ hello }' } }]);
  });

  it.each([
    'text/plain',
    'application/jsonp',
    'application/json-seq',
    'text/plain; application/json',
    'json',
  ])('of the type %s is not taken for JSON', async (type) => {
    await post({ 'content-type': type }, hello);
    expect(bare.asked).toMatchObject([{ body: hello }]);
  });

  it.each(['gbk', 'iso-8859-1', '"utf-16"'])('in the character set %s is refused', async (charset) => {
    const heard = await post({ 'content-type': `application/json; charset=${charset}` }, hello);
    expect(statusOf(heard)).toBe(415);
    expect(heard).toContain('UTF-8');
    expect(bare.asked).toEqual([]);
  });

  it.each(['gzip', 'br', 'deflate', 'GZIP', 'identity, gzip', 'zstd', 'nonsense'])(
    'packed with %s is refused, and the client is told how to send it',
    async (coding) => {
      const heard = await post({ ...json, 'content-encoding': coding }, gzipSync(hello));
      expect(statusOf(heard)).toBe(415);
      expect(heard).toMatch(/^accept-encoding: identity\r$/im);
      expect(bare.asked).toEqual([]);
    },
  );

  it('may begin with a byte order mark', async () => {
    await post(json, `\uFEFF${hello}`);
    expect(bare.asked).toMatchObject([{ body: { query: '{ hello }' } }]);
  });

  it.each([
    ['bytes that are no UTF-8', Buffer.from('{"query":"\xff"}', 'latin1')],
    ['UTF-16', Buffer.from(`\uFEFF${hello}`, 'utf16le')],
    ['half a character', Buffer.from('{"query":"水"}').subarray(0, 12)],
  ])('of %s is refused, not repaired', async (_, bytes) => {
    expect(statusOf(await post(json, bytes))).toBe(400);
    expect(bare.asked).toEqual([]);
  });

  it('arrives whole in many pieces and chunks', async () => {
    const { socket, heard } = await bare.open();
    const query = `{"query":"{ hello(name: \\"${'水'.repeat(200)}\\") }"}`;
    socket.write(
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    for (const byte of Buffer.from(query)) {
      socket.write(Buffer.concat([Buffer.from('1\r\n'), Buffer.from([byte]), Buffer.from('\r\n')]));
      if (byte % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    socket.write('0\r\n\r\n');
    await until(() => heard().includes('水'));
    expect(bare.asked).toMatchObject([{ body: JSON.parse(query) as unknown }]);
    socket.destroy();
  });

  it('whose length is too large is refused before it comes', async () => {
    const { socket, heard } = await bare.open();
    socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 999999999\r\n\r\n');
    await until(() => heard().includes('REQUEST_TOO_LARGE'));
    expect(statusOf(heard())).toBe(413);
    socket.destroy();
  });

  it.each([
    ['a length', 'content-length: 400000\r\n\r\n', (part: string) => part],
    [
      'chunks',
      'transfer-encoding: chunked\r\n\r\n',
      (part: string) => `${part.length.toString(16)}\r\n${part}\r\n`,
    ],
  ])(
    'too large, with %s, is refused in words that its sender hears while sending',
    async (_, rest, framed) => {
      const { socket, heard } = await bare.open();
      let failed: unknown;
      socket.on('error', (error) => {
        failed = error;
      });
      // As many clients do, this one listens only when it has said all.
      socket.pause();
      socket.write(`POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${rest}`);
      for (let sent = 0; sent < 400_000; sent += 20_000) {
        socket.write(framed('x'.repeat(20_000)));
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      socket.write(rest.startsWith('t') ? '0\r\n\r\n' : '');
      socket.resume();
      await until(() => socket.destroyed);
      expect(statusOf(heard())).toBe(413);
      expect(heard()).toContain('REQUEST_TOO_LARGE');
      expect(heard()).toMatch(/^connection: close\r$/im);
      expect(failed).toBeUndefined();
      expect(bare.asked).toEqual([]);
    },
  );

  it('without end is cut off once its sender was told', async () => {
    const { socket, heard } = await bare.open();
    socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
    const more = setInterval(() => socket.write(`1000\r\n${'x'.repeat(4_096)}\r\n`), 5);
    await until(() => socket.destroyed);
    clearInterval(more);
    expect(statusOf(heard())).toBe(413);
  });

  it('that its sender leaves unfinished is nobody else’s matter', async () => {
    const before = bare.logged();
    const { socket } = await bare.open();
    const ends = bare.sockets.at(-1);
    socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\n{"query', () =>
      socket.destroy(),
    );
    await until(() => ends?.destroyed ?? false);
    expect(statusOf(await post(json, hello))).toBe(200);
    expect(bare.logged()).toBe(before);
  });
});

describe('what goes wrong inside', () => {
  it('is told without its words, its place or its stack', async () => {
    const broken = await startBareHttp({
      answer: () => Promise.reject(new Error('no table persons at /srv/secret.ts')),
      routes: [
        ({ path }) =>
          path === '/page' ? Promise.reject(new TypeError('private words')) : Promise.resolve(null),
      ],
    });
    for (const request of [requestOf('POST /graphql', json, hello), requestOf('GET /page')]) {
      const heard = await broken.say(request);
      expect(statusOf(heard)).toBe(500);
      expect(heard).toContain('INTERNAL_SERVER_ERROR');
      expect(heard).not.toMatch(/secret|private|persons/);
      expectNoTrace(heard);
    }
    await broken.close();
  });
});

function expectNoTrace(heard: string): void {
  expect(heard).not.toMatch(/\bat .*:\d+:\d+|node_modules|node:internal|\.ts\b/);
}

function lengthOf(heard: string): string | undefined {
  return /^content-length: (\d+)\r$/im.exec(heard)?.[1];
}
