import { memo } from '../memo.ts';
import { NAMED_CITIZENS } from '../named/citizens.ts';
import type { Places } from '../places.ts';
import type { Citizen } from '../world.ts';
import { householdOf, NAMED_HOUSEHOLDS } from './households.ts';
import { settle } from './settle.ts';

/** The people of a world, by index; a household is complete however many citizens the world has. */
export type Citizens = {
  readonly citizen: (index: number) => Citizen;
  /** Head first. */
  readonly household: (index: number) => readonly Citizen[];
};

/** The citizens of a seed: the named ones first, the same for every seed, then the drawn ones. */
export function createCitizens(seed: number, places: Places): Citizens {
  const household = memo((index) =>
    index < NAMED_HOUSEHOLDS
      ? NAMED_CITIZENS.filter((each) => each.householdIndex === index)
      : settle(seed, places, index),
  );
  return {
    household,
    citizen: (index) => {
      const members = household(householdOf(seed, index));
      return members[index - (members[0] as Citizen).index] as Citizen;
    },
  };
}
