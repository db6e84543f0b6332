import { divisionName } from '#schema/identifiers/division-code.ts';
import { prefectureName, provinceName } from '../places.ts';
import type { Enterprise, Random } from '../world.ts';

// Characters that firms have liked for three centuries, and some of ours.
const AUSPICIOUS = Array.from(
  '顺裕兴隆瑞永昌元亨万利丰祥泰和茂盛同乾德谦吉仁协鼎聚益通全信义久恒庆安康新春正合成广润源厚福',
);
const MODERN = Array.from('华天宏博卓远联海晟诚智云星蓝科创达凯嘉腾');
const ALL = [...AUSPICIOUS, ...MODERN];

/** What a name is made of. */
export type NameParts = {
  readonly kind: Enterprise['kind'];
  readonly prefecture: string;
  readonly divisionCode: string;
  readonly trade: string;
  readonly word: string;
  /** At the head of a state group: whose group it is. */
  readonly headOf: 'city' | 'province' | null;
  readonly isJointStock: boolean;
};

/** A trade name (字号) of two or three characters. */
export function drawTradeName(random: Random): string {
  const first = random.pick(AUSPICIOUS);
  const drawn = random.pick(ALL);
  const second = drawn === first ? '华' : drawn;
  return random.chance(0.5) ? first + second : first + second + random.pick(MODERN);
}

/** 杭州顺兴软件有限公司, 浙江省瑞源投资控股集团有限公司, 杭州市上城区顺兴百货店, 杭州市桐庐县顺兴蔬菜种植专业合作社 */
export function drawName(random: Random, parts: NameParts): string {
  const { kind, prefecture, divisionCode, trade, word, headOf } = parts;
  switch (kind) {
    case 'SOLE_TRADER':
    case 'PRIVATE_NON_ENTERPRISE':
      return countyPlace(divisionCode) + trade + word;
    case 'COOPERATIVE':
      return `${countyPlace(divisionCode)}${trade}${word}专业合作社`;
    case 'STATE_OWNED':
    case 'COMPANY':
      if (headOf === null)
        return shortPlace(prefecture) + trade + word + drawForm(random, parts.isJointStock);
      return `${headOf === 'city' ? prefectureName(prefecture) : provinceName(prefecture)}${trade}${word}集团有限公司`;
  }
}

function drawForm(random: Random, isJointStock: boolean): string {
  if (isJointStock) return '股份有限公司';
  return random.chance(0.8) ? '有限公司' : '有限责任公司';
}

/** The city without 市, or the province for prefectures that aren't cities. */
function shortPlace(prefecture: string): string {
  const name = prefectureName(prefecture);
  if (name.endsWith('市')) return name.slice(0, -1);
  return provinceName(prefecture).slice(0, /^(?:15|23)/.test(prefecture) ? 3 : 2);
}

/** City and county, without a province that isn't the city itself. */
function countyPlace(divisionCode: string): string {
  const full = divisionName(divisionCode) ?? '';
  const province = provinceName(divisionCode);
  return province.endsWith('市') ? full : full.slice(province.length);
}
