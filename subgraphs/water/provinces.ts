import type { ResourceRegion } from './register.ts';

/** What the water register knows of a province. */
export type Province = {
  /** The first-level water resource region in which most of it lies. */
  readonly region: ResourceRegion;
  /** A point in its middle, in degrees. */
  readonly longitude: number;
  readonly latitude: number;
  /** Whether a tax had replaced the water resource fee by December 2017, seven years before the others. */
  readonly taxedEarly: boolean;
};

/** The province of a division code, by its first two digits. */
export function provinceOf(divisionCode: string): Province {
  return provinces.get(divisionCode.slice(0, 2)) ?? elsewhere;
}

/** The basin commission that permits the largest withdrawals of a region. */
export const commissions: Record<ResourceRegion, string> = {
  SONGHUA: '水利部松辽水利委员会',
  LIAO: '水利部松辽水利委员会',
  HAI: '水利部海河水利委员会',
  YELLOW: '水利部黄河水利委员会',
  HUAI: '水利部淮河水利委员会',
  YANGTZE: '水利部长江水利委员会',
  SOUTHEAST: '水利部太湖流域管理局',
  PEARL: '水利部珠江水利委员会',
  SOUTHWEST: '水利部长江水利委员会',
  NORTHWEST: '水利部黄河水利委员会',
};

const taxedEarly = new Set('11 12 13 14 15 37 41 51 61 64'.split(' '));

const rows: readonly (readonly [string, ResourceRegion, number, number])[] = [
  ['11', 'HAI', 116.4, 40.1],
  ['12', 'HAI', 117.3, 39.2],
  ['13', 'HAI', 115.5, 38.2],
  ['14', 'YELLOW', 112.3, 37.6],
  ['15', 'YELLOW', 110.6, 40.9],
  ['21', 'LIAO', 122.8, 41.5],
  ['22', 'SONGHUA', 126.2, 43.7],
  ['23', 'SONGHUA', 127.8, 46.6],
  ['31', 'YANGTZE', 121.4, 31.2],
  ['32', 'YANGTZE', 119.5, 32.8],
  ['33', 'SOUTHEAST', 120.1, 29.2],
  ['34', 'HUAI', 117.2, 32.1],
  ['35', 'SOUTHEAST', 118.0, 26.1],
  ['36', 'YANGTZE', 115.7, 27.7],
  ['37', 'HUAI', 118.1, 36.3],
  ['41', 'HUAI', 113.6, 33.9],
  ['42', 'YANGTZE', 112.3, 31.0],
  ['43', 'YANGTZE', 111.7, 27.6],
  ['44', 'PEARL', 113.4, 23.4],
  ['45', 'PEARL', 108.8, 23.8],
  ['46', 'PEARL', 109.8, 19.2],
  ['50', 'YANGTZE', 107.7, 29.8],
  ['51', 'YANGTZE', 103.9, 30.6],
  ['52', 'YANGTZE', 106.9, 26.9],
  ['53', 'SOUTHWEST', 101.5, 24.9],
  ['54', 'SOUTHWEST', 91.1, 29.6],
  ['61', 'YELLOW', 108.9, 35.2],
  ['62', 'YELLOW', 103.8, 36.1],
  ['63', 'YELLOW', 101.0, 36.2],
  ['64', 'YELLOW', 106.2, 37.3],
  ['65', 'NORTHWEST', 85.9, 42.5],
];

const provinces: ReadonlyMap<string, Province> = new Map(
  rows.map(([code, region, longitude, latitude]) => [
    code,
    { region, longitude, latitude, taxedEarly: taxedEarly.has(code) },
  ]),
);

const elsewhere: Province = { region: 'YANGTZE', longitude: 110, latitude: 30, taxedEarly: false };
