import { describe, expect, it } from 'vitest';
import { readEvents } from '#gateway/fetch/feed/event-stream.ts';
import { openFeed } from '#gateway/fetch/feed/feed.ts';
import { boundedQueue } from '#gateway/fetch/feed/queue.ts';

/** What is read of a text that arrives in pieces of so many bytes. */
function read(text: string, piece: number, largestBytes = 1_000) {
  const bytes = Buffer.from(text);
  const pieces = (async function* () {
    for (let from = 0; from < bytes.length; from += piece)
      yield await Promise.resolve(bytes.subarray(from, from + piece));
  })();
  return Array.fromAsync(readEvents(pieces, largestBytes));
}

describe('server-sent events', () => {
  const text = [
    '\uFEFF: hello\n\n',
    'event: next\r\ndata: {"名":1}\r\n\r\n',
    'data:one\rdata: two\rid: 3\r\r',
    'event: empty\n\n',
    'retry: 5\ndata\n\n',
    'event: complete\ndata:\n\n',
    'event: next\ndata: never finished',
  ].join('');

  it.each([1, 2, 3, 7, 1_000])('are the same in whatever pieces they arrive: %d bytes', async (piece) => {
    expect(await read(text, piece)).toEqual([
      { name: 'next', data: '{"名":1}' },
      { name: 'message', data: 'one\ntwo' },
      { name: 'message', data: '' },
      { name: 'complete', data: '' },
    ]);
  });

  it.each([
    ['in one line', `data: ${'x'.repeat(1_001)}\n\n`],
    ['in many', `${'data: 0123456789\n'.repeat(101)}\n`],
    ['counted in bytes', `data: ${'名'.repeat(334)}\n\n`],
    ['that never ends', `: ${'x'.repeat(5_000)}`],
  ])('are refused when one is too large: %s', async (_, large) => {
    await expect(read(large, 100)).rejects.toThrow('larger than 1000 bytes');
  });

  it('may be as large as the limit', async () => {
    const data = 'x'.repeat(1_000);
    expect(await read(`data: ${data}\n\n`, 64)).toEqual([{ name: 'message', data }]);
  });
});

const neverFull = () => new Error('full');

describe('a queue', () => {
  const bounds = { mostWaiting: 3, mostWaitingBytes: 100 };

  it('gives what waits in order, and ends after it', async () => {
    const queue = boundedQueue<number>(bounds, neverFull);
    queue.push(1, 10);
    queue.push(2, 10);
    queue.end();
    queue.push(3, 10);
    expect(await Array.fromAsync(queue.items)).toEqual([1, 2]);
  });

  it('wakes who waits', async () => {
    const queue = boundedQueue<number>(bounds, neverFull);
    const next = queue.items.next();
    queue.push(1, 10);
    expect(await next).toEqual({ value: 1, done: false });
    const end = queue.items.next();
    queue.drop();
    expect((await end).done).toBe(true);
  });

  it.each([
    ['items', [1, 1, 1, 1]],
    ['bytes', [60, 60]],
  ])('drops all and fails when there are too many %s, once', async (_, sizes) => {
    let overflows = 0;
    const queue = boundedQueue<number>(bounds, () => new Error(`overflow ${(overflows += 1)}`));
    for (const bytes of sizes) queue.push(0, bytes);
    queue.push(0, 1_000);
    await expect(queue.items.next()).rejects.toThrow('overflow 1');
    expect(overflows).toBe(1);
  });

  it('counts what waits, not what was taken', async () => {
    const queue = boundedQueue<number>(bounds, neverFull);
    for (let each = 0; each < 20; each += 1) {
      queue.push(each, 90);
      expect((await queue.items.next()).value).toBe(each);
    }
  });
});

describe('a feed', () => {
  it.each(['', 'ftp://x/y', 'nowhere'])('needs an http or ws address: "%s" is none', (url) => {
    expect(() => openFeed('tax', url, { openMs: 1_000 })).toThrow(/department tax .* no http or ws URL/);
  });
});
