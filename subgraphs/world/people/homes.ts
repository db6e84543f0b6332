import { drawStreetAddress, type Places } from '../places.ts';
import { pickWeighted } from '../random.ts';
import type { Citizen, Random } from '../world.ts';

/** Where a household is registered, and the people it belongs to. */
export type Home = Pick<Citizen, 'divisionCode' | 'address' | 'ethnicityCode'>;

/** One household in nine has moved to another prefecture since its members were given their numbers. */
const MOVED = 0.11;

/** Who else lives in a province: GB/T 3304 code and per-cent, for the provinces where it is not the small general share. */
const LOCAL: Readonly<Record<string, readonly (readonly [code: string, share: number])[]>> = {
  '13': [['11', 3]],
  '15': [
    ['02', 18],
    ['11', 2],
  ],
  '21': [
    ['11', 13],
    ['02', 2],
  ],
  '22': [
    ['10', 4],
    ['11', 4],
  ],
  '23': [['11', 2]],
  '43': [
    ['15', 4],
    ['06', 3],
    ['12', 2],
  ],
  '45': [
    ['08', 32],
    ['13', 3],
    ['06', 1],
  ],
  '46': [['19', 16]],
  '51': [
    ['07', 4],
    ['04', 2],
  ],
  '52': [
    ['06', 11],
    ['09', 7],
    ['12', 4],
    ['15', 4],
  ],
  '53': [
    ['07', 11],
    ['14', 4],
    ['16', 4],
    ['18', 3],
    ['08', 3],
  ],
  '54': [['04', 86]],
  '62': [
    ['03', 5],
    ['26', 2],
  ],
  '63': [
    ['04', 24],
    ['03', 15],
  ],
  '64': [['03', 35]],
  '65': [
    ['05', 45],
    ['17', 6],
    ['03', 4],
  ],
};
const ELSEWHERE = [
  ['03', 1],
  ['08', 0.4],
  ['11', 0.8],
  ['15', 0.6],
  ['06', 0.4],
] as const;

/** Draws the home of a household whose block lies in the prefecture of `block`. */
export function drawHome(random: Random, places: Places, block: number): Home {
  const moved = random.chance(MOVED);
  const prefecture = places.prefecture(moved ? random.int(0, places.prefectureCount - 1) : block);
  const divisionCode = places.drawCounty(random, prefecture);
  const street = drawStreetAddress(random, divisionCode);
  const flat = `${random.int(1, 28)}幢${random.int(1, 4)}单元${random.int(1, 18)}0${random.int(1, 4)}室`;
  return {
    divisionCode,
    address: street + flat,
    ethnicityCode: drawEthnicity(random, prefecture.slice(0, 2)),
  };
}

function drawEthnicity(random: Random, province: string): string {
  const shares = LOCAL[province] ?? ELSEWHERE;
  const codes = ['01', ...shares.map(([code]) => code)];
  const han = 100 - shares.reduce((sum, [, share]) => sum + share, 0);
  return pickWeighted(random, codes, [han, ...shares.map(([, share]) => share)]);
}
