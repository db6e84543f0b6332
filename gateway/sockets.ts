import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { GraphQLSchema } from 'graphql';
import { type Context, handleProtocols, makeServer } from 'graphql-ws';
import { WebSocket, WebSocketServer } from 'ws';
import { renderedText } from './answer/rendered.ts';
import { Fault, graphqlError, publicErrors, Refusal } from './errors.ts';
import { onExpiry } from './expiry.ts';
import type { Identity } from './identity/identify.ts';
import { purposeWith } from './identity/purpose.ts';
import { described, type Log } from './log.ts';
import type { Stream, StreamedAnswer, Streams } from './streams.ts';
import { newTrace } from './trace.ts';
import { extensionsOf } from './wire.ts';

// GraphQL over WebSocket, subprotocol graphql-transport-ws. A page of any site may open a socket here, and no browser keeps
// it from reading what comes. That is no danger to a caller who is known by a bearer token: no browser adds one by itself,
// as it does a cookie. Where callers need no token, sockets of other sites' pages are closed.

export type Sockets = {
  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Lets operations finish for `graceMs`, then closes every socket as going away. */
  drain(graceMs: number): Promise<void>;
};

export type SocketLimits = {
  readonly maxMessageBytes: number;
  /** Operations of one socket under way at a time. */
  readonly maxOperations: number;
  /** What a client has to say who it is. */
  readonly initMs: number;
  /** How often a client is asked whether it is still there; one that has not answered by the next time is not. */
  readonly pingMs: number;
};

export type SocketParts = {
  readonly streams: Streams;
  readonly schema: GraphQLSchema;
  readonly log: Log;
  readonly limits: Partial<SocketLimits> & Pick<SocketLimits, 'maxMessageBytes'>;
};

/** The WebSocket side: from sockets to operations, and from answers to messages. */
export function createSockets({ streams, schema, log, limits: own }: SocketParts): Sockets {
  const limits: SocketLimits = { maxOperations: 50, initMs: 10_000, pingMs: 12_000, ...own };
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: limits.maxMessageBytes,
    // A small compressed message can unpack to a large one.
    perMessageDeflate: false,
    handleProtocols,
  });
  const protocol = protocolOf({ streams, schema, log, limits });
  const open = new Set<Connection>();
  return {
    upgrade(incoming, socket, head) {
      server.handleUpgrade(incoming, socket, head, (webSocket) => {
        const connection = connect(webSocket, incoming);
        open.add(connection);
        serve(connection, protocol, { log, pingMs: limits.pingMs });
        webSocket.once('close', () => open.delete(connection));
      });
    },
    async drain(graceMs) {
      await Promise.all([...open].map((connection) => end(connection, 1001, 'Going away', graceMs)));
    },
  };
}

/** One client's socket. */
type Connection = {
  readonly socket: WebSocket;
  readonly headers: IncomingMessage['headers'];
  /** Messages being handled: an operation's until its last answer. */
  readonly handled: Set<Promise<void>>;
  identity: Identity | null;
  forgetExpiry: () => void;
};

function connect(socket: WebSocket, { headers }: IncomingMessage): Connection {
  return { socket, headers, handled: new Set(), identity: null, forgetExpiry: () => undefined };
}

type Protocol = ReturnType<typeof makeServer<Record<string, unknown>, Connection>>;
type Known = Context<Record<string, unknown>, Connection>;

function protocolOf({
  streams,
  schema,
  log,
  limits,
}: SocketParts & { readonly limits: SocketLimits }): Protocol {
  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: limits.initMs,
    async onConnect({ extra: connection, connectionParams }) {
      try {
        const header = headerOf(connectionParams, connection);
        connection.identity = await streams.identify(header, [connectionParams]);
        if (isOtherSitesPage(connection)) return false;
      } catch (error) {
        closeFor(error, connection, log);
        return false;
      }
      connection.forgetExpiry = onExpiry(connection.identity.caller, () => {
        void end(connection, 4403, 'Forbidden', lastWordsMs);
      });
      return true;
    },
    onSubscribe({ extra, subscriptions }: Known, _id, payload) {
      if (Object.keys(subscriptions).length > limits.maxOperations)
        return [graphqlError(tooManyOperations(limits))];
      const gone = new AbortController();
      const stream = begun(payload, extra, { streams, signal: gone.signal, log });
      if (stream.kind === 'refused') return stream.errors;
      const { document, operation } = stream;
      return {
        schema,
        document,
        operationName: operation.name?.value,
        contextValue: leavable(stream.answers(), gone),
        rootValue: null,
      };
    },
    execute: answersOf,
    subscribe: answersOf,
    // The library writes messages itself, from values.
    onNext: (_context, _id, _payload, _args, answer: unknown) =>
      JSON.parse(renderedText(answer as StreamedAnswer)) as FormattedResult,
    onError: (_context, _id, _payload, errors) => publicErrors(errors),
  });
}

