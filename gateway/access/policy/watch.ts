import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CheckedPolicy } from './checked.ts';

export type Watching = {
  readonly folder: string;
  /** The supergraph that a policy must fit. */
  readonly sdl: string;
  readonly onChange: (change: CheckedPolicy) => void;
  readonly everyMs?: number;
};

/**
 * Looks at a policy folder each second, and tells what became of it when its files changed. They are read and checked in a
 * thread of their own: a thousand matters take seconds.
 */
export function watchPolicy({ folder, sdl, onChange, everyMs = 1_000 }: Watching): {
  close(): Promise<void>;
} {
  let seen = stateOf(folder);
  let checking: Worker | null = null;
  const check = (): void => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: { folder, sdl } });
    checking = worker;
    const done = (change: CheckedPolicy): void => {
      if (checking !== worker) return;
      checking = null;
      onChange(change);
    };
    worker.once('message', done);
    worker.once('error', (error: Error) => done({ kind: 'problems', problems: [error.message] }));
  };
  const timer = setInterval(() => {
    const now = stateOf(folder);
    // A change in the middle of a check is found when that is done.
    if (now === seen || checking) return;
    seen = now;
    check();
  }, everyMs).unref();
  return {
    async close() {
      clearInterval(timer);
      const worker = checking;
      checking = null;
      await worker?.terminate();
    },
  };
}

/** Which files there are, how large and of when; two versions of a file differ in one of these. */
function stateOf(folder: string): string {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const { size, mtimeMs, ino } = statSync(join(entry.parentPath, entry.name));
        return `${entry.parentPath}/${entry.name} ${size} ${mtimeMs} ${ino}`;
      })
      .toSorted()
      .join('\n');
  } catch (error) {
    return (error as Error).message;
  }
}
