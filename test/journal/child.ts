import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A child process that writes a log, and what it said until now. */
export type Child = {
  readonly process: ChildProcess;
  /** The hash of each entry that it was told is written, by number. */
  readonly acknowledged: ReadonlyMap<number, string>;
  /** Resolves once it says a line for the first time since this was asked. */
  said(line: string): Promise<void>;
  /** Resolves once so many entries more are written. */
  wrote(more: number): Promise<void>;
  /** Kills it as a power switch would. */
  kill(): Promise<void>;
};

/** Starts writing-child.ts. */
export function startChild(file: string, keys: string, width: number): Child {
  const script = fileURLToPath(new URL('./writing-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, file, keys, String(width)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const acknowledged = new Map<number, string>();
  const waiting = new Set<{ readonly isOver: (line: string) => boolean; readonly resolve: () => void }>();
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    const lines = (rest + more).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, index, hash] = /^(\d+) ([0-9a-f]{64})$/.exec(line) ?? [];
      if (index !== undefined && hash !== undefined) acknowledged.set(Number(index), hash);
      for (const each of waiting)
        if (each.isOver(line)) {
          waiting.delete(each);
          each.resolve();
        }
    }
  });
  const until = (isOver: (line: string) => boolean) =>
    new Promise<void>((resolve) => {
      waiting.add({ isOver, resolve });
    });
  return {
    process: child,
    acknowledged,
    said: (line) => until((each) => each === line),
    wrote: (more) => {
      const enough = acknowledged.size + more;
      return until(() => acknowledged.size >= enough);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
