import { type ChildProcess, fork, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** How to start a server on a port. */
export type Launch = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A server of ours under way. */
export type Running = { readonly pid: number; readonly port: number; stop(): Promise<void> };

const alive = new Set<ChildProcess>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    for (const child of alive) child.kill('SIGKILL');
    process.exit(1);
  });

/** Starts a server and waits until it answers GraphQL; throws an Error with the end of its log if it doesn't in a minute. */
export async function startServer(launch: Launch, port: number, logFile: string): Promise<Running> {
  const log = openSync(logFile, 'w');
  const child = spawn(launch.command, [...launch.args], {
    env: { ...process.env, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1', ...launch.env },
    cwd: launch.cwd,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  keepTrack(child);
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  const stop = () => stopProcess(child);
  try {
    await Promise.race([failed, answering(child, port, launch.headers ?? {})]);
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}\n${readFileSync(logFile, 'utf8').slice(-1_500)}`, {
      cause: error,
    });
  }
  return { pid: child.pid as number, port, stop };
}

/** Forks a script of the bench's own that sends its port when it listens. */
export async function forkServer(script: string, args: readonly string[]): Promise<Running> {
  const child = fork(script, args, { env: { ...process.env, NODE_ENV: 'production' } });
  keepTrack(child);
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
  });
  return { pid: child.pid as number, port, stop: () => stopProcess(child) };
}

/** A port of this machine that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function answering(child: ChildProcess, port: number, headers: Readonly<Record<string, string>>) {
  let last = '';
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('ended before it answered');
    const [ok, said] = await asked(port, headers);
    if (ok) return;
    last = said;
    await wait(200);
  }
  throw new Error(`did not answer within a minute; it last said: ${last}`);
}

async function asked(
  port: number,
  headers: Readonly<Record<string, string>>,
): Promise<readonly [ok: boolean, said: string]> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    return [response.ok, `${response.status} ${(await response.text()).slice(0, 400)}`];
  } catch (error) {
    return [false, (error as Error).message];
  }
}

/** No server of ours outlives the bench, even when it is told to end. */
function keepTrack(child: ChildProcess): void {
  alive.add(child);
  child.once('exit', () => alive.delete(child));
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(late);
}
