import type { Allowance } from './allowance.ts';
import { slotsPerWindow } from './asked.ts';

/** Uses of allowances, counted in the memory of this process. */
export type Counters = {
  /** In how many milliseconds one more use is allowed; 0 if it is now. */
  untilFree(allowance: Allowance, time: number): number;
  use(allowance: Allowance, time: number): void;
};

/** Keeps so many counters at most; past that the one longest unused is forgotten before its time. */
export function keepCounters(mostCounters: number): Counters {
  // In the order of their last use.
  const counters = new Map<string, Counter>();
  return {
    untilFree({ key, window, limit }, time) {
      const counter = counters.get(key);
      if (!counter) return 0;
      const width = window.ms / slotsPerWindow;
      leave(counter, Math.floor(time / width));
      let left = counter.sum;
      if (left < limit) return 0;
      for (const [index, slot] of counter.slots.entries()) {
        left -= counter.uses[index] ?? 0;
        if (left < limit) return (slot + slotsPerWindow + 1) * width - time;
      }
      return window.ms + width;
    },
    use({ key, window }, time) {
      const counter = counters.get(key) ?? { sum: 0, slots: [], uses: [], goodUntil: 0 };
      const width = window.ms / slotsPerWindow;
      count(counter, Math.floor(time / width));
      counter.goodUntil = time + window.ms + width;
      counters.delete(key);
      counters.set(key, counter);
      for (const [oldest, { goodUntil }] of counters) {
        if (goodUntil > time && counters.size <= mostCounters) break;
        counters.delete(oldest);
      }
    },
  };
}

/** Slots with uses, the oldest first, and how many each has: in two lists, as pairs would take three times the memory. */
type Counter = {
  sum: number;
  readonly slots: number[];
  readonly uses: number[];
  goodUntil: number;
};

function count(counter: Counter, slot: number): void {
  leave(counter, slot);
  const { slots, uses } = counter;
  if (slots.at(-1) !== slot) {
    slots.push(slot);
    uses.push(0);
  }
  uses.push((uses.pop() ?? 0) + 1);
  counter.sum += 1;
}

/** Forgets slots that the window has left. */
function leave(counter: Counter, slot: number): void {
  const { slots, uses } = counter;
  while ((slots[0] ?? slot) < slot - slotsPerWindow) {
    slots.shift();
    counter.sum -= uses.shift() ?? 0;
  }
}
