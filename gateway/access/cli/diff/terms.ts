import type { Matter, Role } from '#schema/policy/policy.ts';
import { type NamedPolicy, policiesIn } from '../../policy/cedar.ts';
import type { PolicySource } from '../../policy/set.ts';

/** Something that is otherwise in the new policy: null where it is not there. */
export type Term = {
  readonly kind: 'matter' | 'role' | 'guard';
  readonly code: string;
  /** In people's words, of a matter or role. */
  readonly title: string;
  /** Null for the whole of it. */
  readonly member: string | null;
  readonly before: string | null;
  readonly after: string | null;
};

/** What is written otherwise of matters, roles and the guard, beside the fields that a matter grants. */
export function termsOf(before: PolicySource, after: PolicySource): readonly Term[] {
  return [
    ...pairs(before.policy.matters, after.policy.matters).flatMap(([one, other]) =>
      changed('matter', { one, other }, matterMembers),
    ),
    ...pairs(before.policy.roles, after.policy.roles).flatMap(([one, other]) =>
      changed('role', { one, other }, roleMembers),
    ),
    ...pairs(guardOf(before), guardOf(after)).flatMap(([one, other]) =>
      changed('guard', { one, other }, guardMembers),
    ),
  ];
}

/** What both sides have under one name, and what either has alone. */
export function pairs<V>(
  one: ReadonlyMap<string, V>,
  other: ReadonlyMap<string, V>,
): readonly (readonly [V | null, V | null])[] {
  const names = [...new Set([...one.keys(), ...other.keys()])].toSorted();
  return names.map((name) => [one.get(name) ?? null, other.get(name) ?? null]);
}

type Named = { readonly code: string; readonly title: string };
type Members<V> = (value: V) => Readonly<Record<string, string | null>>;

function changed<V extends Named>(
  kind: Term['kind'],
  { one, other }: { readonly one: V | null; readonly other: V | null },
  members: Members<V>,
): readonly Term[] {
  const named = other ?? one;
  if (!named) return [];
  const { code, title } = named;
  if (!one || !other) return [{ kind, code, title, member: null, before: one && code, after: other && code }];
  const before = members(one);
  const after = members(other);
  return Object.keys(after)
    .filter((member) => before[member] !== after[member])
    .map((member) => ({
      kind,
      code,
      title,
      member,
      before: before[member] ?? null,
      after: after[member] ?? null,
    }));
}

const matterMembers: Members<Matter> = (matter) => ({
  title: matter.title,
  basis: told(matter.basis),
  subject: matter.subject,
  roles: told(matter.roles),
  departments: told(matter.departments),
  units: told(matter.units),
  case: matter.case,
  validity: `${matter.validity.from} – ${matter.validity.to ?? ''}`,
  accessLog: Object.values(matter.accessLog).join(' '),
  minors: matter.minors && matter.minors.basis,
});

const roleMembers: Members<Role> = ({ title, ownDepartment, needsMatter }) => ({
  title,
  ownDepartment,
  needsMatter: String(needsMatter),
});

const guardMembers: Members<Guarding> = ({ text }) => ({ text });

type Guarding = Named & { readonly text: string };

function guardOf({ guard }: PolicySource): ReadonlyMap<string, Guarding> {
  const policies = policiesIn(guard, 'guard.cedar');
  return new Map(policies.map(({ id, text }: NamedPolicy) => [id, { code: id, title: '', text }]));
}

function told(names: readonly string[]): string | null {
  return names.length > 0 ? names.join('、') : null;
}
