import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import { type ExecutionResult, type GraphQLSchema, parse, subscribe } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';

type Args = Readonly<Record<string, unknown>>;

/** How a department of a test offers its subscriptions. */
export type FeedKind = 'events' | 'socket';

/** A department's side of its subscriptions. */
export type Feeding = {
  /** Subscriptions that it was asked for: who asked by headers, and on a socket by its first message. */
  readonly asked: {
    readonly operation: string;
    readonly variables: Args;
    readonly headers: IncomingHttpHeaders;
    readonly params?: Args;
  }[];
  /** Connections that are open for subscriptions. */
  open(): number;
  /** Says these bytes, or this message, to everybody who listens. */
  sayRaw(text: string): void;
  /** Drops every connection. */
  breakOff(): void;
};

type Asked = { readonly query: string; readonly variables: Args; readonly headers: IncomingHttpHeaders };

/** Subscriptions by server-sent events. */
export function feedByEvents(
  schema: GraphQLSchema,
  contextValue: unknown,
): Feeding & { answer(asked: Asked, outgoing: ServerResponse): Promise<void> } {
  const asked: Feeding['asked'] = [];
  const open = new Set<ServerResponse>();
  return {
    asked,
    open: () => open.size,
    sayRaw: (text) => open.forEach((outgoing) => outgoing.write(text)),
    breakOff: () => open.forEach((outgoing) => outgoing.destroy()),
    async answer({ query, variables, headers }, outgoing) {
      asked.push({ operation: query, variables, headers });
      const result = await subscribe({
        schema,
        document: parse(query),
        variableValues: variables,
        contextValue,
      });
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
      outgoing.write(':\n\n');
      open.add(outgoing);
      outgoing.once('close', () => {
        open.delete(outgoing);
        if (Symbol.asyncIterator in result) void result.return(undefined);
      });
      for await (const event of eventsOf(result)) {
        const text = JSON.stringify(event);
        if (!outgoing.write(`event: next\r\nid: 1\r\ndata: ${text}\r\n\r\n`)) await drained(outgoing);
      }
      outgoing.end('event: complete\ndata:\n\n');
    },
  };
}

async function* eventsOf(result: AsyncIterable<ExecutionResult> | ExecutionResult) {
  if (Symbol.asyncIterator in result) yield* result;
  else yield result;
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      outgoing.off('drain', go).off('close', go);
      resolve();
    };
    outgoing.on('drain', go).on('close', go);
  });
}

/** Subscriptions by WebSocket, on the department's own server. */
export function feedBySocket(schema: GraphQLSchema, context: unknown, server: Server): Feeding {
  const asked: Feeding['asked'] = [];
  const open = new Set<WebSocket>();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  useServer(
    {
      schema,
      context: () => context as object,
      onSubscribe({ extra, connectionParams = {} }, _id, { query, variables }) {
        const { headers } = extra.request;
        asked.push({ operation: query, variables: variables ?? {}, headers, params: connectionParams });
      },
    },
    sockets,
  );
  return {
    asked,
    open: () => open.size,
    sayRaw: (text) => open.forEach((socket) => socket.send(text)),
    breakOff: () => open.forEach((socket) => socket.terminate()),
  };
}
