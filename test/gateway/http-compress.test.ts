import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCompress, preferredEncoding } from '#gateway/compress.ts';
import { type BareHttp, startBareHttp } from './bare-http.ts';

// Answers made smaller: only for who asks, only where it pays, never wrong.

const long = JSON.stringify({ data: Array.from({ length: 300 }, (_, index) => `水利局 ${index}`) });
const noise = randomBytes(5_000);
const pages: Readonly<Record<string, { type: string; body: string | Buffer; maxAgeSeconds?: number }>> = {
  '/short': { type: 'text/html; charset=utf-8', body: 'short' },
  '/page': { type: 'text/html; charset=utf-8', body: long },
  '/assets/a.js': { type: 'text/javascript; charset=utf-8', body: long, maxAgeSeconds: 60 },
  '/font.woff2': { type: 'font/woff2', body: long },
  '/noise.txt': { type: 'text/plain', body: noise },
};

let bare: BareHttp;
beforeAll(async () => {
  bare = await startBareHttp({
    answer: () => Promise.resolve({ body: long }),
    routes: [
      ({ path }) => Promise.resolve(pages[path] ? { status: 200, ...pages[path] } : null),
      ({ path }) =>
        Promise.resolve(path === '/gone' ? { status: 410, type: 'text/plain', body: long } : null),
    ],
  });
});
afterAll(() => bare?.close());

type Got = {
  readonly status: number | undefined;
  readonly encoding: string | undefined;
  readonly vary: string | undefined;
  readonly length: number;
  readonly bytes: Buffer;
};

/** Asks as a client that unpacks nothing by itself. */
function get(path: string, accepts?: string, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const headers = { ...(accepts !== undefined && { 'accept-encoding': accepts }) };
    request(`${bare.url}${path}`, { method, headers, agent: false })
      .on('response', (response) => {
        const { 'content-encoding': encoding, vary, 'content-length': length } = response.headers;
        buffer(response).then(
          (bytes) => resolve({ status: response.statusCode, encoding, vary, length: Number(length), bytes }),
          reject,
        );
      })
      .on('error', reject)
      .end();
  });
}

const graphql = (accepts?: string) => get('/graphql', accepts, 'POST');

describe('an answer', () => {
  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('is packed with %s for a client that takes it, and unpacks to the same', async (encoding, unpack) => {
    for (const got of [await graphql(encoding), await get('/page', encoding), await get('/gone', encoding)]) {
      expect(got.encoding).toBe(encoding);
      expect(got.vary).toBe('accept-encoding');
      expect(got.length).toBe(got.bytes.length);
      expect(got.length).toBeLessThan(Buffer.byteLength(long) / 2);
      expect(unpack(got.bytes).toString()).toBe(long);
    }
  });

  it.each([undefined, '', 'identity', 'br;q=0', 'zstd', 'gzip;q=0, br;q=0, *'])(
    'is sent as it is to a client that accepts %s',
    async (accepts) => {
      const got = await graphql(accepts);
      expect(got.encoding).toBeUndefined();
      expect(got.vary).toBe('accept-encoding');
      expect(got.bytes.toString()).toBe(long);
    },
  );

  it('that is short, small already or would not shrink is sent as it is', async () => {
    expect(await get('/short', 'br, gzip')).toMatchObject({ encoding: undefined, length: 5 });
    const font = await get('/font.woff2', 'br, gzip');
    expect(font).toMatchObject({ encoding: undefined, vary: undefined, length: Buffer.byteLength(long) });
    const random = await get('/noise.txt', 'br, gzip');
    expect(random.encoding).toBeUndefined();
    expect(random.bytes.equals(noise)).toBe(true);
  });

  it('to HEAD has the headers of the packed one and no body', async () => {
    const [got, head] = [await get('/page', 'br'), await get('/page', 'br', 'HEAD')];
    expect(head).toMatchObject({ encoding: 'br', length: got.length });
    expect(head.bytes).toHaveLength(0);
  });

  it('of a page that never changes is packed as well the second time as the first', async () => {
    const all = await Promise.all([1, 2, 3].map(() => get('/assets/a.js', 'br')));
    all.push(await get('/assets/a.js', 'br'));
    for (const { bytes } of all) expect(brotliDecompressSync(bytes).toString()).toBe(long);
    expect(gunzipSync((await get('/assets/a.js', 'gzip')).bytes).toString()).toBe(long);
  });
});

describe('the choice of an encoding', () => {
  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip;q=1.0, br;q=0.9', 'gzip'],
    ['gzip;q=0.5, br;q=0.5', 'br'],
    ['BR', 'br'],
    ['x-gzip', 'gzip'],
    ['*', 'br'],
    ['*;q=0.1, br;q=0', 'gzip'],
    ['identity, gzip;q=0.5', null],
    ['identity;q=0.5, gzip', 'gzip'],
    ['identity;q=0, gzip;q=0.001', 'gzip'],
    ['gzip;q=2', null],
    ['gzip;q=-1', null],
    ['gzip;q=', null],
    ['gzip ; q=0.8 , br ; q=0.2', 'gzip'],
    [',,,;;;q=,', null],
    ['__proto__, constructor', null],
    ['', null],
    [undefined, null],
  ])('follows the weights of "%s"', (accepts, encoding) => {
    expect(preferredEncoding(accepts)).toBe(encoding);
  });
});

describe('what is kept', () => {
  const body = Buffer.from(long);

  it('is made once for all who come, and made again for a body without a name', async () => {
    const compress = createCompress();
    const [one, two] = await Promise.all([
      compress(body, { accepts: 'br', keepAs: '/a' }),
      compress(body, { accepts: 'br', keepAs: '/a' }),
    ]);
    expect(two.body).toBe(one.body);
    expect((await compress(body, { accepts: 'br', keepAs: '/a' })).body).toBe(one.body);
    expect((await compress(body, { accepts: 'gzip', keepAs: '/a' })).body).not.toBe(one.body);
    const [three, four] = [await compress(body, { accepts: 'br' }), await compress(body, { accepts: 'br' })];
    expect(four.body).not.toBe(three.body);
  });

  it('is bounded', async () => {
    const compress = createCompress({ keptBytes: 20_000 });
    const first = await compress(body, { accepts: 'br', keepAs: '/0' });
    for (let page = 1; page < 100; page += 1) await compress(body, { accepts: 'br', keepAs: `/${page}` });
    expect((await compress(body, { accepts: 'br', keepAs: '/0' })).body).not.toBe(first.body);
  });

  it('keeps nobody waiting in a long queue: beyond it answers go as they are', async () => {
    const compress = createCompress({ mostAtOnce: 2 });
    const all = await Promise.all([1, 2, 3, 4].map(() => compress(body, { accepts: 'br' })));
    expect(all.map(({ encoding }) => encoding)).toEqual(['br', 'br', null, null]);
    expect((await compress(body, { accepts: 'br' })).encoding).toBe('br');
  });
});
