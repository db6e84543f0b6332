import { type ChildProcess, fork } from 'node:child_process';
import type { Outcome, PlannerName } from './bench.ts';

/** What a process of benches is asked; it answers each in turn. */
export type ToBench =
  | { readonly kind: 'open'; readonly seed: number; readonly planner: PlannerName }
  | { readonly kind: 'ask'; readonly number: number }
  | { readonly kind: 'explain'; readonly number: number; readonly planner: PlannerName };

/** What came of all the operations so far. */
export type Tally = {
  worlds: number;
  refused: number;
  same: number;
  notPlanned: number;
  /** Operations whose planning did not come to an end. */
  hung: number;
  /** Operations whose planning ended the process. */
  crashed: number;
  /** Different from the truth, where a department was asked for what no correct plan asks of it. */
  misplanned: number;
};

/** Examines worlds with one planner. */
export type Examiner = {
  readonly tally: Readonly<Tally>;
  /** Asks the first operations of a seed's world; rejects with a counterexample at a difference that no plan explains. */
  examine(seed: number, operations: number): Promise<void>;
  close(): void;
};

export function openExaminer(planner: PlannerName): Examiner {
  const tally: Tally = { worlds: 0, refused: 0, same: 0, notPlanned: 0, hung: 0, crashed: 0, misplanned: 0 };
  let child: ChildProcess | null = null;
  const say = async <T>(message: ToBench, deadlineMs: number): Promise<T | 'crashed' | 'hung'> => {
    child ??= fork(new URL('./bench-process.ts', import.meta.url), { stdio: 'ignore' });
    const reply = await replyOf<T>(child, message, deadlineMs);
    if (reply === 'crashed' || reply === 'hung') {
      child.kill('SIGKILL');
      child = null;
    }
    return reply;
  };
  const open = (seed: number) => say<boolean>({ kind: 'open', seed, planner }, 60_000);
  return {
    tally,
    async examine(seed, operations) {
      const isOpen = await open(seed);
      tally.worlds += 1;
      if (typeof isOpen === 'string')
        throw new Error(`the departments of SEED ${seed} do not start: ${isOpen}`);
      if (!isOpen) {
        tally.refused += 1;
        return;
      }
      for (let number = 0; number < operations; number += 1) {
        const outcome = await say<Outcome>({ kind: 'ask', number }, 5_000);
        if (outcome === 'crashed' || outcome === 'hung') {
          tally[outcome] += 1;
          await open(seed);
        } else if (outcome.kind === 'same') tally.same += 1;
        else if (outcome.kind === 'not planned') tally.notPlanned += 1;
        else if (outcome.misplanned.length > 0) tally.misplanned += 1;
        else {
          const words = await say<string>({ kind: 'explain', number, planner }, 180_000);
          throw new Error(
            `world ${seed}, operation ${number}, planner ${planner}\nexpected ${outcome.expected}\ngot ${outcome.got}\n\n${words}`,
          );
        }
      }
    },
    close: () => void child?.kill('SIGKILL'),
  };
}

function replyOf<T>(
  child: ChildProcess,
  message: ToBench,
  deadlineMs: number,
): Promise<T | 'crashed' | 'hung'> {
  return new Promise((resolve) => {
    const settle = (reply: T | 'crashed' | 'hung') => {
      clearTimeout(timer);
      child.off('message', settle).off('exit', exited);
      resolve(reply);
    };
    const exited = () => settle('crashed');
    const timer = setTimeout(() => settle('hung'), deadlineMs);
    child.once('message', settle).once('exit', exited);
    child.send(message);
  });
}
