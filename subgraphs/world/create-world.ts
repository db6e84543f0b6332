import { TODAY } from './calendar.ts';
import { createEnterprises } from './firms/enterprises.ts';
import { NAMED_CITIZENS } from './named/citizens.ts';
import { createCitizens } from './people/citizens.ts';
import { CITIZENS_PER_BLOCK, countHouseholds } from './people/households.ts';
import { PAIRS } from './people/settle.ts';
import { createPlaces } from './places.ts';
import { createRandom } from './random.ts';
import type { World } from './world.ts';

/** The size of a world, and the number from which all its chances come. */
export type WorldOptions = { readonly seed: number; readonly citizens: number; readonly enterprises: number };

const LEAST_CITIZENS = 100;
const LEAST_ENTERPRISES = 60;
const MOST_ENTERPRISES = 90_000_000;

/**
 * A fictional world of so many citizens and enterprises. Nothing is kept but the last few thousand answers, so a
 * world of a million costs no more memory than one of a hundred. RangeError for a size that it can't hold.
 */
export function createWorld({ seed, citizens, enterprises }: WorldOptions): World {
  const places = createPlaces(seed);
  check('citizens', citizens, [LEAST_CITIZENS, PAIRS * places.prefectureCount * CITIZENS_PER_BLOCK]);
  check('enterprises', enterprises, [LEAST_ENTERPRISES, MOST_ENTERPRISES]);
  check('seed', seed, [0, Number.MAX_SAFE_INTEGER]);

  const people = createCitizens(seed, places);
  const pool = { citizens: people, places, citizenCount: citizens, firstDrawn: NAMED_CITIZENS.length };
  const enterprise = createEnterprises(seed, enterprises, pool);
  const householdCount = countHouseholds(seed, citizens);

  return {
    seed,
    citizenCount: citizens,
    enterpriseCount: enterprises,
    today: TODAY,
    citizen: within('citizen', citizens, people.citizen),
    enterprise: within('enterprise', enterprises, enterprise),
    household: within('household', householdCount, (index) =>
      people.household(index).filter((member) => member.index < citizens),
    ),
    householdCount,
    citizens: () => each(citizens, people.citizen),
    enterprises: () => each(enterprises, enterprise),
    random: (label, index) => createRandom(seed, label, index),
  };
}

function check(name: string, value: number, [least, most]: readonly [number, number]): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(
    `createWorld: ${name} must be a whole number from ${least} to ${most}, but is ${value}.`,
  );
}

function within<T>(name: string, count: number, of: (index: number) => T): (index: number) => T {
  return (index) => {
    if (Number.isInteger(index) && index >= 0 && index < count) return of(index);
    throw new RangeError(`This world has no ${name} ${index}: they run from 0 to ${count - 1}.`);
  };
}

function* each<T>(count: number, of: (index: number) => T): Generator<T> {
  for (let index = 0; index < count; index += 1) yield of(index);
}
