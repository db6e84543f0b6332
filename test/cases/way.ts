import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a question on its way: it arrives, nothing ever comes back, the line is cut, or somebody else answers. */
export type Trouble =
  | 'none'
  | 'silence'
  | 'cut'
  | { readonly status: number; readonly text: string }
  | { readonly lateMs: number }
  /** The line is cut for one case alone. */
  | { readonly onlyFor: string };

/** The way to a real register, with troubles of its own; counts the questions. */
export type Way = {
  readonly url: string;
  trouble: Trouble;
  /** The paths asked so far. */
  readonly asked: readonly string[];
  close(): Promise<void>;
};

export async function wayTo(register: string): Promise<Way> {
  const asked: string[] = [];
  const server = createServer((question, answer) => {
    const { url = '' } = question;
    asked.push(url);
    const trouble = troubleOf(way.trouble, url);
    if (trouble === 'none') pass(register, question, answer);
    else if (trouble === 'cut') question.socket.destroy();
    else if (trouble === 'silence') return;
    else if ('lateMs' in trouble) setTimeout(() => pass(register, question, answer), trouble.lateMs);
    else answer.writeHead(trouble.status).end(trouble.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const way: Way = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    trouble: 'none',
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return way;
}

function troubleOf(trouble: Trouble, path: string): Exclude<Trouble, { readonly onlyFor: string }> {
  if (typeof trouble === 'string' || !('onlyFor' in trouble)) return trouble;
  return path.endsWith(trouble.onlyFor) ? 'cut' : 'none';
}

function pass(register: string, question: IncomingMessage, answer: ServerResponse): void {
  const onward = request(register + question.url, { method: question.method, headers: question.headers });
  onward.on('response', (given) => {
    answer.writeHead(given.statusCode ?? 502, given.headers);
    given.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  question.pipe(onward);
}
