import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Refusal } from './errors.ts';
import type { Log } from './log.ts';
import { type Answer, type Requests, refused } from './request.ts';
import { newTrace } from './trace.ts';

/** Pages and development routes besides GraphQL: by path, or null for what they don't know. */
export type Route = (request: {
  readonly method: string;
  readonly path: string;
  readonly body: () => Promise<unknown>;
}) => Promise<RouteAnswer | null>;
export type RouteAnswer = {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly maxAgeSeconds?: number;
};

export type HttpParts = {
  readonly requests: Requests;
  readonly routes: readonly Route[];
  /** What /health/ready says while the gateway serves. */
  readonly readiness: () => Readonly<Record<string, unknown>>;
  readonly maxBodyBytes: number;
  readonly log: Log;
};

export type Http = {
  readonly server: Server;
  /** Refuses new work, lets what is under way finish for `graceMs`, then closes what is left. */
  drain(graceMs: number): Promise<void>;
};

/** The HTTP side: bytes to requests and answers to bytes, health, pages. Not yet listening. */
export function createHttp(parts: HttpParts): Http {
  let draining = false;
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const trace = newTrace();
    outgoing.setHeader('x-request-id', trace);
    const state = { trace, draining, signal: abortedWith(outgoing) };
    const answer = await respond(incoming, state, parts).catch((error: unknown) =>
      refused(error, { trace, log: parts.log }),
    );
    // A connection with a body left unread, or one that outlives the gateway, serves no further request.
    if (draining || !incoming.complete) outgoing.setHeader('connection', 'close');
    send(outgoing, answer);
  };
  const server = createServer(serverOptions, (incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  return {
    server,
    async drain(graceMs) {
      draining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(late);
    },
  };
}

const serverOptions = {
  keepAliveTimeout: 65_000,
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  // Node would keep the first of two Authorization headers in silence; joined, they are refused as no token.
  joinDuplicateHeaders: true,
};

/** Aborts when the client goes away before its answer is written. */
function abortedWith(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  return gone.signal;
}

type State = { readonly trace: string; readonly draining: boolean; readonly signal: AbortSignal };
type Sendable = Omit<Answer, 'body'> & { readonly body: string | Buffer };

async function respond(incoming: IncomingMessage, state: State, parts: HttpParts): Promise<Sendable> {
  const { method = 'GET', url = '/' } = incoming;
  const { pathname, search } = locate(url);
  if (pathname === '/health/live') return json(200, { status: 'live' });
  if (pathname === '/health/ready')
    return state.draining
      ? json(503, { status: 'draining' })
      : json(200, { status: 'ready', ...parts.readiness() });
  if (pathname === '/graphql') return graphql(incoming, { method, search, ...state }, parts);
  const body = () => readJson(incoming, parts.maxBodyBytes);
  for (const route of parts.routes) {
    const answer = await route({ method, path: pathname, body });
    if (answer) return routed(answer);
  }
  throw new Refusal('NOT_FOUND', 'There is nothing at this path; queries go to /graphql.');
}

async function graphql(
  incoming: IncomingMessage,
  { method, search, trace, signal }: State & { readonly method: string; readonly search: string },
  { requests, maxBodyBytes }: HttpParts,
): Promise<Sendable> {
  const body = method === 'POST' ? await readJson(incoming, maxBodyBytes) : '';
  return requests.answer({ method, search, headers: headersOf(incoming), body, trace, signal });
}

async function readJson(incoming: IncomingMessage, maxBytes: number): Promise<unknown> {
  const type = incoming.headers['content-type'] ?? '';
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBytes)
      throw new Refusal(
        'REQUEST_TOO_LARGE',
        `The request body is larger than ${maxBytes} bytes; ask for less at once.`,
      );
    parts.push(part);
  }
  // Anything else is Apollo Server's to refuse: it knows which types a cross-site form can't send.
  if (!/^application\/json\b/i.test(type)) return bytes === 0 ? '' : Buffer.concat(parts).toString('utf8');
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new Refusal(
      'BAD_REQUEST',
      'The request body is not valid JSON; send {"query": "…", "variables": {…}}.',
    );
  }
}

function headersOf({ headers }: IncomingMessage): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
    ),
  );
}

function locate(url: string): { pathname: string; search: string } {
  const question = url.indexOf('?');
  return question < 0
    ? { pathname: url, search: '' }
    : { pathname: url.slice(0, question), search: url.slice(question) };
}

function json(status: number, body: unknown): Sendable {
  return {
    status,
    headers: new Map([
      ['content-type', 'application/json; charset=utf-8'],
      ['cache-control', 'no-store'],
    ]),
    body: JSON.stringify(body),
  };
}

function routed({ status, type, body, maxAgeSeconds }: RouteAnswer): Sendable {
  const caching = maxAgeSeconds ? `public, max-age=${maxAgeSeconds}, immutable` : 'no-store';
  return {
    status,
    headers: new Map([
      ['content-type', type],
      ['cache-control', caching],
      ['x-content-type-options', 'nosniff'],
    ]),
    body,
  };
}

function send(outgoing: ServerResponse, { status, headers, body }: Sendable): void {
  if (outgoing.destroyed) return;
  for (const [name, value] of headers) outgoing.setHeader(name, value);
  outgoing.setHeader('content-length', Buffer.byteLength(body));
  outgoing.writeHead(status);
  outgoing.end(outgoing.req.method === 'HEAD' ? undefined : body);
}
