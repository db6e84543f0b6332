import { randomBytes } from 'node:crypto';
import type { QuotaRules } from '#schema/policy/quotas.ts';
import type { Redis } from '../redis.ts';
import { day } from './allowance.ts';
import { type Asked, asking, type QuotaUse, slotsPerWindow, type Verdict } from './asked.ts';
import { exceeded } from './exceeded.ts';
import { openLocal } from './local.ts';
import { takeShared } from './shared.ts';

// What is allowed within an hour or a day is never exceeded in any such stretch of time, wherever it begins: uses are
// counted in slots of a sixtieth of it, and a slot counts until all of it is longer ago. So a use is held a sixtieth too long
// at most. Subjects are held to the millisecond.
//
// With Redis, all gateways count together. While it is away each counts by itself, beginning with what it let pass itself
// before; so each lets no more than the limit pass, and all of them together no more than the limit for each. What was counted
// alone is still held against a caller after Redis has come back, by the gateway that counted it.

/** How much callers may ask. */
export type Quotas = {
  /** Counts a use, or throws a Refusal `QUOTA_EXCEEDED` that says when to ask again; a refused use counts nowhere. */
  take(use: QuotaUse): Promise<void>;
  /** Holds from now on; what was used counts on. */
  use(rules: QuotaRules): void;
};

/** Where uses are counted. The key, the same in every gateway, makes the marks that stand for clerks and subjects. */
export type QuotaStore =
  | { readonly kind: 'memory' }
  | { readonly kind: 'redis'; readonly redis: Redis; readonly key: Uint8Array };

/** Opens quotas under some rules; the clock of the counts in memory is in milliseconds and never goes back. */
export function openQuotas(
  rules: QuotaRules,
  store: QuotaStore,
  now: () => number = () => performance.now(),
): Quotas {
  const key = store.kind === 'redis' ? store.key : randomBytes(32);
  let asked = asking(rules, key);
  const count = store.kind === 'redis' ? countingTogether(store.redis, now) : countingAlone(now);
  return {
    async take(use) {
      const verdict = await count(asked(use));
      if (verdict.kind === 'refused') throw exceeded(verdict);
    },
    use(next) {
      asked = asking(next, key);
    },
  };
}

type Count = (asked: Asked) => Verdict | Promise<Verdict>;

function countingAlone(now: () => number): Count {
  const local = openLocal(now);
  return (asked) => local.take(asked);
}

function countingTogether(redis: Redis, now: () => number): Count {
  const local = openLocal(now);
  let heldUntil = -Infinity;
  return async (asked) => {
    const held: Verdict = now() < heldUntil ? local.check(asked) : { kind: 'taken' };
    if (held.kind === 'refused') return held;
    const verdict = await takeShared(redis, asked);
    if (verdict.kind === 'unavailable') {
      heldUntil = now() + day.ms * (1 + 1 / slotsPerWindow);
      return local.take(asked);
    }
    if (verdict.kind === 'taken') local.add(asked);
    return verdict;
  };
}
