import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { renderedText } from './answer/rendered.ts';
import type { Persisted } from './document/persisted.ts';
import { publicErrors, Refusal } from './errors.ts';
import type { Log } from './log.ts';
import { type Answer, type Request, refused } from './request.ts';
import type { StreamedAnswer, Streams } from './streams.ts';
import { extensionsOf, type Headers, operationsOf, withDocuments } from './wire.ts';

// GraphQL over server-sent events, "distinct connections mode": each operation has a response of its own, with events
// `next` and one `complete`. What is wrong with the operation is told in a `next`, as the protocol has it; who may not
// ask at all, or sends no operation, gets a status and JSON before any stream begins.

/** Answers to be sent as events. */
export type EventStream = { readonly answers: AsyncIterable<StreamedAnswer> };

export type Events = {
  /** Null for a request that wants no events; an ordinary Answer where there can't be any. */
  answer(request: Request): Promise<EventStream | Answer | null>;
  /** Writes events as they come; a client that takes none for too long is cut. */
  send(outgoing: ServerResponse, stream: EventStream, trace: string): Promise<void>;
  drain(): void;
};

export type EventLimits = {
  /** How often a silent stream says that it is alive. */
  readonly heartbeatMs: number;
  /** How long a client may leave what was sent to it unread. */
  readonly stallMs: number;
};

/** The SSE side: from requests that accept events to streams of them. */
export function createEvents(
  streams: Streams,
  { persisted, log, ...own }: Partial<EventLimits> & { readonly persisted: Persisted; readonly log: Log },
): Events {
  const limits = { heartbeatMs: 15_000, stallMs: 30_000, ...own };
  return {
    async answer(request) {
      const wants = wanted(request.headers.get('accept') ?? '');
      if (wants === 'none' || (wants === 'either' && !maySubscribe(request, persisted))) return null;
      try {
        refuseCrossSite(request.headers);
        return await begin(request, wants, streams);
      } catch (error) {
        return refused(error, { trace: request.trace, log });
      }
    },
    send: (outgoing, stream, trace) => send(outgoing, stream, { trace, ...limits }),
    drain: () => streams.drain(),
  };
}

type Wanted = 'events' | 'either' | 'none';

/** What an Accept header leaves us: events alone, or JSON too, which then answers all but subscriptions. */
function wanted(accept: string): Wanted {
  if (!/text\/event-stream/i.test(accept)) return 'none';
  const types = accept
    .toLowerCase()
    .split(',')
    .filter((each) => !/;\s*q\s*=\s*0(\.0*)?\s*(;|$)/.test(each))
    .map((each) => each.split(';')[0]?.trim() ?? '');
  if (!types.includes('text/event-stream')) return 'none';
  const isJsonToo = types.some((type) => type.endsWith('json') || type === '*/*' || type === 'application/*');
  return isJsonToo ? 'either' : 'events';
}

/** Whether the word is anywhere in the text: what has it not is no subscription, and is parsed but once, elsewhere. */
function maySubscribe(request: Request, persisted: Persisted): boolean {
  return operationsOf(withDocuments(request, (id) => persisted.find(id))).some(({ query }) =>
    query?.includes('subscription'),
  );
}

async function begin(request: Request, wants: Wanted, streams: Streams): Promise<EventStream | null> {
  const { headers, trace, signal } = request;
  const identity = await streams.identify((name) => headers.get(name), extensionsOf(request));
  const wantsSources = headers.get('x-provenance') === 'include';
  const stream = streams.begin({ wire: request, identity, trace, wantsSources, signal });
  if (stream.kind === 'refused') return wants === 'either' ? null : { answers: only(stream.errors) };
  if (wants === 'either' && stream.operation.operation !== 'subscription') return null;
  return { answers: stream.answers() };
}

async function* only(errors: Parameters<typeof publicErrors>[0]): AsyncGenerator<StreamedAnswer> {
  yield { errors: publicErrors(errors) };
}

/** As Apollo Server does: a request that a page of another site could send without asking first is refused. */
function refuseCrossSite(headers: Headers): void {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  const isSimple = type === undefined || formTypes.has(type);
  if (!isSimple || preflighted.some((name) => headers.get(name))) return;
  throw new Refusal(
    'BAD_REQUEST',
    'A page of another site could send this: use POST with "content-type: application/json", or add the header "apollo-require-preflight".',
  );
}

const formTypes = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', '']);
const preflighted = ['apollo-require-preflight', 'x-apollo-operation-name'];

type Sending = EventLimits & { readonly trace: string };

async function send(
  outgoing: ServerResponse,
  { answers }: EventStream,
  { trace, heartbeatMs, stallMs }: Sending,
): Promise<void> {
  outgoing.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    // Whatever stands between may neither keep events nor hold them back to compress them.
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
    'x-request-id': trace,
    // Draining waits for connections: this one ends with its stream.
    connection: 'close',
  });
  outgoing.flushHeaders();
  const heartbeat = setInterval(() => {
    if (!outgoing.writableNeedDrain) outgoing.write(':\n\n');
  }, heartbeatMs);
  try {
    for await (const answer of answers) {
      const isTaken = outgoing.write(`event: next\ndata: ${renderedText(answer)}\n`);
      if (!isTaken && !outgoing.destroyed) await taken(outgoing, stallMs);
      if (outgoing.destroyed) return;
    }
    if (!outgoing.destroyed) outgoing.end('event: complete\ndata:\n\n');
  } finally {
    clearInterval(heartbeat);
  }
}

async function taken(outgoing: ServerResponse, stallMs: number): Promise<void> {
  const late = setTimeout(() => outgoing.destroy(), stallMs);
  const gone = new AbortController();
  await Promise.race([
    once(outgoing, 'drain', { signal: gone.signal }),
    once(outgoing, 'close', { signal: gone.signal }),
  ]).finally(() => {
    clearTimeout(late);
    gone.abort();
  });
}
