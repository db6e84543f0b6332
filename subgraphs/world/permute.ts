import { hash } from './random.ts';

const ROUNDS = 4;

/**
 * Where `index` lands in a shuffle of the numbers 0 … size − 1 (size at most 2^30), without holding the shuffle: a
 * Feistel network over the next even number of bits, walked until it lands inside. A bijection, so no two indices meet.
 */
export function permute(index: number, { seed, label, size }: Shuffle): number {
  if (index < 0 || index >= size) throw new RangeError(`permute: ${index} lies outside 0 … ${size - 1}`);
  const half = Math.ceil(Math.max(2, 32 - Math.clz32(size - 1)) / 2);
  const mask = (1 << half) - 1;
  let at = index;
  do {
    let left = at >>> half;
    let right = at & mask;
    for (let round = 0; round < ROUNDS; round += 1) {
      const mixed = left ^ (hash(seed, label, (round << 15) | right) & mask);
      left = right;
      right = mixed;
    }
    at = (left << half) | right;
  } while (at >= size);
  return at;
}

/** Names one shuffle of the numbers below `size`. */
export type Shuffle = { readonly seed: number; readonly label: string; readonly size: number };
