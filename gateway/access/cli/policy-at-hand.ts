import { checkedPolicy } from '../policy/checked.ts';
import type { PolicySource } from '../policy/set.ts';
import type { Opened } from './opened.ts';

/** A policy that may be loaded, with all that it is compiled from. */
export type PolicyAtHand = { readonly kind: 'policy'; readonly source: PolicySource };

/** Reads and checks a folder's policy as the gateway does before it loads it. */
export function policyAtHand(
  folder: string,
  opened: Opened,
): PolicyAtHand | { readonly kind: 'problems'; readonly problems: readonly string[] } {
  const checked = checkedPolicy(folder, opened);
  if (checked.kind === 'problems') return checked;
  const { policy, guard } = checked;
  return {
    kind: 'policy',
    source: { policy, guard, rules: opened.rules, policyNames: opened.policyNames },
  };
}
