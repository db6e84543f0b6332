import { addDays } from '#subgraphs/world/calendar.ts';
import type { PermitState, Random } from '#subgraphs/world/world.ts';

/** From when until when a permit or certificate runs, and how it stands today. */
export type Term = {
  readonly from: string;
  readonly to: string;
  readonly state: 'VALID' | 'EXPIRED' | 'REVOKED';
};

/** A term of so many years, never from before `since`, that makes the document what the world says of it. */
export function drawTerm(
  standing: Exclude<PermitState, 'NONE'>,
  { years, since, today, random }: { years: number; since: string; today: string; random: Random },
): Term {
  const [state, days] = endOf(standing, years, random);
  const to = addDays(today, days);
  const from = addDays(yearsLater(to, -years), 1);
  return { from: from < since && since < to ? since : from, to, state };
}

/** The same day of another year; 28 February for the leap day. */
export function yearsLater(date: string, years: number): string {
  const day = `${Number(date.slice(0, 4)) + years}${date.slice(4)}`;
  return day.endsWith('-02-29') ? day.replace('-29', '-28') : day;
}

/** The state, and the days from today to the end. */
function endOf(
  standing: Exclude<PermitState, 'NONE'>,
  years: number,
  random: Random,
): readonly [Term['state'], number] {
  switch (standing) {
    case 'VALID':
      return ['VALID', random.int(120, years * 365 - 40)];
    case 'EXPIRING':
      return ['VALID', random.int(10, 89)];
    case 'EXPIRED':
      return ['EXPIRED', -random.int(15, 800)];
    case 'REVOKED':
      return ['REVOKED', random.int(60, years * 300)];
  }
}
