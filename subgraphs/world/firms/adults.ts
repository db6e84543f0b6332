import type { Citizens } from '../people/citizens.ts';
import { CITIZENS_PER_BLOCK } from '../people/households.ts';
import type { Places } from '../places.ts';
import type { Citizen, Random } from '../world.ts';

/** Whom a firm looks for. */
export type Wanted = {
  /** The day by which they are eighteen, and on which they live. */
  readonly on: string;
  /** Alive today, or (the dirt of real registers) dead since. */
  readonly today: 'alive' | 'dead' | 'either';
  /** A citizen in whose prefecture to look first, or null. */
  readonly near: number | null;
  readonly except: readonly number[];
};

/** The people from whom firms draw their officers and owners. */
export type Pool = {
  readonly citizens: Citizens;
  readonly places: Places;
  readonly citizenCount: number;
  /** Citizens below this index are named: nothing is said of them by chance. */
  readonly firstDrawn: number;
};

const TRIES = 80;

/** An adult who fits, found by drawing again and again; null when so small a world holds none. */
export function drawAdult(random: Random, pool: Pool, wanted: Wanted): Citizen | null {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const found = pool.citizens.citizen(candidate(random, pool, attempt < TRIES / 2 ? wanted.near : null));
    if (fits(found, wanted)) return found;
  }
  return null;
}

/** Someone from another block of the same prefecture where there is one, else anyone. */
function candidate(random: Random, { places, citizenCount, firstDrawn }: Pool, near: number | null): number {
  const anyone = random.int(firstDrawn, citizenCount - 1);
  if (near === null) return anyone;
  const blocks = Math.ceil(citizenCount / CITIZENS_PER_BLOCK);
  const remainder = Math.floor(near / CITIZENS_PER_BLOCK) % places.prefectureCount;
  const rounds = Math.max(1, Math.ceil((blocks - remainder) / places.prefectureCount));
  const block = remainder + places.prefectureCount * random.int(0, rounds - 1);
  const index = block * CITIZENS_PER_BLOCK + random.int(0, CITIZENS_PER_BLOCK - 1);
  return index >= firstDrawn && index < citizenCount ? index : anyone;
}

function fits(citizen: Citizen, { on, today, except }: Wanted): boolean {
  const born = `${Number(on.slice(0, 4)) - 18}${on.slice(4)}`;
  if (citizen.birthDate > born || except.includes(citizen.index)) return false;
  if (citizen.deceasedOn === null) return today !== 'dead';
  return citizen.deceasedOn > on && today !== 'alive';
}
