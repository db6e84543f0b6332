import { type Finding, type Invalid, invalid, valid } from './finding.ts';
import { checkPlaces, digits, oneOf, wrongLength } from './places.ts';

/** The first division of each section A to T. */
const FIRST_DIVISIONS = [1, 6, 13, 44, 47, 51, 53, 61, 63, 66, 70, 71, 73, 76, 80, 83, 84, 86, 91, 97];
const SECTIONS = 'ABCDEFGHIJKLMNOPQRST';
const LAST_DIVISION = 97;
const SECTION = {
  ...oneOf(SECTIONS),
  words: ['a section, A to T', '门类字母(A至T)'],
} as const;

/**
 * Checks the shape of an industry code (国民经济行业代码, GB/T 4754-2017): a section letter A–T, two to four digits that begin with a
 * division 01–97, or both, as in C3825. Whether a three- or four-digit class exists is left to the code table.
 */
export function checkIndustryCode(value: string): Finding {
  const hasSection = /^\p{L}/u.test(value);
  const length = Array.from(value).length;
  const digitCount = hasSection ? length - 1 : length;
  if (length === 0 || digitCount === 1 || digitCount > 4)
    return wrongLength(length, hasSection ? '1, 3–5' : '2–4');

  const misshapen = checkPlaces(value, hasSection ? [SECTION, digits(digitCount)] : [digits(digitCount)]);
  if (misshapen !== null || digitCount === 0) return misshapen ?? valid();
  const division = Number(value.slice(-digitCount).slice(0, 2));
  if (division < 1 || division > LAST_DIVISION) return noDivision();
  return hasSection && value.charAt(0) !== sectionOf(division) ? wrongSection(sectionOf(division)) : valid();
}

function sectionOf(division: number): string {
  return SECTIONS.charAt(FIRST_DIVISIONS.findLastIndex((first) => first <= division));
}

function noDivision(): Invalid {
  return invalid('CODE', [
    `The first two digits are no division: divisions are 01 to ${LAST_DIVISION}.`,
    `前两位数字不是大类,大类为01至${LAST_DIVISION}。`,
  ]);
}

function wrongSection(required: string): Invalid {
  return invalid('CODE', [
    `The section letter should be ${required} for this division.`,
    `该大类属于门类${required},首位字母应为${required}。`,
  ]);
}
