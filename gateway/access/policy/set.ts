import type { Matter, Policy } from '#schema/policy/policy.ts';
import { keepRecent } from '../../recent.ts';
import type { FieldRules } from '../field-rules.ts';
import { decider, type NamedPolicy, policiesIn, scopeOf, validationProblems } from './cedar.ts';
import { cedarSchema, matterPolicies, rolePolicies } from './compile.ts';
import { type DecidingParts, type Decisions, decisions, meets, type Rights } from './decide.ts';

/** One version of the policy, as it is compiled for one supergraph. */
export type PolicySet = {
  readonly policy: Policy;
  /** What becomes of fields for a set of rights; the same for equal rights. */
  decisionsFor(rights: Rights): Decisions;
  /** Whether rights meet a policy of federation's `@policy`. */
  meets(name: string, rights: Rights): boolean;
};

/** What a policy is compiled from. */
export type PolicySource = {
  readonly policy: Policy;
  /** The text of guard.cedar. */
  readonly guard: string;
  readonly rules: FieldRules;
  /** Named by federation's `@policy`. */
  readonly policyNames: readonly string[];
};

/**
 * All that is wrong with a policy against the supergraph's Cedar schema; only what has no problem may be loaded. It takes
 * some milliseconds a matter.
 */
export function cedarProblems(source: PolicySource): readonly string[] {
  const { policy, rules, policyNames } = source;
  try {
    return validationProblems(
      [
        ...commonPolicies(source),
        ...[...policy.matters.values()].flatMap((each) => matterPolicies(each, rules)),
      ],
      cedarSchema({ rules, roles: policy.roles.keys(), policyNames }),
    );
  } catch (error) {
    return [(error as Error).message];
  }
}

/** Compiles a policy that has no problems, each matter when it is first asked for. */
export function loadPolicySet(source: PolicySource, alarm: DecidingParts['alarm']): PolicySet {
  const { policy } = source;
  const common = commonPolicies(source);
  // The policies in force for a matter alone: a decision among those of a thousand would take a thousand times as long.
  const sets = new Map<string, MatterSet>();
  const setFor = (code: string) => {
    const known = sets.get(code);
    if (known) return known;
    const policies = policiesFor(policy.matters.get(code) ?? null, source, common);
    const set = {
      decide: decider(policies),
      scopes: policies.map(scopeOf),
      asksForUnit: policies.some(({ text }) => text.includes('principal.org')),
    };
    sets.set(code, set);
    return set;
  };
  const known = keepRecent<Decisions>(mostRights);
  return {
    policy,
    decisionsFor(given) {
      const set = setFor(given.matter?.code ?? '');
      // A thousand units that no policy tells apart are decided once.
      const rights = set.asksForUnit ? given : { ...given, org: '' };
      const key = keyOf(rights);
      const found = known.get(key);
      if (found) return found;
      const made = decisions(rights, { ...set, alarm });
      known.set(key, made, 1);
      return made;
    },
    meets: (name, rights) => meets(name, rights, { ...setFor(rights.matter?.code ?? ''), alarm }),
  };
}

type MatterSet = Pick<DecidingParts, 'decide' | 'scopes'> & {
  /** Whether a policy looks at the caller's unit. */
  readonly asksForUnit: boolean;
};

/** Kept sets of rights, each with all that was decided for it. */
const mostRights = 4_096;

/** All policies that can decide for a matter: those that hold of all, and its own. */
export function policiesFor(
  matter: Matter | null,
  source: PolicySource,
  common: readonly NamedPolicy[] = commonPolicies(source),
): readonly NamedPolicy[] {
  return [...common, ...(matter ? matterPolicies(matter, source.rules) : [])];
}

/** The guard's and those of roles. */
function commonPolicies({ policy, guard, rules }: PolicySource): readonly NamedPolicy[] {
  const departments = [...new Set([...rules.values()].flatMap((rule) => rule.departments))];
  return [...policiesIn(guard, 'guard.cedar'), ...rolePolicies(policy, departments)];
}

function keyOf({ matter, ...rights }: Rights): string {
  return JSON.stringify([matter?.code ?? null, ...Object.values(rights)]);
}
