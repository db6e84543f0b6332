import { citizenNumberCheckCharacter } from '#schema/identifiers/citizen-number.ts';
import { addDays, ageOn, daysBetween, isoDate, TODAY } from '../calendar.ts';
import type { Places } from '../places.ts';
import { createRandom, hash } from '../random.ts';
import type { Citizen, DepartmentName, Driver, Random } from '../world.ts';
import { drawHome } from './homes.ts';
import { CITIZENS_PER_BLOCK, householdPlace } from './households.ts';
import { drawKin, type Kin } from './kin.ts';
import { drawGivenName } from './names.ts';
import { drawSchooling } from './schooling.ts';

// Why numbers never collide. A number is prefecture + 99 + birth date + sequence + check. Same prefecture means the
// same remainder of the block (places.ts). Same sequence means the same slot of that prefecture, because slot → pair is
// one to one below PAIRS, which is prime: so the same block. And within a block every position owns two days of the
// month that no other position has, so the same birth date means the same position.

/**
 * How many blocks a prefecture can hold. A block owns one pair of sequence numbers in its prefecture, the even one for
 * women and the odd one for men; sequences from 980 on are left to the named citizens.
 */
export const PAIRS = 487;

const PAIR_STEP = 211;
const DAYS = 28;
const PHONES = 99_000_000;
const PHONE_STEP = 70_000_133;
const DEATHS_REACH_BACK_DAYS = 3000;
const NOBODY_LACKS: ReadonlySet<DepartmentName> = new Set();
const HOLDERS: readonly DepartmentName[] = ['population', 'education', 'tax', 'transport'];

/** All members of a household that isn't named, head first: every fact about them. */
export function settle(seed: number, places: Places, household: number): readonly Citizen[] {
  const { shape, first } = householdPlace(seed, household);
  const block = Math.floor(first / CITIZENS_PER_BLOCK);
  const random = createRandom(seed, 'household', household);
  const kin = drawKin(random, shape);
  const births = kin.map((each, nth) =>
    drawBirthDate(random, seed, { index: first + nth, year: each.birthYear }),
  );
  const death = drawDeath(random, kin, births);
  const home = drawHome(random, places, block);
  return kin.map((each, nth) => {
    const index = first + nth;
    const birthDate = births[nth] as string;
    const own = createRandom(seed, 'citizen', index);
    const deceasedOn = death?.nth === nth ? death.on : null;
    const schooling = drawSchooling(own, birthDate);
    return {
      index,
      idNumber: numberOf(seed, places, { block, birthDate, sex: each.sex }),
      name: each.surname + drawGivenName(own, each.sex, each.birthYear),
      formerName: own.chance(0.01) ? each.surname + drawGivenName(own, each.sex, each.birthYear) : null,
      sex: each.sex,
      birthDate,
      ethnicityCode: home.ethnicityCode,
      divisionCode: home.divisionCode,
      address: home.address,
      householdIndex: household,
      householdRole: each.role,
      deceasedOn,
      phone: phoneOf(seed, index),
      educationCode: schooling.educationCode,
      maritalCode: widowedBy(death, kin, nth) ? '30' : drawMaritalCode(own, each, birthDate),
      degree: schooling.degree,
      enrolledAt: deceasedOn === null ? schooling.enrolledAt : null,
      driver: deceasedOn === null ? drawDriver(own, each, birthDate) : null,
      absentFrom: own.chance(0.005) ? new Set([own.pick(HOLDERS)]) : NOBODY_LACKS,
    };
  });
}

type Death = { readonly nth: number; readonly on: string };

/** A birth date in the year, on one of the two days of the month that this position of the block owns. */
function drawBirthDate(
  random: Random,
  seed: number,
  { index, year }: { index: number; year: number },
): string {
  const rotation = hash(seed, 'birth.day', Math.floor(index / CITIZENS_PER_BLOCK));
  const position = index % CITIZENS_PER_BLOCK;
  const day = 1 + ((2 * position + random.int(0, 1) + (rotation % DAYS)) % DAYS);
  return isoDate(year, random.int(1, year === Number(TODAY.slice(0, 4)) ? 6 : 12), day);
}

