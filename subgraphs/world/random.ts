// Draws are counter-based: the n-th number of a stream is a hash of (seed, label, index, n). No generator is shared,
// so asking for citizen 900,000 costs the same as citizen 0, and a new draw in one place moves nothing elsewhere.
// Only 32-bit integer arithmetic and exact divisions by 2^32: the same bits on every machine.

import type { Random } from './world.ts';

/** The stream of draws that belongs to one (seed, label, index). */
export function createRandom(seed: number, label: string, index: number): Random {
  let state = hash(seed, label, index);
  const step = scramble(state ^ 0x9e3779b9) | 1;
  const next = (): number => {
    state = (state + step) | 0;
    return scramble(state) / 4294967296;
  };
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: <T>(from: readonly T[]): T => {
      if (from.length === 0) throw new RangeError(`pick needs a choice, and "${label}" offers none`);
      return from[Math.floor(next() * from.length)] as T;
    },
  };
}

/** An unsigned 32-bit hash of (seed, label, index); for one seed and label it is a bijection of the 32-bit indices. */
export function hash(seed: number, label: string, index: number): number {
  const stream = scramble(fold(label) ^ scramble((seed >>> 0) ^ Math.floor(seed / 4294967296)));
  return scramble(stream ^ scramble(index | 0));
}

/** One of several values, the i-th with a chance of weights[i] in the sum of weights. */
export function pickWeighted<T>(random: Random, from: readonly T[], weights: readonly number[]): T {
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const found = from.findIndex((_, i) => {
    left -= weights[i] ?? 0;
    return left < 0;
  });
  return from[found < 0 ? from.length - 1 : found] as T;
}

/** FNV-1a over UTF-16 units. */
function fold(label: string): number {
  let folded = 0x811c9dc5;
  for (let i = 0; i < label.length; i += 1) folded = Math.imul(folded ^ label.charCodeAt(i), 0x01000193);
  return folded;
}

/** The finalizer of splitmix32 (two multiply-xorshift rounds), a bijection of 32 bits. */
function scramble(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
