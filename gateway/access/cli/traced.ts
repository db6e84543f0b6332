import type { Matter } from '#schema/policy/policy.ts';
import { type FactName, type FieldEffect, fact } from '../../effect.ts';
import type { FieldRule } from '../field-rules.ts';
import {
  type Asked,
  type Decision,
  decider,
  type NamedPolicy,
  policiesIn,
  scopeOf,
} from '../policy/cedar.ts';
import { matterPolicies, rolePolicies } from '../policy/compile.ts';
import { decisions, type Rights } from '../policy/decide.ts';
import type { PolicySource } from '../policy/set.ts';

/** One question that was put to Cedar about a field, and what it said. */
export type Question = {
  readonly form: 'clear' | 'masked';
  /** Of the record, as bits. */
  readonly facts: number;
  readonly decision: Decision;
};

/** What became of a field, and all that was asked for it. */
export type Traced = { readonly effect: FieldEffect; readonly questions: readonly Question[] };

/** Decides as the gateway does, and tells which policies decided. */
export function tracing(rights: Rights, source: PolicySource): (rule: FieldRule) => Traced {
  const policies = policiesFor(rights.matter, source);
  const decide = decider(policies);
  const scopes = policies.map(scopeOf);
  return (rule) => {
    const questions: Question[] = [];
    const recording = (asked: Asked): Decision => {
      const decision = decide(asked);
      questions.push({ form: formIn(asked), facts: factsIn(asked), decision });
      return decision;
    };
    // Anew for each field: what is kept of one would be told of none that is like it.
    const effect = decisions(rights, { decide: recording, scopes, alarm: () => undefined })(rule);
    return { effect, questions };
  };
}

/** All policies that can decide for a matter: the guard's, those of roles, and its own. */
export function policiesFor(
  matter: Matter | null,
  { policy, guard, rules }: PolicySource,
): readonly NamedPolicy[] {
  const departments = [...new Set([...rules.values()].flatMap((rule) => rule.departments))];
  return [
    ...policiesIn(guard, 'guard.cedar'),
    ...rolePolicies(policy, departments),
    ...(matter ? matterPolicies(matter, rules) : []),
  ];
}

function formIn({ context }: Asked): Question['form'] {
  return context['form'] === 'clear' ? 'clear' : 'masked';
}

function factsIn({ resource }: Asked): number {
  return Object.entries(resource).reduce(
    (facts, [name, holds]) => (holds === true ? facts | (fact[name as FactName] ?? 0) : facts),
    0,
  );
}
