import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { readBody, unreadable } from './body.ts';
import { createCompress } from './compress.ts';
import { Refusal } from './errors.ts';
import type { EventStream, Events } from './events.ts';
import type { Log } from './log.ts';
import { type Requests, refused } from './request.ts';
import { pack, type Sendable, send } from './send.ts';
import type { Sockets } from './sockets.ts';
import { newTrace } from './trace.ts';
import type { Headers } from './wire.ts';

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
  /** Only for what never changes under its path. */
  readonly maxAgeSeconds?: number;
};

export type HttpParts = {
  readonly requests: Requests;
  /** Answers by server-sent events, and by WebSocket, where they are served. */
  readonly events?: Events;
  readonly sockets?: Sockets;
  readonly routes: readonly Route[];
  /** What /health/ready says while the gateway serves. */
  readonly readiness: () => Readonly<Record<string, unknown>>;
  readonly maxBodyBytes: number;
  readonly limits?: Partial<HttpLimits>;
  readonly log: Log;
};

/** What one client may take of the gateway's time and sockets. */
export type HttpLimits = {
  /** What a request's headers have to arrive, from the first byte on. */
  readonly headersMs: number;
  /** What the whole of a request has to arrive, and then again to be answered. */
  readonly requestMs: number;
  /** How often the two are looked at: a slow client is cut by so much later at most. */
  readonly checkEveryMs: number;
  readonly idleMs: number;
  /** How long a refused body is still taken and dropped, so that its sender can hear the refusal. */
  readonly lingerMs: number;
  readonly maxConnections: number;
  /** A client that stays long is sent to connect anew, so that a new worker gets its share. */
  readonly maxRequestsPerConnection: number;
};

export type Http = {
  readonly server: Server;
  /** Refuses new work, lets what is under way finish for `graceMs`, then closes what is left. */
  drain(graceMs: number): Promise<void>;
};

/** The HTTP side: bytes to requests and answers to bytes, health, pages. Not yet listening. */
export function createHttp(parts: HttpParts): Http {
  const limits = { ...usualLimits, ...parts.limits };
  const compress = createCompress();
  let draining = false;
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const trace = newTrace();
    const deadline = performance.now() + limits.requestMs;
    const state = { trace, deadline, draining, signal: abortedWith(outgoing) };
    const answer = await respond(incoming, state, parts).catch((error: unknown) => {
      // Who leaves in the middle of a request is owed nothing, and it is nobody's fault.
      if (state.signal.aborted) return null;
      return refused(error, { trace, log: parts.log });
    });
    if (!answer) return;
    if ('answers' in answer) {
      await parts.events?.send(outgoing, answer, trace);
      return;
    }
    const packed = await pack(answer, incoming.headers['accept-encoding'], compress);
    await send(outgoing, packed, { trace, closing: draining, lingerMs: limits.lingerMs });
  };
  const server = createServer(nodeOptions(limits, parts), (incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.on('upgrade', (incoming, socket, head) => {
    if (draining) socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n');
    else parts.sockets?.upgrade(incoming, socket, head);
  });
  server.maxConnections = limits.maxConnections;
  server.maxRequestsPerSocket = limits.maxRequestsPerConnection;
  return {
    server,
    async drain(graceMs) {
      draining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), graceMs);
      parts.events?.drain();
      await parts.sockets?.drain(graceMs);
      await closed;
      clearTimeout(late);
    },
  };
}

const usualLimits: HttpLimits = {
  headersMs: 15_000,
  requestMs: 30_000,
  checkEveryMs: 2_000,
  idleMs: 65_000,
  lingerMs: 2_000,
  maxConnections: 10_000,
  maxRequestsPerConnection: 10_000,
};

