/** A stream of choices, the same for the same seed. */
export type Choose = {
  /** A whole number from 0 to less than `limit`. */
  below(limit: number): number;
  /** True so many times in a hundred. */
  chance(percent: number): boolean;
  oneOf<T>(list: readonly T[]): T;
  /** Some of a list, in its order; at least `least` of them. */
  some<T>(list: readonly T[], least: number): readonly T[];
};

/** The choices that follow from a seed: numbers and words, every one of which counts. */
export function choices(...seed: readonly (string | number)[]): Choose {
  let state = hash(seed.join('\u0000'));
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return {
    below,
    chance: (percent) => below(100) < percent,
    oneOf: (list) => list[below(list.length)] as never,
    some(list, least) {
      const left = list.map((_, index) => index);
      const count = Math.min(list.length, least + below(Math.max(1, list.length - least + 1)));
      const taken = Array.from({ length: count }, () => left.splice(below(left.length), 1)[0] as number);
      return taken.sort((one, other) => one - other).map((index) => list[index] as never);
    },
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value;
}