/** At most one death a household: of someone living alone, a spouse or a parent, never before the youngest is one. */
function drawDeath(random: Random, kin: readonly Kin[], births: readonly string[]): Death | null {
  const nth = mortal(random, kin);
  if (nth === null) return null;
  const age = ageOn(births[nth] as string, TODAY);
  const draw = random.next();
  const reach = random.next();
  if (draw >= (age >= 75 ? 0.12 : age >= 60 ? 0.06 : age >= 45 ? 0.021 : 0.005)) return null;
  const youngest = births.reduce((latest, birth) => (birth > latest ? birth : latest));
  const room = Math.min(DEATHS_REACH_BACK_DAYS, daysBetween(youngest, TODAY) - 365);
  return room < 1 ? null : { nth, on: addDays(TODAY, -1 - Math.floor(reach * room)) };
}

/** Whose death leaves the household coherent: a head goes only when alone. */
function mortal(random: Random, kin: readonly Kin[]): number | null {
  if (kin.length === 1) return 0;
  const found = kin.flatMap(({ role }, nth) => (role === 'SPOUSE' || role === 'PARENT' ? [nth] : []));
  return found.length === 0 ? null : random.pick(found);
}

function widowedBy(death: Death | null, kin: readonly Kin[], nth: number): boolean {
  if (death === null || death.nth === nth) return false;
  const lost = kin[death.nth] as Kin;
  const left = kin[nth] as Kin;
  if (!lost.married || !left.married) return false;
  return (lost.role === 'PARENT') === (left.role === 'PARENT');
}

function drawMaritalCode(random: Random, { role, married }: Kin, birthDate: string): string {
  const draw = random.next();
  if (married) return '20';
  if (role === 'CHILD' || role === 'OTHER') return '10';
  if (role === 'PARENT') return '30';
  const age = ageOn(birthDate, TODAY);
  if (age >= 65) return draw < 0.65 ? '30' : draw < 0.85 ? '40' : '10';
  return age >= 32 && draw < 0.45 ? '40' : '10';
}

function numberOf(
  seed: number,
  places: Places,
  { block, birthDate, sex }: { block: number; birthDate: string; sex: Citizen['sex'] },
): string {
  const prefecture = places.prefecture(block);
  const slot = Math.floor(block / places.prefectureCount);
  const pair = (slot * PAIR_STEP + hash(seed, 'sequence', Number(prefecture))) % PAIRS;
  const sequence = String(2 + 2 * pair + (sex === 'MALE' ? 1 : 0)).padStart(3, '0');
  const first17 = `${prefecture}99${birthDate.replaceAll('-', '')}${sequence}`;
  return first17 + citizenNumberCheckCharacter(first17);
}

/** Mobile block 154 was never given out; its last million is for the named. Step and size share no factor, so no phone comes twice. */
function phoneOf(seed: number, index: number): string {
  return `154${String((hash(seed, 'phone', 0) + index * PHONE_STEP) % PHONES).padStart(8, '0')}`;
}

function drawDriver(random: Random, { sex }: Kin, birthDate: string): Driver | null {
  const age = ageOn(birthDate, TODAY);
  if (!random.chance(sex === 'MALE' ? 0.07 : 0.01) || age < 21 || age >= 60) return null;
  const state = random.next();
  return {
    kind: random.pick(['TAXI', 'RIDE_HAILING', 'RIDE_HAILING', 'BUS', 'FREIGHT', 'FREIGHT'] as const),
    certificate: state < 0.84 ? 'VALID' : state < 0.9 ? 'EXPIRING' : state < 0.98 ? 'EXPIRED' : 'REVOKED',
  };
}
