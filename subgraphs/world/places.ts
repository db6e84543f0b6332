import { divisionCodes, divisionName, prefectureCodes } from '#schema/identifiers/division-code.ts';
import { RETIRED_DIVISIONS } from '#schema/identifiers/retired-divisions.ts';
import { permute } from './permute.ts';
import type { Random } from './world.ts';

/** The blocks of a seed on the real map: every block of citizens, and every state group, lies in one prefecture. */
export type Places = {
  /** Blocks with the same remainder by this number share a prefecture; the quotient tells them apart. */
  readonly prefectureCount: number;
  /** The prefecture of a block, four digits. */
  prefecture(block: number): string;
  /** A county in force in the prefecture or, once in 200 times, one of the province that was abolished. */
  drawCounty(random: Random, prefecture: string): string;
};

/** Half of the prefectures lie in provinces of which the table of abolished counties has none. */
const RETIRED = 0.01;

const STREETS =
  '文昌 平安 建设 人民 新华 和平 学院 滨江 望湖 青山 迎春 花园 朝阳 长青 兴业 惠民 金桥 临泉 翠竹 桂花'.split(
    ' ',
  );

/** The map as one seed sees it: the order of the prefectures is its own. */
export function createPlaces(seed: number): Places {
  const { prefectures: inOrder, counties } = map();
  const shuffle = { seed, label: 'prefectures', size: inOrder.length };
  const prefectures = inOrder.map((_, index) => inOrder[permute(index, shuffle)] as string);
  return {
    prefectureCount: prefectures.length,
    prefecture: (block) => prefectures[block % prefectures.length] as string,
    drawCounty: (random, prefecture) => {
      const abolished = random.chance(RETIRED) ? retiredIn(prefecture.slice(0, 2)) : [];
      return random.pick(abolished.length > 0 ? abolished : (counties.get(prefecture) as readonly string[]));
    },
  };
}

/** A fictional street and house number in a county that may be abolished: 浙江省杭州市上城区平安路18号. */
export function drawStreetAddress(random: Random, divisionCode: string): string {
  const kind = random.pick(['路', '街', '大道', '巷']);
  return `${divisionName(divisionCode) ?? ''}${random.pick(STREETS)}${kind}${random.int(1, 480)}号`;
}

/** The name of a prefecture without its province: 杭州市. */
export function prefectureName(prefecture: string): string {
  const full = divisionName(`${prefecture}00`) ?? '';
  const province = provinceName(prefecture);
  return full === province ? full : full.slice(province.length);
}

/** The name of the province of a division code: 浙江省. */
export function provinceName(code: string): string {
  return divisionName(`${code.slice(0, 2)}0000`) ?? '';
}

type MapOfChina = {
  readonly prefectures: readonly string[];
  readonly counties: ReadonlyMap<string, readonly string[]>;
};

let loaded: MapOfChina | undefined;

/** The prefectures of the mainland that have counties of their own. */
function map(): MapOfChina {
  if (loaded !== undefined) return loaded;
  const counties = Map.groupBy(divisionCodes(), (code) => code.slice(0, 4));
  const prefectures = prefectureCodes()
    .map((code) => code.slice(0, 4))
    .filter((code) => code < '70' && counties.has(code));
  loaded = { prefectures, counties };
  return loaded;
}

function retiredIn(province: string): readonly string[] {
  return [...RETIRED_DIVISIONS.keys()].filter(
    (code) => code.startsWith(province) && !code.startsWith('4603'),
  );
}
