import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentNode } from 'graphql';
import { type Policy, policyProblems, readPolicy } from '#schema/policy/policy.ts';
import type { FieldRules } from '../field-rules.ts';
import { cedarProblems } from './set.ts';

/** A policy that may be loaded, or all that is wrong with it. */
export type CheckedPolicy =
  | { readonly kind: 'policy'; readonly policy: Policy; readonly guard: string }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** What a policy is checked against. */
export type Against = {
  readonly document: DocumentNode;
  readonly rules: FieldRules;
  readonly policyNames: readonly string[];
};

/** Reads a policy folder and checks it against a supergraph, by the vocabulary and by Cedar. */
export function checkedPolicy(folder: string, { document, rules, policyNames }: Against): CheckedPolicy {
  const guardFile = join(folder, 'guard.cedar');
  if (!existsSync(guardFile))
    return { kind: 'problems', problems: [`${guardFile}: not there; a policy needs its guard`] };
  const guard = readFileSync(guardFile, 'utf8');
  const reading = readPolicy(folder);
  if (reading.kind === 'problems') return reading;
  const { policy } = reading;
  const problems = [
    ...policyProblems(policy, document),
    ...cedarProblems({ policy, guard, rules, policyNames }),
  ];
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'policy', policy, guard };
}
