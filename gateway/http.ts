import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createCompress } from './compress.ts';
import { locate, type PathParts, respond } from './paths.ts';
import { refused } from './request.ts';
import { pack, send } from './send.ts';
import type { Sockets } from './sockets.ts';
import { newTrace } from './trace.ts';

export type HttpParts = PathParts & {
  /** Answers by WebSocket, where they are served. */
  readonly sockets?: Sockets;
  readonly limits?: Partial<HttpLimits>;
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
