import { hash } from '../random.ts';

/** Citizens come in blocks of twelve: a block shares its prefecture and the cell that keeps its numbers unique. */
export const CITIZENS_PER_BLOCK = 12;

/** Every block holds four households, so household n is in block n / 4 and nothing has to be counted. */
const HOUSEHOLDS_PER_BLOCK = 4;

/** The first households hold the named citizens: two blocks, laid out the same for every seed. */
export const NAMED_HOUSEHOLDS = 8;

/** What a household consists of, besides its head. */
export type HouseholdShape =
  | 'single'
  | 'couple'
  | 'elders'
  | 'one-parent'
  | 'one-child'
  | 'two-children'
  | 'grandmother'
  | 'three-generations'
  | 'left-behind';

/** Where a household lies: its citizens are `first` … `first + size − 1`, head first. */
export type HouseholdPlace = {
  readonly household: number;
  readonly shape: HouseholdShape;
  readonly first: number;
  readonly size: number;
};

const SIZES: Readonly<Record<HouseholdShape, number>> = {
  single: 1,
  couple: 2,
  elders: 2,
  'one-parent': 2,
  'one-child': 3,
  'left-behind': 3,
  'two-children': 4,
  grandmother: 4,
  'three-generations': 5,
};

// Each adds up to twelve.
const PATTERNS: readonly (readonly HouseholdShape[])[] = [
  ['one-child', 'two-children', 'couple', 'one-child'],
  ['two-children', 'two-children', 'one-child', 'single'],
  ['three-generations', 'one-child', 'elders', 'one-parent'],
  ['three-generations', 'two-children', 'elders', 'single'],
  ['one-child', 'one-child', 'one-child', 'left-behind'],
  ['grandmother', 'one-child', 'elders', 'one-child'],
  ['two-children', 'three-generations', 'couple', 'single'],
  ['two-children', 'one-child', 'one-child', 'elders'],
];

const NAMED_PATTERNS: readonly (readonly HouseholdShape[])[] = [
  ['two-children', 'grandmother', 'elders', 'one-parent'],
  ['one-child', 'one-child', 'one-parent', 'grandmother'],
];

/** The place of a household, by its index. */
export function householdPlace(seed: number, household: number): HouseholdPlace {
  const block = Math.floor(household / HOUSEHOLDS_PER_BLOCK);
  const shapes = patternOf(seed, block);
  const nth = household % HOUSEHOLDS_PER_BLOCK;
  const shape = shapes[nth] as HouseholdShape;
  const before = shapes.slice(0, nth).reduce((sum, each) => sum + SIZES[each], 0);
  return { household, shape, first: block * CITIZENS_PER_BLOCK + before, size: SIZES[shape] };
}

/** The index of the household to which a citizen belongs. */
export function householdOf(seed: number, citizen: number): number {
  const block = Math.floor(citizen / CITIZENS_PER_BLOCK);
  const shapes = patternOf(seed, block);
  let left = citizen % CITIZENS_PER_BLOCK;
  const nth = shapes.findIndex((shape) => {
    left -= SIZES[shape];
    return left < 0;
  });
  return block * HOUSEHOLDS_PER_BLOCK + nth;
}

/** How many households a world of so many citizens has; the last one may be cut short. */
export function countHouseholds(seed: number, citizens: number): number {
  return householdOf(seed, citizens - 1) + 1;
}

function patternOf(seed: number, block: number): readonly HouseholdShape[] {
  const named = NAMED_PATTERNS[block];
  if (named !== undefined) return named;
  return PATTERNS[hash(seed, 'household.pattern', block) % PATTERNS.length] as readonly HouseholdShape[];
}
