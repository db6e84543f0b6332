import { type Way, waysOf } from '../ways.ts';
import type { Form } from '../words.ts';
import { allFacts, type Move } from './moves.ts';
import type { Seat } from './seats.ts';

/** Fields that the same people see otherwise, in the same way, of the same records. */
export type Group = {
  readonly from: Form;
  readonly to: Form;
  readonly fields: readonly string[];
  readonly who: readonly Who[];
};

/** Everybody who has one of each. */
export type Who = {
  readonly roles: readonly string[];
  readonly departments: readonly (string | null)[];
  readonly units: readonly (string | null)[];
  readonly levels: readonly string[];
  readonly standings: readonly Seat['standing'][];
  readonly ways: readonly Way[];
};

/** Moves as few groups, those that show more first. */
export function groupsOf(moves: readonly Move[]): readonly Group[] {
  const byField = Map.groupBy(moves, ({ coordinate, from, to }) => `${coordinate} ${from} ${to}`);
  const alike = Map.groupBy(byField.values(), (own) => {
    const [first] = own;
    return JSON.stringify([
      first?.from,
      first?.to,
      own.map(({ seat, combinations }) => [seat, combinations.toSorted((one, other) => one - other)]),
    ]);
  });
  return [...alike.values()]
    .flatMap((fields) => {
      const first = fields[0]?.[0];
      if (!fields[0] || !first) return [];
      const coordinates = fields.flatMap((own) => own[0]?.coordinate ?? []);
      return [{ from: first.from, to: first.to, fields: coordinates, who: whoIn(fields[0]) }];
    })
    .toSorted((one, other) => gain(other) - gain(one));
}

/** How much more a group shows; what was not seen at all counts most. */
function gain({ from, to }: Group): number {
  return worth[to] - worth[from];
}

const worth: Readonly<Record<Form, number>> = { denied: 0, masked: 2, clear: 3 };

/** Joins those who differ in one thing alone, one thing after the other. */
function whoIn(moves: readonly Move[]): readonly Who[] {
  const single = moves.map(
    ({ seat, combinations }): Joining => ({
      roles: [seat.role],
      departments: [seat.dept],
      units: [seat.unit],
      levels: [seat.level],
      standings: [seat.standing],
      combinations: combinations.toSorted((one, other) => one - other),
    }),
  );
  const whole = dimensions.reduce(joined, single);
  return whole.map(({ combinations, ...rest }) => ({ ...rest, ways: waysOf(combinations, allFacts) }));
}

type Joining = Omit<Who, 'ways'> & { readonly combinations: readonly number[] };

const dimensions = ['levels', 'standings', 'units', 'departments', 'roles'] as const;

function joined(all: readonly Joining[], dimension: (typeof dimensions)[number]): readonly Joining[] {
  const alike = Map.groupBy(all, (each) => JSON.stringify({ ...each, [dimension]: null }));
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, [dimension]: group.flatMap((each) => each[dimension]) }] : [];
  });
}
