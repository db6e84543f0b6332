import { unmet } from '#schema/federation/requirement.ts';
import type { Reason } from '../../effect.ts';
import type { Rights } from '../policy/decide.ts';
import { unmetRequirement } from '../policy/reasons.ts';
import type { PolicySet } from '../policy/set.ts';
import type { FederationRules } from './rules.ts';

/**
 * Why federation's own directives refuse a field as selected on a type, whatever policy says; null where they don't. `@policy` is
 * decided by Cedar, as an action of the policy's name; where no policy is in force nobody meets one.
 */
export function refusedByFederation(
  [type, field]: readonly [type: string, field: string],
  rights: Rights,
  { federation, set }: { readonly federation: FederationRules; readonly set: PolicySet | null },
): Reason | null {
  const requirement = federation.isEmpty ? null : federation.requirementOf(type, field);
  const lacking =
    requirement &&
    unmet(requirement, { ...rights, meetsPolicy: (name) => set?.meets(name, rights) ?? false });
  if (!lacking) return null;
  const missing = lacking.kind === 'UNAUTHENTICATED' ? '' : `: ${lacking.missing.join(', ')}`;
  const [en, zh] = words[lacking.kind];
  return unmetRequirement(`${type}.${field}`, `${en}${missing}`, `${zh}${missing}`);
}

const words = {
  UNAUTHENTICATED: ['a signed-in caller, known by a bearer token', '先登录(Authorization: Bearer)'],
  SCOPES: ['scopes that your token has not', '令牌带有相应的 scope'],
  POLICY: ['a policy that does not admit you', '符合其访问策略'],
} as const;