function nodeOptions(limits: HttpLimits, { sockets }: HttpParts): ServerOptions {
  return {
    // Any other wish to change protocols is passed over, as HTTP has it, and the request is answered as it is.
    shouldUpgradeCallback: ({ headers, url = '' }) =>
      sockets !== undefined &&
      headers.upgrade?.toLowerCase() === 'websocket' &&
      locate(url).path === '/graphql',
    headersTimeout: Math.min(limits.headersMs, limits.requestMs),
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkEveryMs,
    keepAliveTimeout: limits.idleMs,
    maxHeaderSize: 16_384,
    // Node would keep the first of two Authorization headers in silence; joined, they are refused as no token.
    joinDuplicateHeaders: true,
  };
}

/** Aborts when the client goes away before its answer is written. */
function abortedWith(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  return gone.signal;
}

type State = {
  readonly trace: string;
  readonly deadline: number;
  readonly draining: boolean;
  readonly signal: AbortSignal;
};

async function respond(
  incoming: IncomingMessage,
  state: State,
  parts: HttpParts,
): Promise<Sendable | EventStream> {
  const { method = 'GET', url = '/' } = incoming;
  const { path, search } = locate(url);
  const allowed = methodsOf(path);
  if (allowed && !allowed.includes(method)) return notAllowed(allowed, { ...state, log: parts.log });
  const problem = unreadable(incoming.headers);
  if (problem) return unsupported(problem);
  if (path === '/health/live') return json(200, { status: 'live' });
  if (path === '/health/ready')
    return state.draining
      ? json(503, { status: 'draining' })
      : json(200, { status: 'ready', ...parts.readiness() });
  if (path === '/graphql') return graphql(incoming, { method, search, ...state }, parts);
  const body = () => readBody(incoming, parts.maxBodyBytes);
  for (const route of parts.routes) {
    const answer = await route({ method, path, body });
    if (answer) return routed(answer, path);
  }
  throw new Refusal('NOT_FOUND', 'There is nothing at this path; queries go to /graphql.');
}

async function graphql(
  incoming: IncomingMessage,
  { method, search, trace, deadline, signal }: State & { readonly method: string; readonly search: string },
  { requests, events, maxBodyBytes }: HttpParts,
): Promise<Sendable | EventStream> {
  const body = method === 'POST' ? await readBody(incoming, maxBodyBytes) : '';
  const request = { method, search, headers: headersOf(incoming), body, trace, deadline, signal };
  return (await events?.answer(request)) ?? requests.answer(request);
}

function headersOf({ headers }: IncomingMessage): Headers {
  return {
    get(name) {
      const value = headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

/** Path and query of a request's target; a target in absolute form, as for a proxy, counts by its path alone. */
function locate(url: string): { path: string; search: string } {
  const target = url.replace(/^https?:\/\/[^/?#]*/i, '');
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  return { path: path || '/', search: question < 0 ? '' : target.slice(question) };
}

/**
 * What may be done at our own paths. OPTIONS is not among them: no other site may ask, and a preflight that fails by its
 * status stays failed whatever headers something in front of us adds. HEAD would run a query for nothing.
 */
function methodsOf(path: string): readonly string[] | null {
  if (path === '/graphql') return ['GET', 'POST'];
  return path.startsWith('/health/') ? ['GET', 'HEAD'] : null;
}

function notAllowed(allowed: readonly string[], state: { trace: string; log: Log }): Sendable {
  const words = allowed.join(' and ');
  const answer = refused(new Refusal('METHOD_NOT_ALLOWED', `This path takes ${words}.`), state);
  return { ...answer, headers: new Map([...answer.headers, ['allow', allowed.join(', ')]]) };
}

function unsupported(message: string): Sendable {
  const answer = json(415, { errors: [{ message, extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] });
  return { ...answer, headers: new Map([...answer.headers, ['accept-encoding', 'identity']]) };
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

function routed({ status, type, body, maxAgeSeconds }: RouteAnswer, path: string): Sendable {
  const caching = maxAgeSeconds ? `public, max-age=${maxAgeSeconds}, immutable` : 'no-store';
  return {
    status,
    headers: new Map([
      ['content-type', type],
      ['cache-control', caching],
    ]),
    body,
    ...(maxAgeSeconds && { keepAs: path }),
  };
}
