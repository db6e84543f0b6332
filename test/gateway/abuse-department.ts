import { createServer, type Socket } from 'node:net';

/** One question as a wild department hears it. */
export type Heard = {
  readonly head: string;
  readonly query: string;
  readonly variables: { readonly representations?: readonly Readonly<Record<string, unknown>>[] };
};

/** What it does with the connection when it has heard a question. */
export type Way = (socket: Socket, heard: Heard) => void;

/** A department that writes its bytes by hand, so that it can do what no HTTP library would. */
export type WildDepartment = {
  readonly url: string;
  /** What it was asked, in order. */
  readonly heard: Heard[];
  /** Connections that are open now. */
  open(): number;
  /** Questions whose connection went away before they were answered. */
  abandoned(): number;
  behaves(way: Way): void;
  close(): Promise<void>;
};

/** Starts it on a free port; it answers each question by `way` until told otherwise. */
export async function startWildDepartment(way: Way): Promise<WildDepartment> {
  const heard: Heard[] = [];
  const sockets = new Set<Socket>();
  let abandoned = 0;
  let current = way;
  const server = createServer((socket) => {
    let pending: Buffer = Buffer.alloc(0);
    let written = 0;
    let asked = false;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (asked && socket.bytesWritten === written) abandoned += 1;
    });
    socket.on('data', (part: Buffer) => {
      pending = Buffer.concat([pending, part]);
      const question = questionIn(pending);
      if (!question) return;
      pending = Buffer.alloc(0);
      written = socket.bytesWritten;
      asked = true;
      heard.push(question);
      current(socket, question);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    heard,
    open: () => sockets.size,
    abandoned: () => abandoned,
    behaves: (next) => {
      current = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function questionIn(bytes: Buffer): Heard | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = bytes.subarray(0, end).toString('latin1');
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
  const body = bytes.subarray(end + 4);
  if (body.length < length) return null;
  const { query, variables = {} } = JSON.parse(body.toString('utf8')) as Partial<Heard> & { query: string };
  return { head, query, variables };
}

/** An HTTP answer as its bytes. */
export function httpAnswer(
  body: string | Buffer,
  headers: Readonly<Record<string, string | number>> = {},
  status = '200 OK',
): Buffer {
  const all = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`, 'latin1'),
    typeof body === 'string' ? Buffer.from(body) : body,
  ]);
}

/** The first lines of an HTTP answer as their bytes. */
export function head(lines: string): Buffer {
  return Buffer.from(`HTTP/1.1 ${lines}\r\n\r\n`, 'latin1');
}

/** Says the same bytes to every question. */
export function says(bytes: Buffer): Way {
  return (socket) => void socket.write(bytes);
}
