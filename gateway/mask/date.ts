import { legibleCode } from './legible.ts';
import { stars } from './stars.ts';

/**
 * DATE_TO_YEAR: the year, as written, of an ISO date or time from 1800 to 2199; of anything else nothing. 9999, which registers
 * write where a day is open, stays 9999: what an open day means (for good, still here, not told) differs from field to field.
 */
export function maskedDate(text: string): string {
  const code = legibleCode(text);
  return isoDate.exec(code)?.[1] ?? stars(Math.min(code.length, 4));
}

// RFC 3339 allows a blank for the T, and blanks are gone by now.
const time = String.raw`T?\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?`;
const day = String.raw`(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:${time})?)?`;
const isoDate = new RegExp(`^(1[89]\\d\\d|2[01]\\d\\d|9999)(?:-${day})?$`);
