import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { type Dispatcher, Pool } from 'undici';

/** One HTTP request under way, and its end before time. */
export type Exchange = { readonly reply: Promise<Reply>; abort(reason: Error): void };
export type Reply = { readonly status: number; readonly text: string };

export type Exchanging = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** From now until the last byte, waiting for a free connection included. */
  readonly timeoutMs: number;
};

/** Kept-alive connections to one address. */
export type Connections = {
  post(exchanging: Exchanging): Exchange;
  close(): Promise<void>;
};

/** Opens connections to a URL on demand; they stay open between requests. An answer larger than the cap is cut off, unpacked or not. */
export function connectTo(url: URL, { largestBytes }: { largestBytes: number }): Connections {
  const pool = new Pool(url.origin, {
    connections: 64,
    keepAliveTimeout: 30_000,
    // Each exchange has one deadline of its own, from the first byte to the last.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: 3_000 },
  });
  const path = `${url.pathname}${url.search}`;
  return {
    post: (exchanging) => exchange(pool, { ...exchanging, path, largestBytes }),
    close: () => pool.close(),
  };
}

type Posted = Exchanging & { readonly path: string; readonly largestBytes: number };

/** By `dispatch` with a handler: a fetch, or a stream for every answer, costs several times as much. */
function exchange(pool: Pool, { path, headers, body, timeoutMs, largestBytes }: Posted): Exchange {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  let running: Dispatcher.DispatchController | null = null;
  let ended: Error | null = null;
  const end = (reason: Error): void => {
    if (ended) return;
    ended = reason;
    clearTimeout(late);
    running?.abort(reason);
    reject(reason);
  };
  const late = setTimeout(() => end(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);

  const deliver = (text: string): void => {
    clearTimeout(late);
    resolve({ status, text });
  };
  let status = 0;
  let encoding = '';
  let bytes = 0;
  const parts: Buffer[] = [];
  pool.dispatch(
    { method: 'POST', path, headers, body },
    {
      onRequestStart(controller) {
        running = controller;
        if (ended) controller.abort(ended);
      },
      onResponseStart(_, statusCode, given) {
        status = statusCode;
        encoding = String(given['content-encoding'] ?? '').toLowerCase();
      },
      onResponseData(_, part) {
        bytes += part.length;
        if (bytes > largestBytes) end(new Error(`the answer is larger than ${largestBytes} bytes`));
        else parts.push(part);
      },
      onResponseEnd() {
        if (ended) return;
        const whole = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, bytes);
        if (encoding === '' || encoding === 'identity') deliver(whole.toString('utf8'));
        else unpacked(whole, encoding, largestBytes).then(deliver, end);
      },
      onResponseError: (_, error) => end(error),
    },
  );
  return { reply: promise, abort: end };
}

/** Off this thread where it was packed, and never to more than the cap: a small answer can unpack to gigabytes. */
async function unpacked(body: Buffer, encoding: string, maxOutputLength: number): Promise<string> {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return (await unzip(body, { maxOutputLength })).toString('utf8');
    case 'br':
      return (await unbrotli(body, { maxOutputLength })).toString('utf8');
    default:
      throw new Error('the answer is packed in a way that was not offered');
  }
}

const unzip = promisify(gunzip);
const unbrotli = promisify(brotliDecompress);
