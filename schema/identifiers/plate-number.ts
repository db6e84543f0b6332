import { type Finding, type Invalid, invalid, valid } from './finding.ts';
import { checkPlaces, digits, oneOf, type Places } from './places.ts';
import { PROVINCE_ABBREVIATIONS } from './province-abbreviation.ts';

const PROVINCE: Places = {
  ...oneOf(PROVINCE_ABBREVIATIONS),
  words: ['the abbreviation of a province, such as 浙', '省级简称,如“浙”'],
};
const CITY: Places = {
  ...oneOf('ABCDEFGHJKLMNOPQRSTUVWXYZ'),
  words: ['a capital letter other than I', 'I以外的大写字母'],
};
const SERIAL: Places = {
  ...oneOf('0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'),
  words: ['a digit or a capital letter other than I and O', '数字或I、O以外的大写字母'],
};
const SERIAL_OR_KIND: Places = {
  count: 1,
  allowed: `${SERIAL.allowed}挂学警港澳领`,
  words: [
    'a digit, a capital letter other than I and O, or one of 挂 学 警 港 澳 领',
    '数字,I、O以外的大写字母,或挂、学、警、港、澳、领之一',
  ],
};
const ENERGY: Places = {
  ...oneOf('ABCDEFGHJK'),
  words: ['an energy letter, A to K without I', '新能源标志字母(A至K,不含I)'],
};

const ORDINARY = [PROVINCE, CITY, { ...SERIAL, count: 4 }, SERIAL_OR_KIND];
const NEW_ENERGY = [PROVINCE, CITY, { ...SERIAL, count: 6 }];
const NEW_ENERGY_SMALL = [PROVINCE, CITY, ENERGY, SERIAL, digits(4)];
const NEW_ENERGY_LARGE = [PROVINCE, CITY, digits(5), ENERGY];

/**
 * Checks a plate number (机动车号牌号码, GA 36-2018) of an ordinary vehicle (a province, a letter, five) or a new-energy one (six);
 * military and embassy plates are not covered.
 */
export function checkPlateNumber(value: string): Finding {
  const dot = value.search(/[·•.]/u);
  if (dot >= 0) return separator(dot + 1);
  if (Array.from(value).length !== 8) return checkPlaces(value, ORDINARY) ?? valid();
  return checkPlaces(value, NEW_ENERGY) ?? checkEnergyLetter(value) ?? valid();
}

function separator(position: number): Invalid {
  return invalid('CHARACTER', [
    `The character at position ${position} is a separator: write the plate without it.`,
    `第${position}位是分隔符,请去掉。`,
  ]);
}

function checkEnergyLetter(value: string): Invalid | null {
  if (checkPlaces(value, NEW_ENERGY_SMALL) === null || checkPlaces(value, NEW_ENERGY_LARGE) === null)
    return null;
  return invalid('STRUCTURE', [
    'A new-energy plate has its energy letter (A to K without I) at position 3 with 4 digits at the end, or at position 8 after 5 digits.',
    '新能源号牌的标志字母(A至K,不含I)应在第3位且末4位为数字(小型车),或在第8位且其前5位为数字(大型车)。',
  ]);
}
