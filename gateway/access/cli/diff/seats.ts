import type { Matter } from '#schema/policy/policy.ts';
import type { Caller } from '../../../identity/caller.ts';
import type { Rights } from '../../policy/decide.ts';
import type { PolicySource } from '../../policy/set.ts';
import { levels } from '../deciding.ts';

/** Somebody who may come with a matter: all that decisions depend on, besides the record. */
export type Seat = {
  readonly role: string;
  /** Null: a department or unit that neither policy names. */
  readonly dept: string | null;
  readonly unit: string | null;
  readonly level: Caller['level'];
  readonly standing: Rights['standing'];
};

/** A matter as it is before and after; both null for callers who name none. */
export type Pair = { readonly before: Matter | null; readonly after: Matter | null };

/** Everybody whom two policies may tell apart. */
export function seatsOf(
  { before, after }: Pair,
  sources: readonly PolicySource[],
  departments: Iterable<string>,
): readonly Seat[] {
  const policies = sources.map(({ policy }) => policy);
  const roles = new Set(policies.flatMap((policy) => [...policy.roles.keys()]));
  const known = new Set([...departments, ...policies.flatMap((policy) => [...policy.departments.keys()])]);
  const matters = [before, after].filter((matter) => matter !== null);
  const depts = namedOr(
    matters.map((matter) => matter.departments),
    [...known, null],
  );
  const units = namedOr(
    matters.map((matter) => matter.units),
    [null],
  );
  const standings = matters.length > 0 ? (['verified', 'unverified', 'none'] as const) : (['none'] as const);
  return [...roles].flatMap((role) =>
    (matters.length > 0 || seesDepartment(role, sources) ? depts : [null]).flatMap((dept) =>
      units.flatMap((unit) =>
        levels.flatMap((level) => standings.map((standing) => ({ role, dept, unit, level, standing }))),
      ),
    ),
  );
}

/** Whether it matters without a matter of which department somebody is. */
function seesDepartment(role: string, sources: readonly PolicySource[]): boolean {
  return sources.some(
    ({ policy, guard }) =>
      policy.roles.get(role)?.ownDepartment === 'clear' || guard.replaceAll(/\/\/.*/g, '').includes('dept'),
  );
}

/** Those that are named; where either names none, it is for all: then also everybody else. */
function namedOr(
  lists: readonly (readonly string[])[],
  everybody: readonly (string | null)[],
): readonly (string | null)[] {
  const isForAll = lists.length === 0 || lists.some((list) => list.length === 0);
  return [...new Set([...lists.flat(), ...(isForAll ? everybody : [])])];
}

/** The caller on a seat, of whom all that may hold of a record holds of some. */
export function callerOn({ role, dept, unit, level }: Seat): Caller {
  return {
    subject: 'seat',
    name: role,
    isAuthenticated: true,
    org: unit,
    dept,
    roles: [role],
    region: '330100',
    scopes: [],
    level,
  };
}
