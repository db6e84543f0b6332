import { connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A way to a server that can be cut and mended, and held up: then nothing passes, and nobody is told. */
export type Way = {
  readonly url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
  holdUp(): void;
};

/** Opens a way to the server of a URL; it is gone after the test. */
export async function throughProxy(to: string): Promise<Way> {
  const server = new URL(to);
  const sockets = new Set<Socket>();
  let listener: Server;
  const listen = (port: number) =>
    new Promise<number>((resolve) => {
      listener = createServer((socket) => {
        const there = connect(Number(server.port), server.hostname);
        for (const each of [socket, there]) {
          sockets.add(each);
          each.on('error', () => undefined);
        }
        socket.pipe(there).pipe(socket);
      }).listen(port, '127.0.0.1', () => resolve((listener.address() as { port: number }).port));
    });
  const port = await listen(0);
  const cut = () =>
    new Promise<void>((resolve) => {
      listener.close(() => resolve());
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    });
  onTestFinished(cut);
  return {
    url: to.replace(`:${server.port}`, `:${port}`),
    cut,
    async mend() {
      await listen(port);
    },
    holdUp() {
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}
