import type { Grant, Policy } from '#schema/policy/policy.ts';
import type { FieldRule, FieldRules } from '../../field-rules.ts';
import { grantsOf } from '../../policy/compile.ts';
import { type NotGranted, reasonsFor } from './not-granted.ts';

/** By which rule it is decided who sees a field. */
export type Ground =
  | { readonly kind: 'everybody'; readonly butSoleTraders: boolean }
  | { readonly kind: 'nobody'; readonly basis: string | null }
  | { readonly kind: 'granted'; readonly matters: readonly Granting[] }
  | { readonly kind: 'not-granted'; readonly reason: string }
  | { readonly kind: 'missing' };

/** A matter that grants a field, and how. */
export type Granting = { readonly matter: string; readonly grant: Grant };

/** A field and its ground. */
export type Covered = { readonly rule: FieldRule; readonly ground: Ground };

/** The ground of every field, in the supergraph's order. */
export function coverageOf(
  { matters }: Policy,
  rules: FieldRules,
  notGranted: readonly NotGranted[],
): readonly Covered[] {
  const grants = [...matters.values()].map((matter) => ({ code: matter.code, of: grantsOf(matter, rules) }));
  const grantingOf = ({ coordinate }: FieldRule): readonly Granting[] =>
    grants.flatMap(({ code, of }) => {
      const grant = of.get(coordinate);
      return grant ? [{ matter: code, grant }] : [];
    });
  const open = [...rules.values()].filter(
    (rule) => rule.share === 'CONDITIONAL' && grantingOf(rule).length === 0,
  );
  const reasons = reasonsFor(new Set(open.map(({ coordinate }) => coordinate)), notGranted);
  return [...rules.values()].map((rule) => ({
    rule,
    ground: groundOf(rule, grantingOf(rule), reasons.get(rule.coordinate) ?? null),
  }));
}

function groundOf(rule: FieldRule, matters: readonly Granting[], said: NotGranted | null): Ground {
  if (rule.share === 'UNCONDITIONAL') return { kind: 'everybody', butSoleTraders: rule.isCreditCode };
  if (rule.share === 'NONE') return { kind: 'nobody', basis: rule.basis };
  if (matters.length > 0) return { kind: 'granted', matters };
  return said ? { kind: 'not-granted', reason: said.reason } : { kind: 'missing' };
}
