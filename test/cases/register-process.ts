import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Gateway } from './people.ts';

const root = join(import.meta.dirname, '../..');

/** The case register as it runs: a process of its own, seeded, on a port that stays the same. */
export type RegisterProcess = {
  readonly url: string;
  start(): Promise<void>;
  /** Ends it without asking, as a crash does. */
  kill(): Promise<void>;
  /** Asks it to end; gives its exit code. */
  end(): Promise<number | null>;
};

/** Prepares a register with a store in the gateway's folder; it runs once it is started. */
export async function registerProcess({ folder, publicKeyFile }: Gateway): Promise<RegisterProcess> {
  const store = join(folder, 'cases.sqlite');
  const env = { ...process.env, TONGCHA_CALLER_PUBLIC_KEY: publicKeyFile };
  const run = (script: string, args: readonly string[]) =>
    spawn(process.execPath, [join(root, 'subgraphs/cases', script), '--store', store, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  const port = await freePort();
  let running: ChildProcess | undefined;
  const ended = async (signal: NodeJS.Signals): Promise<number | null> => {
    const child = running;
    if (!child || child.exitCode !== null || child.signalCode !== null) return null;
    const exit = once(child, 'exit');
    child.kill(signal);
    return ((await exit) as [number | null])[0];
  };
  await once(run('seed.ts', ['--if-missing']), 'exit');
  return {
    url: `http://127.0.0.1:${port}`,
    async start() {
      const child = run('main.ts', ['--port', String(port)]);
      running = child;
      const listening = new Promise<void>((resolve, reject) => {
        child.stdout.on('data', (text: Buffer) => text.includes('listening') && resolve());
        child.once('exit', () => reject(new Error('the case register did not start')));
      });
      await listening;
    },
    kill: async () => void (await ended('SIGKILL')),
    end: () => ended('SIGTERM'),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