function answersOf({ contextValue }: { contextValue?: unknown }): AsyncIterableIterator<never> {
  return contextValue as AsyncIterableIterator<never>;
}

type FormattedResult = { data?: Record<string, unknown> };

/** A header from the client's first message, as browsers can't set any, or else from the request that opened the socket. */
function headerOf(params: Readonly<Record<string, unknown>> = {}, { headers }: Connection) {
  const given = new Map(Object.entries(params).map(([name, value]) => [name.toLowerCase(), value]));
  return (name: string): string | undefined => {
    const value = given.get(name) ?? headers[name];
    return typeof value === 'string' ? value : undefined;
  };
}

/** A verified token has an end; a caller without one was asked for none. */
function isOtherSitesPage({ headers, identity }: Connection): boolean {
  const { origin, host } = headers;
  if (origin === undefined || identity?.caller.goodUntil !== undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

function closeFor(error: unknown, { socket }: Connection, log: Log): void {
  if (error instanceof Refusal)
    socket.close(error.status === 401 ? 4403 : 4400, error.status === 401 ? 'Forbidden' : error.message);
  else {
    log.error('request failed', described(error instanceof Fault ? error.cause : error));
    socket.close(1013, 'Try again later');
  }
}

type Beginning = { readonly streams: Streams; readonly signal: AbortSignal; readonly log: Log };

function begun(payload: unknown, { identity }: Connection, { streams, signal, log }: Beginning): Stream {
  const trace = newTrace();
  try {
    if (!identity) throw new Error('an operation before its caller is known');
    const wire = { method: 'POST', search: '', body: payload };
    // An operation may say its own purpose where the socket has none; it is that operation's alone.
    const purpose = purposeWith(identity.purpose, extensionsOf(wire)[0]);
    return streams.begin({ wire, identity: { ...identity, purpose }, trace, wantsSources: false, signal });
  } catch (error) {
    if (!(error instanceof Refusal)) log.error('operation failed', { trace, ...described(error) });
    const problem = error instanceof Refusal ? error : new Fault('INTERNAL_SERVER_ERROR', { cause: error });
    return { kind: 'refused', errors: [graphqlError(problem)] };
  }
}

/** A generator waits for its next value before it returns; this one gives that up. */
function leavable<T>(answers: AsyncGenerator<T>, gone: AbortController): AsyncIterableIterator<T> {
  return {
    next: () => answers.next(),
    return(value: unknown) {
      gone.abort();
      return answers.return(value);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function serve(
  connection: Connection,
  protocol: Protocol,
  { log, pingMs }: { readonly log: Log; readonly pingMs: number },
): void {
  const { socket, handled } = connection;
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => sendText(socket, text),
      close: (code, reason) => socket.close(code, reason),
      onMessage(handle) {
        socket.on('message', (message) => {
          // In the form that `ws` gives unless it is told otherwise.
          const text = (message as Buffer).toString('utf8');
          const handling = handle(text).catch((error: unknown) => {
            log.error('socket failed', described(error));
            socket.close(4500, 'Internal server error');
          });
          handled.add(handling);
          void handling.then(() => handled.delete(handling));
        });
      },
    },
    connection,
  );
  const stopPings = keepAsking(socket, pingMs);
  // A message that is too large, or no WebSocket: the socket closes itself and says why by its code.
  socket.on('error', () => undefined);
  socket.once('close', (code, reason) => {
    stopPings();
    connection.forgetExpiry();
    closed(code, String(reason)).catch((error: unknown) => log.error('socket failed', described(error)));
  });
}

/** Resolves once the text has left us, so that a slow client is sent its next answer no earlier. */
function sendText(socket: WebSocket, text: string): Promise<void> {
  if (socket.bufferedAmount > mostUnsentBytes) socket.terminate();
  return new Promise((resolve) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(text, () => resolve());
    else resolve();
  });
}

/** Reached only by who asks and asks and never reads: each operation has one message on its way at most. */
const mostUnsentBytes = 16_777_216;

function keepAsking(socket: WebSocket, pingMs: number): () => void {
  let isThere = true;
  socket.on('pong', () => (isThere = true));
  const timer = setInterval(() => {
    if (!isThere) socket.terminate();
    isThere = false;
    socket.ping();
  }, pingMs);
  return () => clearInterval(timer);
}

/** Closes a socket when its operations have had their last words, or could have. */
async function end(
  { socket, handled }: Connection,
  code: number,
  reason: string,
  waitMs: number,
): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return;
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, waitMs);
  await Promise.race([Promise.all(handled), late]);
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  socket.close(code, reason);
  const stuck = setTimeout(() => socket.terminate(), lastWordsMs);
  await closed;
  clearTimeout(stuck);
  clearTimeout(timer);
}

const lastWordsMs = 1_000;

function tooManyOperations({ maxOperations }: SocketLimits): Refusal {
  return new Refusal(
    'TOO_MANY_OPERATIONS',
    `This socket has ${maxOperations} operations under way, as many as it may: end one, or open another socket.`,
    { limit: maxOperations },
  );
}
