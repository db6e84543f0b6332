/** The sum of two counts, no greater than `Number.MAX_SAFE_INTEGER`. */
export function add(one: number, other: number): number {
  return Math.min(one + other, Number.MAX_SAFE_INTEGER);
}

/** The product of two counts, no greater than `Number.MAX_SAFE_INTEGER`; nothing times anything is nothing. */
export function multiply(one: number, other: number): number {
  return one === 0 || other === 0 ? 0 : Math.min(one * other, Number.MAX_SAFE_INTEGER);
}
