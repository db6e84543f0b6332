import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real Redis of a test's own. */
export type RedisServer = {
  readonly port: number;
  readonly url: string;
  /** Says a command to it and gives what it replies, as text. */
  say(...command: string[]): string;
  /** Hangs it: connections stay open, nothing is answered. */
  freeze(): void;
  thaw(): void;
  /** Ends it at once; what it held is lost. */
  kill(): Promise<void>;
};

/** Starts a Redis on a free port of the loopback, or on a given one; it keeps nothing on disk. */
export async function startRedis(
  settings: Readonly<Record<string, string>> = {},
  given?: number,
): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-redis-'));
  const port = given ?? (await freePort());
  const fixed = { port: String(port), bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' };
  const server = start({ ...fixed, ...settings });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const password = settings['requirepass'];
  const say = (...command: string[]): string => sayTo(port, command, password);
  await until(() => say('ping') === 'PONG');
  return {
    port,
    url: `redis://${password ? `:${password}@` : ''}127.0.0.1:${port}`,
    say,
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    async kill() {
      server.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function start(settings: Readonly<Record<string, string>>): ChildProcess {
  const told = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  return spawn('redis-server', told, { stdio: 'ignore' });
}

function sayTo(port: number, command: readonly string[], password: string | undefined): string {
  try {
    return execFileSync('redis-cli', ['-p', String(port), ...command], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, ...(password && { REDISCLI_AUTH: password }) },
    }).trim();
  } catch {
    return '';
  }
}

/** Waits until something is so; an Error where it never is. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('what was waited for did not come');
}

/** A port that is free now, and so far below the end that a Cluster's second port is one, too. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
