import { type Dispatcher, Pool } from 'undici';
import { readEvents } from './event-stream.ts';
import type { Hearing, Listener, ListenerOptions, Subscription } from './listener.ts';

// GraphQL over server-sent events, "distinct connections mode": one POST for each subscription, events `next` and
// `complete`.

/** Listens to a department by server-sent events, on a connection for each subscription. */
export function listenByEvents(url: URL, options: ListenerOptions): Listener {
  const pool = new Pool(url.origin, {
    // A stream keeps its connection: streams are counted where clients ask for them, and none may wait for another's end.
    connections: null,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: options.openMs },
  });
  return {
    listen(subscription, hearing) {
      const ended = new AbortController();
      hear({ pool, url, ended, ...options }, subscription, hearing)
        .then(
          () => hearing.complete(),
          (cause: unknown) => hearing.broken(cause),
        )
        .finally(() => ended.abort());
      return { stop: () => ended.abort() };
    },
    close: () => pool.destroy(),
  };
}

type Way = ListenerOptions & { readonly pool: Pool; readonly url: URL; readonly ended: AbortController };

/** Resolves once the department completes the subscription; rejects when the stream breaks or is stopped. */
async function hear(way: Way, { body, vouched, trace }: Subscription, hearing: Hearing): Promise<void> {
  const { pool, url, ended, openMs, largestEventBytes } = way;
  const late = setTimeout(() => ended.abort(new Error(`not open within ${openMs} ms`)), openMs);
  const response = await pool
    .request({
      method: 'POST',
      path: `${url.pathname}${url.search}`,
      headers: { ...fixedHeaders, ...vouched, 'x-request-id': trace },
      body,
      signal: ended.signal,
    })
    .finally(() => clearTimeout(late));
  const type = String(response.headers['content-type'] ?? '').toLowerCase();
  if (response.statusCode !== 200 || !type.startsWith('text/event-stream')) {
    hearAnswer(await whole(response, largestEventBytes), response.statusCode, hearing);
    return;
  }
  for await (const { name, data } of readEvents(response.body, largestEventBytes)) {
    if (name === 'complete') return;
    if (name === 'next' || name === 'message') hearText(data, hearing);
  }
  throw new Error('the stream ended without "complete"');
}

const fixedHeaders = {
  'content-type': 'application/json',
  accept: 'text/event-stream',
  'accept-encoding': 'identity',
};

/** A department that refuses a subscription may say so in a plain answer. */
function hearAnswer(text: string, status: number, hearing: Hearing): void {
  if (status >= 500 || status === 401 || status === 403 || status === 429) throw new Error(`HTTP ${status}`);
  hearText(text, hearing);
}

function hearText(text: string, hearing: Hearing): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    hearing.garbage();
    return;
  }
  hearing.event(value, Buffer.byteLength(text));
}

async function whole({ body }: Dispatcher.ResponseData, largestBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > largestBytes) throw new Error(`the answer is larger than ${largestBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
