import cluster, { type Worker } from 'node:cluster';
import type { Log } from './log.ts';

export type WorkersOptions = {
  readonly drainMs: number;
  readonly log: Log;
};

/** This process's number among the workers, new with each; null for the one that keeps them. */
export function workerNumber(): number | null {
  return cluster.worker?.id ?? null;
}

/**
 * Keeps `count` copies of this process serving one port, until SIGINT or SIGTERM drains them all; gives the exit code.
 * One that dies is replaced at once, and with growing pauses while its successors die young too. The first starts alone,
 * so that what keeps a gateway from starting is told once and ends the whole.
 */
export async function keepWorkers(count: number, { drainMs, log }: WorkersOptions): Promise<number> {
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  const alive = new Set<Worker>();
  const serving = new Set<Worker>();
  let everServed = false;
  let youngDeaths = 0;
  let exitCode: number | null = null;

  const start = (): void => {
    if (exitCode !== null) return;
    const worker = cluster.fork();
    const born = performance.now();
    alive.add(worker);
    worker.once('listening', () => {
      serving.add(worker);
      if (!everServed) for (let more = 1; more < count; more += 1) start();
      everServed = true;
    });
    worker.once('exit', (code: number | null, signal: string | null) => {
      alive.delete(worker);
      serving.delete(worker);
      if (exitCode === null) {
        youngDeaths = performance.now() - born < youngMs ? youngDeaths + 1 : 0;
        log.error('worker ended', { worker: worker.id, reason: signal ?? `EXIT_${code}` });
        replace(code ?? 1);
      } else if (alive.size === 0) end(exitCode);
    });
  };

  const replace = (code: number): void => {
    const hopeless = serving.size === 0 && (!everServed || youngDeaths >= mostYoungDeaths);
    if (!hopeless) {
      setTimeout(start, pauseAfter(youngDeaths));
      return;
    }
    process.stderr.write(
      everServed
        ? `The gateway can't go on: ${youngDeaths} workers in a row ended soon after their start.\n`
        : "The gateway can't start: its first worker ended before it served.\n",
    );
    stop(code || 1);
  };

  const stop = (code: number): void => {
    if (exitCode !== null) return;
    exitCode = code;
    if (alive.size === 0) end(code);
    for (const worker of alive) worker.process.kill('SIGTERM');
    const late = () => {
      exitCode = 1;
      for (const worker of alive) {
        log.error('worker did not end', { worker: worker.id });
        worker.process.kill('SIGKILL');
      }
    };
    setTimeout(late, drainMs + closingMs).unref();
  };

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(0));
  start();
  return ended;
}

/** The same log with a worker's number on each line. */
export function numbered(log: Log, worker: number): Log {
  return {
    info: (event, line) => log.info(event, { ...line, worker }),
    warn: (event, line) => log.warn(event, { ...line, worker }),
    error: (event, line) => log.error(event, { ...line, worker }),
  };
}

/** The first who dies young may have met bad luck; the next ones wait 0.5 s, 1 s, 2 s … up to half a minute. */
function pauseAfter(youngDeaths: number): number {
  return youngDeaths <= 1 ? 0 : Math.min(30_000, 125 * 2 ** youngDeaths);
}

const youngMs = 10_000;
const mostYoungDeaths = 5;
/** What a worker needs besides, to close what it has drained. */
const closingMs = 1_500;
