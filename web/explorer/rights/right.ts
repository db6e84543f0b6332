/** What becomes of a field's values under a matter. */
export const effects = ['CLEAR', 'MASKED', 'BY_RECORD', 'DENIED'] as const;
export type Effect = (typeof effects)[number];

/** What becomes of a value, and how it is masked or why it is refused. */
export type Outcome = {
  readonly effect: Effect;
  /** The masking rule. */
  readonly mask: string | null;
  readonly reason: { readonly code: string; readonly message: string; readonly messageZh: string } | null;
};

/** What somebody may see of one field (`Type.field`), as the gateway tells it. */
export type Right = Outcome & {
  readonly path: string;
  readonly title: string;
  readonly basis: string | null;
  readonly validUntil: string | null;
  /** Where it depends on the record: by the facts that hold of it. */
  readonly otherwise: readonly ByRecord[] | null;
};

/** What becomes of a value where these facts hold of its record, and no others. */
export type ByRecord = Outcome & { readonly facts: readonly string[] };

/** The rights of one type. */
export type TypeRights = { readonly type: string; readonly rights: readonly Right[] };

/** Words that a field's path and title must hold, and an effect; null for any. */
export type Sought = { readonly words: string; readonly effect: Effect | null };

/** The rights that are sought, by type: the entry points first, then by name. */
export function rightsByType(rights: readonly Right[], sought: Sought): readonly TypeRights[] {
  const types = new Map<string, Right[]>();
  for (const right of rights.filter((each) => isSought(each, sought))) {
    const type = right.path.slice(0, right.path.indexOf('.'));
    types.set(type, [...(types.get(type) ?? []), right]);
  }
  return [...types]
    .map(([type, own]) => ({ type, rights: own }))
    .sort((one, other) => rank(one.type) - rank(other.type) || one.type.localeCompare(other.type));
}

/** Without the combinations of facts that say nothing new: any one fact fewer, and the same becomes of the value. */
export function telling(all: readonly ByRecord[]): readonly ByRecord[] {
  const effectAt = new Map(all.map(({ facts, effect }) => [keyOf(facts), effect]));
  return all.filter(({ facts, effect }) => {
    const fewer = facts.map((fact) => keyOf(facts.filter((other) => other !== fact)));
    return fewer.length === 0 || fewer.some((key) => effectAt.get(key) !== effect);
  });
}

/** How many there are of an effect. */
export function countOf(rights: readonly Right[], effect: Effect): number {
  return rights.filter((right) => right.effect === effect).length;
}

function keyOf(facts: readonly string[]): string {
  return [...facts].sort().join(' ');
}

function isSought({ path, title, effect }: Right, sought: Sought): boolean {
  if (sought.effect !== null && effect !== sought.effect) return false;
  const text = `${path} ${title}`.toLowerCase();
  return sought.words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function rank(type: string): number {
  return ['Query', 'Mutation', 'Subscription'].includes(type) ? 0 : 1;
}
