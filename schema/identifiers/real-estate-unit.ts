import { divisionNote } from './division-code.ts';
import { type Finding, valid } from './finding.ts';
import { checkPlaces, digits, oneOf } from './places.ts';

const CAPITAL = {
  ...oneOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
  words: ['a capital letter, such as B for building land', '大写字母,如B(建设用地)'],
} as const;
const OWNERSHIP = {
  ...oneOf('GJZ'),
  words: ['G (state land), J (collective land) or Z (not determined)', 'G(国家所有)、J(集体所有)或Z(未确定)'],
} as const;
const FIXTURE = {
  ...oneOf('FLQW'),
  words: ['F (building), L (wood), Q (other) or W (no fixture)', 'F(房屋)、L(林木)、Q(其他)或W(无定着物)'],
} as const;

/**
 * Checks a real-estate unit code (不动产单元代码, GB/T 37346-2019): 28 characters, which are county (6), cadastral district (3) and
 * sub-district (3), two letters for the kind of parcel, parcel (5), one letter for the kind of fixture, fixture (8).
 */
export function checkRealEstateUnit(value: string): Finding {
  const misshapen = checkPlaces(value, [digits(12), OWNERSHIP, CAPITAL, digits(5), FIXTURE, digits(8)]);
  if (misshapen !== null) return misshapen;
  if (/W(?!0{8}$)\d{8}$/.test(value)) {
    return valid([
      'Position 20 says that there is no fixture (W), yet the last 8 digits are not all 0.',
      '第20位为W(无定着物),但末8位不全为0。',
    ]);
  }
  return valid(divisionNote(value.slice(0, 6), ['the first 6 digits', '前6位']));
}
