import { todayInChina } from './china-time.ts';
import { type Finding, type Invalid, invalid, valid } from './finding.ts';
import { strayCharacter, wrongLength } from './places.ts';
import { PROVINCE_ABBREVIATIONS } from './province-abbreviation.ts';

const FORM =
  /^(?<province>\p{Script=Han})[(（](?<year>\d{4})[)）]\p{Script=Han}{2,30}不动产(?<kind>权|证明)第(?<serial>\d*)号$/u;
const BEFORE_2015 = /(?:房权证|房地证|房地权证|国用|集用|林证).*号$/u;
const FIRST_YEAR = 2015;
const SERIAL_DIGITS = 7;
/** Longer than any certificate's number; keeps the patterns' backtracking short. */
const LONGEST = 60;

/**
 * Checks a real-estate certificate number (不动产权证号), such as 浙(2021)杭州市不动产权第0012345号, brackets half- or full-width.
 * House and land certificates from before 2015 are still in force: they are valid with a note, for they have no common form.
 */
export function checkRealEstateCertificate(value: string): Finding {
  if (value === '' || value.length > LONGEST) return wrongLength(value.length, `1–${LONGEST}`);
  const { province = '', year = '', kind, serial = '' } = FORM.exec(value)?.groups ?? {};
  if (kind === undefined) return BEFORE_2015.test(value) ? valid(LEGACY) : misshapen();
  if (!PROVINCE_ABBREVIATIONS.includes(province)) {
    return strayCharacter(province, 1, ['the abbreviation of a province, such as 浙', '省级简称,如“浙”']);
  }
  if (kind === '证明') return proof();
  if (Number(year) < FIRST_YEAR || year > todayInChina().slice(0, 4)) return wrongYear();
  return serial.length === SERIAL_DIGITS ? valid() : wrongSerial(serial.length);
}

const LEGACY = [
  'This is a house or land certificate from before 2015: its form was not checked.',
  '这是2015年前的房屋或土地权属证号,未校验格式。',
] as const;

function misshapen(): Invalid {
  return invalid('STRUCTURE', [
    'The value should read: province abbreviation (year) place 不动产权第 seven digits 号.',
    '格式应为:省级简称(年份)市县名称不动产权第7位数字号,例如“浙(年份)杭州市不动产权第…号”。',
  ]);
}

function proof(): Invalid {
  return invalid('STRUCTURE', [
    'This is the number of a registration proof (不动产登记证明), for a mortgage or a notice: give the number of the certificate (不动产权第…号).',
    '这是不动产登记证明(抵押、预告等)的编号,请填写不动产权证书的编号(不动产权第…号)。',
  ]);
}

function wrongYear(): Invalid {
  return invalid('DATE', [
    `The year in brackets should lie between ${FIRST_YEAR}, when these certificates began, and this year.`,
    `括号中的年份应在${FIRST_YEAR}年(统一登记开始)至今年之间。`,
  ]);
}

function wrongSerial(length: number): Invalid {
  return invalid('LENGTH', [
    `The serial number between 第 and 号 has ${length} digits: it needs ${SERIAL_DIGITS}, with zeros in front.`,
    `“第”与“号”之间有${length}位数字,应为${SERIAL_DIGITS}位,不足的前面补0。`,
  ]);
}
