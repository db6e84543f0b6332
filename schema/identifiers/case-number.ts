import { divisionNote } from './division-code.ts';
import { type Finding, type Invalid, invalid, valid } from './finding.ts';
import { checkPlaces, digits, exactly } from './places.ts';

const HYPHEN = exactly('-');
const PLACES = [digits(6), HYPHEN, digits(8), HYPHEN, digits(6)];

/** Checks a case number (办件编号), a form of this project's own: division-YYYYMMDD-sequence, hyphens included; the date must exist. */
export function checkCaseNumber(value: string): Finding {
  return (
    checkPlaces(value, PLACES) ??
    checkOpeningDate(value.slice(7, 15)) ??
    valid(divisionNote(value.slice(0, 6), ['the first 6 digits', '前6位']))
  );
}

/** The case number of a division, a date YYYY-MM-DD and a sequence from 1 to 999999; RangeError for what can't be one. */
export function caseNumber(division: string, date: string, sequence: number): string {
  const number = `${division}-${date.replaceAll('-', '')}-${String(sequence).padStart(6, '0')}`;
  const finding = checkCaseNumber(number);
  if (finding.kind === 'invalid') throw new RangeError(finding.message);
  return number;
}

function checkOpeningDate(digitsOfDate: string): Invalid | null {
  const date = digitsOfDate.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const time = Date.parse(`${date}T00:00:00Z`);
  // The 31st of a shorter month is taken for a day of the next one.
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(date)) return null;
  return invalid('DATE', [
    'Positions 8 to 15 are no date of the calendar (YYYYMMDD): check these eight digits.',
    '第8至15位不是存在的日期(年月日各4、2、2位),请核对这8位数字。',
  ]);
}
