import type { Matter } from '#schema/policy/policy.ts';
import type { Journal } from '../../journal/journal.ts';
import type { OwnAsking } from '../asking.ts';
import type { Unmaskings } from './unmaskings.ts';

/** What lifting masks needs. */
export type UnmaskingParts = {
  readonly journal: Pick<Journal, 'append'>;
  readonly unmaskings: Unmaskings;
  /** The keys under which subjects are known, the one in use first. */
  readonly subjectKeys: readonly string[];
  /** The matter at hand, in force and the caller's. */
  readonly matterOf: (asking: OwnAsking) => Matter | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Does one thing after the other, so that none is decided by what another is about to change. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
};

/** A queue of one: each work begins when the one before has ended, well or not. */
export function taker(): UnmaskingParts['inTurn'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
