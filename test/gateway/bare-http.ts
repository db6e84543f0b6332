import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { createHttp, type Http, type HttpParts } from '#gateway/http.ts';
import { createLog } from '#gateway/log.ts';
import type { Answer, Request } from '#gateway/request.ts';

/** The gateway's HTTP side alone, on a free port, before requests that are only written down. */
export type BareHttp = {
  readonly url: string;
  readonly http: Http;
  /** What came through to GraphQL, in order. */
  readonly asked: Request[];
  /** The server's ends of all connections so far. */
  readonly sockets: readonly Socket[];
  logged(): string;
  /** What is heard on a bare socket after sending these bytes, until the server or our patience ends it. */
  say(bytes: string | Buffer, patienceMs?: number): Promise<string>;
  /** A bare socket; what it has heard so far grows in `heard()`. */
  open(): Promise<{ readonly socket: Socket; readonly heard: () => string }>;
  close(): Promise<void>;
};

export type BareOptions = Partial<Pick<HttpParts, 'routes' | 'limits' | 'maxBodyBytes'>> & {
  readonly answer?: (request: Request) => Promise<Partial<Answer>>;
};

/** Starts it; by default each request is answered with the query it asked. */
export async function startBareHttp({
  answer = ({ body }) => Promise.resolve({ body: JSON.stringify({ data: body }) }),
  routes = [],
  limits = {},
  maxBodyBytes = 2_000,
}: BareOptions = {}): Promise<BareHttp> {
  const asked: Request[] = [];
  const sockets: Socket[] = [];
  let lines = '';
  const http = createHttp({
    requests: {
      async answer(request) {
        asked.push(request);
        const headers = new Map([['content-type', 'application/json; charset=utf-8']]);
        return { status: 200, headers, body: '', ...(await answer(request)) };
      },
      close: () => Promise.resolve(),
    },
    routes,
    readiness: () => ({}),
    maxBodyBytes,
    limits,
    log: createLog('info', { write: (line) => (lines += line) }),
  });
  http.server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => http.server.listen(0, '127.0.0.1', resolve));
  const { port } = http.server.address() as { port: number };
  const open = () =>
    new Promise<{ socket: Socket; heard: () => string }>((resolve) => {
      let heard = '';
      const socket = connect(port, '127.0.0.1', () => resolve({ socket, heard: () => heard }));
      socket
        .setEncoding('utf8')
        .on('data', (text: string) => (heard += text))
        .on('error', () => undefined);
    });
  return {
    url: `http://127.0.0.1:${port}`,
    http,
    asked,
    sockets,
    logged: () => lines,
    open,
    async say(bytes, patienceMs = 5_000) {
      const { socket, heard } = await open();
      const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
      socket.setTimeout(patienceMs, () => socket.destroy());
      socket.write(bytes);
      await closed;
      return heard();
    },
    close: () => http.drain(0),
  };
}

/** One request as its bytes; the connection is to end after it. */
export function requestOf(
  line: string,
  headers: Readonly<Record<string, string>> = {},
  body: string | Buffer = '',
): Buffer {
  const bytes = Buffer.from(body);
  const all = { host: 'x', connection: 'close', 'content-length': String(bytes.length), ...headers };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${line} HTTP/1.1\r\n${head.join('')}\r\n`), bytes]);
}

/** Waits until it is so. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 25_000; attempt += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error('it never came true');
}
