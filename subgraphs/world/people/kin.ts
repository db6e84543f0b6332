import type { Citizen, Random, Sex } from '../world.ts';
import type { HouseholdShape } from './households.ts';
import { drawSurname } from './names.ts';

/** A member of a household before the details: the years of birth already fit together. */
export type Kin = {
  readonly role: Citizen['householdRole'];
  readonly sex: Sex;
  readonly birthYear: number;
  readonly surname: string;
  readonly married: boolean;
};

// Years between generations, so chosen that a child is born 22 to 40 years after either parent:
// 23 … 29 after the younger parent, who is at most 4 years the younger; siblings are at most 6 years apart.
const GENERATION = [23, 29] as const;
const SPOUSES_APART = [0, 4] as const;
const SIBLINGS_APART = [2, 6] as const;

/** The members of a household of this shape: head, spouse, children (eldest first), parents, others. */
export function drawKin(random: Random, shape: HouseholdShape): readonly Kin[] {
  switch (shape) {
    case 'single':
      return [alone(random, random.chance(0.5) ? random.int(1985, 2003) : random.int(1932, 1985))];
    case 'couple':
      return couple(random, random.int(1966, 2003));
    case 'elders':
      return couple(random, random.int(1937, 1962));
    case 'one-parent':
      return oneParent(random);
    case 'one-child':
      return family(random, { children: 1, parents: 0 });
    case 'two-children':
      return family(random, { children: 2, parents: 0 });
    case 'grandmother':
      return family(random, { children: 1, parents: 1 });
    case 'three-generations':
      return family(random, { children: 1, parents: 2 });
    case 'left-behind':
      return leftBehind(random);
  }
}

function alone(random: Random, birthYear: number): Kin {
  return {
    role: 'HEAD',
    sex: random.chance(0.5) ? 'MALE' : 'FEMALE',
    birthYear,
    surname: drawSurname(random),
    married: false,
  };
}

/** Head and spouse; `younger` is the year of birth of the younger of the two. */
function couple(random: Random, younger: number): readonly [Kin, Kin] {
  const older = younger - random.int(...SPOUSES_APART);
  const headIsMale = random.chance(0.75);
  const husbandIsOlder = random.chance(0.8);
  const member = (role: 'HEAD' | 'SPOUSE', male: boolean): Kin => ({
    role,
    sex: male ? 'MALE' : 'FEMALE',
    birthYear: male === husbandIsOlder ? older : younger,
    surname: drawSurname(random),
    married: true,
  });
  return [member('HEAD', headIsMale), member('SPOUSE', !headIsMale)];
}

function family(
  random: Random,
  { children, parents }: { children: 1 | 2; parents: 0 | 1 | 2 },
): readonly Kin[] {
  const youngest = random.int(1999, 2026);
  const eldest = children === 1 ? youngest : youngest - random.int(...SIBLINGS_APART);
  const [head, spouse] = couple(random, eldest - random.int(...GENERATION));
  const surname = head.sex === 'MALE' ? head.surname : spouse.surname;
  const born = children === 1 ? [youngest] : [eldest, youngest];
  return [
    head,
    spouse,
    ...born.map((year) => child(random, year, surname)),
    ...elders(random, head, parents),
  ];
}

function oneParent(random: Random): readonly Kin[] {
  const birthYear = random.int(2001, 2024);
  const parent = alone(random, birthYear - random.int(...GENERATION));
  // A child who lives with the mother has the surname of a father who is registered elsewhere.
  return [parent, child(random, birthYear, parent.sex === 'MALE' ? parent.surname : drawSurname(random))];
}

/** Grandparents who bring up a grandchild while the parents work elsewhere. */
function leftBehind(random: Random): readonly Kin[] {
  const [head, spouse] = couple(random, random.int(1950, 1966));
  const surname = head.sex === 'MALE' ? head.surname : spouse.surname;
  return [head, spouse, { ...child(random, random.int(2009, 2022), surname), role: 'OTHER' }];
}

function child(random: Random, birthYear: number, surname: string): Kin {
  return { role: 'CHILD', sex: random.chance(0.52) ? 'MALE' : 'FEMALE', birthYear, surname, married: false };
}

/** The parents of the head; a single one is the widowed mother. */
function elders(random: Random, head: Kin, count: 0 | 1 | 2): readonly Kin[] {
  if (count === 0) return [];
  const younger = head.birthYear - random.int(...GENERATION);
  const mother: Kin = {
    role: 'PARENT',
    sex: 'FEMALE',
    birthYear: younger,
    surname: drawSurname(random),
    married: count === 2,
  };
  if (count === 1) return [mother];
  const father: Kin = {
    ...mother,
    sex: 'MALE',
    birthYear: younger - random.int(...SPOUSES_APART),
    surname: head.surname,
  };
  return [father, mother];
}
