import { Refusal } from '../errors.ts';

/** Why somebody may not do what they ask: a code, and words in both languages that say what would change it. */
export type Forbidden = { readonly reason: string; readonly en: string; readonly zh: string };

/** Refuses one field that the gateway answers itself; what is asked beside it goes on. */
export function forbidden({ reason, en, zh }: Forbidden): Refusal {
  return new Refusal('FORBIDDEN', en, { reason, messageZh: zh });
}

/** Refuses an argument of such a field. */
export function badArgument(argument: string, en: string, zh: string): Refusal {
  return new Refusal('BAD_USER_INPUT', `${argument} ${en}`, { argument, messageZh: `${argument} ${zh}` });
}

/** A number of items that may be asked at once. */
export function pageSize(first: number): number {
  if (first >= 1 && first <= 100) return first;
  throw badArgument('first', 'must be 1 to 100.', '须为 1 至 100。');
}
