/**
 * Brings a typed or pasted identifier into the form that the checkers demand: trimmed, full-width ASCII made half-width, a–z made capitals.
 * It changes writing only, never content, so it may run before every check.
 */
export function normalize(value: string): string {
  return value
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCodePoint((wide.codePointAt(0) ?? 0) - 0xfee0))
    .replace(/[a-z]+/g, (letters) => letters.toUpperCase())
    .trim();
}
