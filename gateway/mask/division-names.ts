import { divisionCodes, divisionName, prefectureCodes } from '#schema/identifiers/division-code.ts';
import { RETIRED_DIVISIONS } from '#schema/identifiers/retired-divisions.ts';

/** A name that an address may write, and what lies within the division. */
export type Division<Within> = {
  readonly name: string;
  /** Whether the name says by itself what it names: 浙江省 does, 浙江 may be the start of 浙江路. */
  readonly isWhole: boolean;
  readonly within: Within;
};

/** Divisions by the first two characters, of which all names have at least two; longest name first. */
export type Named<Within> = Map<string, Division<Within>[]>;

/** What lies within a province, a prefecture or the whole country; the counties of a province are those of its prefectures too. */
export type Area = { readonly prefectures: Named<Area>; readonly counties: Named<null> };

/** The provinces, and all prefectures and counties for addresses that leave the province out. */
export type DivisionNames = { readonly provinces: Named<Area>; readonly country: Area };

/** All names, abolished counties included; read at the first call, as a gateway without addresses never needs the table. */
export function divisionNames(): DivisionNames {
  read ??= readNames();
  return read;
}

let read: DivisionNames | undefined;

function readNames(): DivisionNames {
  const provinces: Named<Area> = new Map();
  const country = emptyArea();
  const areas = new Map<string, Area>();
  for (const code of provinceCodes()) areas.set(code, addProvince(provinces, code));
  for (const code of prefectureCodes()) {
    const province = areas.get(code.slice(0, 2)) ?? emptyArea();
    areas.set(code.slice(0, 4), addPrefecture([province, country], code));
  }
  for (const code of [...divisionCodes(), ...RETIRED_DIVISIONS.keys()]) {
    const higher = [areas.get(code.slice(0, 4)), areas.get(code.slice(0, 2)), country];
    const county = { name: nameBelow(code, `${code.slice(0, 4)}00`), isWhole: true, within: null };
    for (const area of higher) if (area) add(area.counties, county);
  }
  return { provinces, country };
}

function provinceCodes(): ReadonlySet<string> {
  const withoutPrefectures = ['710000', '810000', '820000'];
  return new Set([...prefectureCodes(), ...withoutPrefectures].map((code) => code.slice(0, 2)));
}

function addProvince(provinces: Named<Area>, code: string): Area {
  const within = emptyArea();
  const name = divisionName(`${code}0000`) ?? '';
  add(provinces, { name, isWhole: true, within });
  add(provinces, { name: name.replace(kindOfProvince, ''), isWhole: false, within });
  // Where a municipality's prefecture would stand, its name is said again.
  const again = name.endsWith('市') ? [name, '市辖区'] : [];
  for (const each of again) add(within.prefectures, { name: each, isWhole: true, within });
  return within;
}

const kindOfProvince = /省|市|特别行政区|(?:壮族|回族|维吾尔)?自治区/;

function addPrefecture(higher: readonly Area[], code: string): Area {
  const within = emptyArea();
  const name = nameBelow(code, `${code.slice(0, 2)}0000`);
  for (const { prefectures } of name === '' ? [] : higher) {
    add(prefectures, { name, isWhole: true, within });
    if (name.endsWith('市')) add(prefectures, { name: name.slice(0, -1), isWhole: false, within });
  }
  return within;
}

/** The name of a division without that of a higher one; some counties have no prefecture, only a province. */
function nameBelow(code: string, higher: string): string {
  const name = divisionName(code) ?? '';
  const prefixes = [divisionName(higher), divisionName(`${code.slice(0, 2)}0000`)];
  const prefix = prefixes.find((each) => each !== null && name.startsWith(each)) ?? '';
  return name.slice(prefix.length);
}

function emptyArea(): Area {
  return { prefectures: new Map(), counties: new Map() };
}

function add<Within>(named: Named<Within>, division: Division<Within>): void {
  const start = division.name.slice(0, 2);
  const longestFirst = [...(named.get(start) ?? []), division].sort((a, b) => b.name.length - a.name.length);
  named.set(start, longestFirst);
}
