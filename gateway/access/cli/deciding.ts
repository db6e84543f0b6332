import type { Matter, Policy } from '#schema/policy/policy.ts';
import { alwaysClear, type Effect, type FieldEffect } from '../../effect.ts';
import { Refusal } from '../../errors.ts';
import { anonymousExplorer, type Caller } from '../../identity/caller.ts';
import type { Persona } from '../../identity/personas.ts';
import { refusedByFederation } from '../federation/refused.ts';
import type { Rights } from '../policy/decide.ts';
import { matterAtHand } from '../policy/matter.ts';
import type { PolicySet } from '../policy/set.ts';
import { possibleFacts } from '../subjects.ts';
import type { Opened } from './opened.ts';

/** Who asks, why, when, and how far the case is known. */
export type Asking = {
  readonly caller: Caller;
  readonly matter: string | null;
  readonly standing: Rights['standing'];
  /** Whether the masks of some subject are lifted for the caller. */
  readonly isUnmasking: boolean;
  /** YYYY-MM-DD. */
  readonly today: string;
};

/** The rights with which the gateway would decide; throws its Refusal for a matter that is not the caller's. */
export function rightsOf(asking: Asking, policy: Policy): Rights {
  const { caller, today } = asking;
  return rightsFor(asking, matterAtHand(asking.matter, caller, { policy, today }));
}

/** The same, or the Refusal as a value. */
export function rightsOrRefusal(asking: Asking, policy: Policy): Rights | Refusal {
  try {
    return rightsOf(asking, policy);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** The rights for a matter that is at hand, or none. */
export function rightsFor({ caller, standing, isUnmasking, today }: Asking, matter: Matter | null): Rights {
  return {
    roles: caller.roles,
    dept: caller.dept ?? '',
    org: caller.org ?? '',
    level: Number(caller.level.slice(1)),
    isAuthenticated: caller.isAuthenticated,
    scopes: caller.scopes,
    matter,
    standing,
    today,
    possibleFacts: possibleFacts({
      region: caller.region,
      // Which they are makes no difference: whether a record is one of them is given.
      parties: standing === 'verified' ? ['party'] : [],
      unmasked: isUnmasking ? { id: 'unmasked', covers: () => true } : null,
      today,
    }),
  };
}

/** What becomes of fields for these rights: federation's directives come before policy. */
export function effectsFor(
  rights: Rights,
  set: PolicySet,
  opened: Opened,
): (coordinate: string) => FieldEffect {
  const decide = set.decisionsFor(rights);
  return (coordinate) => {
    const [type = '', field = ''] = coordinate.split('.');
    const reason = refusedByFederation([type, field], rights, { federation: opened.federation, set });
    if (reason) return { kind: 'always', effect: { kind: 'DENIED', reason } };
    const rule = opened.rules.get(coordinate);
    return rule ? decide(rule) : alwaysClear;
  };
}

/** What becomes of a field's value of a record with these facts. */
export function effectOf(effect: FieldEffect, facts: number): Effect {
  return effect.kind === 'always' ? effect.effect : effect.of(facts);
}

/** The caller that a persona signs in as; of nobody, who asks without a token. */
export function callerOf(persona: Persona | null): Caller {
  if (!persona) return anonymousExplorer;
  const { sub, name, org, dept, roles, region, scope, level } = persona;
  const known = levels.find((each) => each === level) ?? 'L1';
  return { subject: sub, name, isAuthenticated: true, org, dept, roles, region, scopes: scope, level: known };
}

/** The levels of clearance, lowest first. */
export const levels = ['L1', 'L2', 'L3', 'L4'] as const;
