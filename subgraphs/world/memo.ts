const SLOTS = 4096;

/** Remembers the last few thousand values of a pure function of one index: slot = index mod 4,096, the newest wins. */
export function memo<T>(compute: (index: number) => T): (index: number) => T {
  const keys = new Int32Array(SLOTS).fill(-1);
  const values: T[] = [];
  return (index) => {
    const slot = index & (SLOTS - 1);
    if (keys[slot] === index) return values[slot] as T;
    const value = compute(index);
    keys[slot] = index;
    values[slot] = value;
    return value;
  };
}
