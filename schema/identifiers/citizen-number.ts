import { todayInChina } from './china-time.ts';
import { divisionNote } from './division-code.ts';
import { type Finding, type Invalid, invalid, valid, type Words } from './finding.ts';
import { checkPlaces, digits } from './places.ts';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const OLDEST_YEARS = 150;
const CHECK = { ...digits(1), allowed: '0123456789X', words: ['a digit or X', '数字或X'] } as const;

/** What a citizen number says of its holder: the division (GB/T 2260) of first registration, the birth date as YYYY-MM-DD, the sex. */
export type CitizenNumberFacts = {
  readonly divisionCode: string;
  readonly birthDate: string;
  readonly sex: 'MALE' | 'FEMALE';
};

/**
 * Checks a citizen number (公民身份号码, GB 11643-1999): shape, birth date, check character, in this order.
 * A retired or unknown division is a note, never a refusal: numbers outlive counties.
 */
export function checkCitizenNumber(value: string): Finding {
  if (/^\d{15}$/.test(value)) return legacy();
  return (
    checkPlaces(value, [digits(17), CHECK]) ??
    checkBirthDate(birthDateOf(value)) ??
    checkCheckCharacter(value) ??
    valid(divisionNote(value.slice(0, 6), ['the first 6 digits', '前6位']))
  );
}

/** The check character (0–9 or X) for the first 17 digits of a citizen number (GB 11643-1999, ISO 7064 MOD 11-2); RangeError unless they are 17 digits. */
export function citizenNumberCheckCharacter(first17: string): string {
  if (!/^\d{17}$/.test(first17)) throw new RangeError('Seventeen digits are needed.');
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17.charAt(index)), 0);
  return '10X98765432'.charAt(sum % 11);
}

/** Reads the facts out of a citizen number (GB 11643-1999); RangeError, with the finding's words, unless the number is valid. */
export function citizenNumberFacts(value: string): CitizenNumberFacts {
  const finding = checkCitizenNumber(value);
  if (finding.kind === 'invalid') throw new RangeError(finding.message);
  return {
    divisionCode: value.slice(0, 6),
    birthDate: birthDateOf(value),
    sex: Number(value.charAt(16)) % 2 === 1 ? 'MALE' : 'FEMALE',
  };
}

function legacy(): Invalid {
  return invalid('LENGTH', [
    'This is a 15-digit legacy citizen number: convert it to the 18-digit number that the holder has today.',
    '这是15位旧身份证号码,请换算为现行的18位号码。',
  ]);
}

function birthDateOf(value: string): string {
  return `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
}

function checkBirthDate(date: string): Invalid | null {
  if (!isRealDate(date)) return wrongDate(['is not a real date', '不是真实存在的日期']);
  const today = todayInChina();
  if (date > today) return wrongDate(['lies in the future', '晚于今天']);
  const oldest = `${Number(today.slice(0, 4)) - OLDEST_YEARS}${today.slice(4)}`;
  if (date < oldest) return wrongDate([`is more than ${OLDEST_YEARS} years ago`, `早于${OLDEST_YEARS}年前`]);
  return null;
}

function wrongDate([english, chinese]: Words): Invalid {
  return invalid('DATE', [
    `The birth date at positions 7 to 14 ${english}: check these eight digits.`,
    `第7至14位的出生日期${chinese},请核对这8位数字。`,
  ]);
}

function isRealDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

function checkCheckCharacter(value: string): Invalid | null {
  const required = citizenNumberCheckCharacter(value.slice(0, 17));
  if (value.charAt(17) === required) return null;
  return invalid('CHECK_DIGIT', [
    `The last character should be ${required} for these first 17 digits: at least one of the 18 is mistyped.`,
    `按前17位计算,末位应为${required}:18位中至少有一位录入有误。`,
  ]);
}
