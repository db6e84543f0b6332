import type { Asked, Verdict } from './asked.ts';
import { keepCounters } from './counters.ts';
import { keepSeen } from './seen.ts';

/** Counts in the memory of this process. */
export type Local = {
  /** Whether what is asked could be taken now; counts nothing. */
  check(asked: Asked): Verdict;
  /** Counts what is asked, allowed or not. */
  add(asked: Asked): void;
  take(asked: Asked): Verdict;
};

/** Opens empty counts over a clock in milliseconds that never goes back; what they may keep is bounded. */
export function openLocal(
  now: () => number,
  { mostCounters = 50_000, mostSubjects = 200_000 }: { mostCounters?: number; mostSubjects?: number } = {},
): Local {
  const counters = keepCounters(mostCounters);
  const seen = keepSeen(mostSubjects);
  const check = ({ allowances, subjects }: Asked): Verdict => {
    const time = now();
    const longest = [
      ...allowances.map((by) => ({ by, retryMs: counters.untilFree(by, time) })),
      ...(subjects ? [{ by: subjects, retryMs: seen.untilFree(subjects, time) }] : []),
    ].reduce((one, other) => (other.retryMs > one.retryMs ? other : one), free);
    if (longest.by === null) return { kind: 'taken' };
    const { by, retryMs } = longest;
    return { kind: 'refused', by, retryMs: retryMs === Infinity ? null : retryMs };
  };
  const add = ({ allowances, subjects }: Asked): void => {
    const time = now();
    for (const allowance of allowances) counters.use(allowance, time);
    if (subjects) seen.see(subjects, time);
  };
  return {
    check,
    add,
    take(asked) {
      const verdict = check(asked);
      if (verdict.kind === 'taken') add(asked);
      return verdict;
    },
  };
}

type Longest = {
  readonly by: Extract<Verdict, { kind: 'refused' }>['by'] | null;
  readonly retryMs: number;
};

const free: Longest = { by: null, retryMs: 0 };
