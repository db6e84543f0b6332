import { todayInChina } from './china-time.ts';
import { divisionNote } from './division-code.ts';
import { type Finding, invalid, valid } from './finding.ts';
import { checkPlaces, digits, exactly } from './places.ts';

const HYPHEN = exactly('-');
const PLACES = [digits(4), HYPHEN, digits(6), HYPHEN, digits(2), HYPHEN, digits(2), HYPHEN, digits(6)];
const PLACES_WITH_PART = [...PLACES, HYPHEN, digits(3)];

/**
 * Checks the structure of an investment project code (投资项目代码, GB/T 40058-2021): YYMM-division-guiding department-kind-number,
 * hyphens included. Codes from before November 2020 begin with the whole year and may end in a part number; they are valid with a note.
 */
export function checkProjectCode(value: string): Finding {
  const isWithPart = value.length === 28;
  const misshapen = checkPlaces(value, isWithPart ? PLACES_WITH_PART : PLACES);
  if (misshapen !== null) return misshapen;
  if (isWithPart || hasWholeYear(value)) {
    return valid([
      'This is a project code in the form used before November 2020.',
      '这是2020年11月前的旧版项目代码。',
    ]);
  }
  return checkMonth(value) ?? valid(divisionNote(value.slice(5, 11), ['positions 6 to 11', '第6至11位']));
}

/** 2013 to 2020 can't be YYMM, for no month is 13 to 20. */
function hasWholeYear(value: string): boolean {
  const start = Number(value.slice(0, 4));
  return start >= 2013 && start <= 2020;
}

function checkMonth(value: string): Finding | null {
  const month = Number(value.slice(2, 4));
  if (month < 1 || month > 12) {
    return invalid('DATE', [
      'The month at positions 3 and 4 should be 01 to 12.',
      '第3至4位的月份应为01至12。',
    ]);
  }
  const thisMonth = todayInChina().slice(2, 7).replace('-', '');
  if (value.slice(0, 4) <= thisMonth) return null;
  return invalid('DATE', [
    'The year and month at positions 1 to 4 lie in the future: check these four digits.',
    '第1至4位的年月晚于本月,请核对这4位数字。',
  ]);
}
