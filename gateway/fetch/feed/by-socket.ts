import { type Client, createClient, type SubscribePayload } from 'graphql-ws';
import { type RawData, WebSocket } from 'ws';
import type { Listener, ListenerOptions, Subscription } from './listener.ts';

/**
 * Listens to a department by WebSocket, subprotocol graphql-transport-ws. Each subscription has a socket of its own: who
 * asks is told when a socket opens, once for all that it carries.
 */
export function listenBySocket(url: URL, options: ListenerOptions): Listener {
  const clients = new Set<Client>();
  return {
    listen(subscription, hearing) {
      let bytes = 0;
      const client = clientFor(url, subscription, { ...options, measured: (length) => (bytes = length) });
      clients.add(client);
      const over = () => {
        clients.delete(client);
        void client.dispose();
      };
      const unsubscribe = client.subscribe(JSON.parse(subscription.body) as SubscribePayload, {
        next: (value) => hearing.event(value, bytes),
        error(cause) {
          if (Array.isArray(cause)) {
            hearing.event({ errors: cause }, bytes);
            hearing.complete();
          } else hearing.broken(errorOf(cause));
          over();
        },
        complete() {
          hearing.complete();
          over();
        },
      });
      return {
        stop() {
          unsubscribe();
          over();
        },
      };
    },
    async close() {
      for (const client of clients) await client.dispose();
    },
  };
}

type ClientOptions = ListenerOptions & { readonly measured: (bytes: number) => void };

function clientFor(url: URL, { vouched, trace }: Subscription, options: ClientOptions): Client {
  const { openMs, largestEventBytes, measured } = options;
  const identity = { ...vouched, 'x-request-id': trace };
  let pongWait: NodeJS.Timeout | undefined;
  let opened: WebSocket | undefined;
  const webSocketImpl = class extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, {
        headers: identity,
        maxPayload: largestEventBytes,
        handshakeTimeout: openMs,
        perMessageDeflate: false,
      });
      // Registered before the client's own listener, which parses the message and forgets its size.
      this.on('message', (data: RawData) => measured((data as Buffer).length));
    }
  };
  return createClient({
    url: url.href,
    webSocketImpl,
    connectionParams: identity,
    connectionAckWaitTimeout: openMs,
    // To connect anew is the business of whoever asked: only they know what they missed.
    retryAttempts: 0,
    shouldRetry: () => false,
    keepAlive: pingMs,
    on: {
      opened(socket) {
        opened = socket as WebSocket;
      },
      ping(received) {
        if (!received) pongWait = setTimeout(() => opened?.terminate(), pongMs);
      },
      pong(received) {
        if (received) clearTimeout(pongWait);
      },
      closed: () => clearTimeout(pongWait),
    },
  });
}

const pingMs = 15_000;
const pongMs = 10_000;

/** A close event says why by its code; its words are the department's own. */
function errorOf(cause: unknown): Error {
  if (cause instanceof Error) return cause;
  const { code } = (cause ?? {}) as { code?: unknown };
  return new Error(`the socket closed with ${String(code)}`);
}
