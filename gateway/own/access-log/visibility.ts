import type { Policy } from '#schema/policy/policy.ts';

/** Whether the subject of a look-up may be told of it: now, from a time on, or not at all. */
export type Visibility =
  | { readonly kind: 'shown' }
  | { readonly kind: 'later'; readonly from: number }
  | { readonly kind: 'hidden'; readonly basis: string };

/**
 * By the matter as it is in force now. What was looked up without a matter is open to everybody, and so is the look-up. Of a
 * matter that there is no longer nobody can say that it may be told.
 */
export function visibilityOf(matter: string | null, time: number, policy: Policy | null): Visibility {
  if (matter === null) return { kind: 'shown' };
  const rule = policy?.matters.get(matter)?.accessLog;
  if (!rule) return { kind: 'hidden', basis: '授权中已没有这个事项,无从判断可否告知' };
  if (rule.kind === 'delayed') {
    return { kind: 'later', from: time + rule.days * dayMs };
  }
  return rule;
}

const dayMs = 86_400_000;
