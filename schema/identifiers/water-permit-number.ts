import { todayInChina } from './china-time.ts';
import { divisionNote } from './division-code.ts';
import { type Finding, invalid, valid } from './finding.ts';
import { checkPlaces, digits, exactly, oneOf, wrongLength } from './places.ts';

const LEVEL = oneOf('ABCD');
const SOURCE = {
  ...oneOf('SGQ'),
  words: ['S (surface water), G (ground water) or Q (other)', 'S(地表水)、G(地下水)或Q(其他)'],
} as const;
/** Longer than any permit's number; keeps the pattern's backtracking short. */
const LONGEST = 60;
const LEGACY = /^取水[(（].+[)）]字\s*[〔【[(（]\d{4}[〕】\])）]\s*第.+号$/u;

/**
 * Checks a water-abstraction permit number (取水许可证编号): that of an electronic permit (SL/T 816), as in C330102G2024-0001,
 * or that of a paper one, 取水(…)字〔年〕第…号, whose inside has no common form and is valid with a note.
 */
export function checkWaterPermitNumber(value: string): Finding {
  if (value.startsWith('取水')) return checkPaperPermit(value);
  const misshapen = checkPlaces(value, [LEVEL, digits(6), SOURCE, digits(4), exactly('-'), digits(4)]);
  if (misshapen !== null) return misshapen;
  if (value.slice(8, 12) > todayInChina().slice(0, 4)) {
    return invalid('DATE', [
      'The year at positions 9 to 12 lies in the future: check these four digits.',
      '第9至12位的年份晚于今年,请核对这4位数字。',
    ]);
  }
  return valid(divisionNote(value.slice(1, 7), ['positions 2 to 7', '第2至7位']));
}

function checkPaperPermit(value: string): Finding {
  if (value.length > LONGEST) return wrongLength(value.length, `1–${LONGEST}`);
  if (LEGACY.test(value)) {
    return valid([
      'This is the number of a paper permit: only its outline was checked.',
      '这是纸质取水许可证的编号,仅校验了大致格式。',
    ]);
  }
  return invalid('STRUCTURE', [
    'The number of a paper permit should read 取水(…)字〔year〕第…号.',
    '纸质取水许可证编号的格式应为:取水(…)字〔年份〕第…号。',
  ]);
}
