import { addDays, daysBetween } from '#subgraphs/world/calendar.ts';
import type { Random } from '#subgraphs/world/world.ts';

/** A day from `from` to `to`, both included; `from` when they lie the other way round. */
export function dateBetween(random: Random, from: string, to: string): string {
  return addDays(from, random.int(0, Math.max(0, daysBetween(from, to))));
}

/** The same day some years later; the 28th for a 29 February. */
export function addYears(date: string, years: number): string {
  const monthAndDay = date.endsWith('-02-29') ? '-02-28' : date.slice(4);
  return `${Number(date.slice(0, 4)) + years}${monthAndDay}`;
}
