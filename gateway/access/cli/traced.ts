import { type FactName, type FieldEffect, fact } from '../../effect.ts';
import type { FieldRule } from '../field-rules.ts';
import { type Asked, type Decision, decider, scopeOf } from '../policy/cedar.ts';
import { decisions, type Rights } from '../policy/decide.ts';
import { type PolicySource, policiesFor } from '../policy/set.ts';

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

function formIn({ context }: Asked): Question['form'] {
  return context['form'] === 'clear' ? 'clear' : 'masked';
}

function factsIn({ resource }: Asked): number {
  return Object.entries(resource).reduce(
    (facts, [name, holds]) => (holds === true ? facts | (fact[name as FactName] ?? 0) : facts),
    0,
  );
}
