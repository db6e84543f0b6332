import type { Member } from './members.ts';
import { type Holder, type Members, tellOfNoType } from './slot.ts';

/** The members of one type's records. */
export type TypedMembers = Members & {
  /** Whether nothing that is asked of the type is missing in a record. */
  readonly isWhole: (record: Readonly<Record<string, unknown>>) => boolean;
};

/** Tells the facts of a record where it stands. */
export type FactsAt = (record: Readonly<Record<string, unknown>>, here: Holder) => number;

type Written = {
  readonly text: Members['textOf'];
  readonly factsAt: FactsAt | undefined;
  readonly inherits: boolean;
};

/** Puts together the members of one type; apart from the compiling, so that what is kept holds nothing of what only that needed. */
export function typedMembers(
  name: string | null,
  members: readonly Member[],
  { text, factsAt, inherits }: Written,
): TypedMembers {
  const textOf: Members['textOf'] = factsAt
    ? (record, here) => text(record, { ...here, facts: factsAt(record, here) })
    : text;
  return {
    inherits,
    textOf(record, here) {
      const typename = record['__typename'];
      if (typename === undefined || typename === name || name === null) return textOf(record, here);
      tellOfNoType(here);
      return undefined;
    },
    isWhole: (record) =>
      members.length === 0 ||
      (members.some(({ isShown }) => isShown) &&
        members.every(({ isShown, read }) => !isShown || read(record) !== undefined)),
    pathOf([first, ...rest]) {
      const member = members.find(({ fetched }) => fetched === first);
      return member ? [member.key, ...member.slot.pathOf(rest)] : [];
    },
  };
}
