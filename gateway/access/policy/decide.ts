import type { Matter } from '#schema/policy/policy.ts';
import {
  alwaysClear,
  clear,
  type Effect,
  type FactName,
  type FieldEffect,
  fact,
  type Reason,
} from '../../effect.ts';
import type { FieldRule } from '../field-rules.ts';
import type { Asked, Decider, Decision, PolicyScope } from './cedar.ts';
import { dayNumber, groupsOf, policyAction } from './compile.ts';
import * as reasons from './reasons.ts';

/** All of a caller and a purpose that a decision depends on. */
export type Rights = {
  readonly roles: readonly string[];
  readonly dept: string;
  readonly org: string;
  readonly level: number;
  readonly isAuthenticated: boolean;
  /** Where federation's directives ask for some. */
  readonly scopes: readonly string[];
  readonly matter: Matter | null;
  readonly standing: 'none' | 'unverified' | 'verified';
  /** YYYY-MM-DD, in China. */
  readonly today: string;
  /** Facts that a record can have at all: nobody is a party where there is no case. */
  readonly possibleFacts: number;
};

/** What becomes of fields for one set of rights. */
export type Decisions = (rule: FieldRule) => FieldEffect;

export type DecidingParts = {
  readonly decide: Decider;
  readonly scopes: readonly PolicyScope[];
  /** Told of policies that could not be evaluated. */
  readonly alarm: (failed: readonly string[], coordinate: string) => void;
};

/** Whether rights meet a policy of federation's `@policy`, which is an action of its own. */
export function meets(name: string, rights: Rights, { decide, alarm }: DecidingParts): boolean {
  const action = policyAction(name);
  const { isAllowed, failed } = decide(asking(action, [], { form: 'clear', facts: 0, rights }));
  if (failed.length > 0) alarm(failed, action);
  return isAllowed;
}

/**
 * Decides by Cedar, once for all fields that no policy tells apart: those that belong to the same groups and are named by
 * the same policies. A field that depends on the record is decided for each combination of the facts that a policy about
 * it reads.
 */
export function decisions(rights: Rights, parts: DecidingParts): Decisions {
  const known = new Map<string, Kind>();
  return (rule) => {
    const groups = groupsOf(rule);
    const about = parts.scopes.filter(({ actions }) => isAbout(actions, rule.coordinate, groups));
    const key = [...groups, ...about.map(({ id }) => id), rule.isComposite, rule.subject].join('\n');
    const kind = known.get(key) ?? kindOf({ rule, groups, about }, rights, parts);
    known.set(key, kind);
    return effectOf(kind, rule, rights);
  };
}

type Deciding = {
  readonly rule: FieldRule;
  readonly groups: readonly string[];
  readonly about: readonly PolicyScope[];
};

/** What is decided of one kind of field, by the facts that matter to it. */
type Kind = {
  readonly facts: number;
  readonly outcomes: ReadonlyMap<number, Outcome>;
  /** Whether a policy grants it by name, if only of some records. */
  readonly isGranted: boolean;
};
type Outcome = { readonly form: 'clear' | 'masked' | 'denied'; readonly why: Decision };

function kindOf(deciding: Deciding, rights: Rights, parts: DecidingParts): Kind {
  let facts = 0;
  for (const { resourceAttributes } of deciding.about)
    for (const attribute of resourceAttributes) facts |= fact[attribute as FactName] ?? 0;
  facts &= rights.possibleFacts & factsOf(deciding.rule);
  const outcomes = new Map<number, Outcome>();
  for (const each of subsetsOf(facts)) outcomes.set(each, outcome(deciding, each, { rights, parts }));
  const isGranted = deciding.about.some(
    ({ effect, actions }) => effect === 'permit' && actions?.has(deciding.rule.coordinate),
  );
  return { facts, outcomes, isGranted };
}

/** A firm is no minor and a person no sole trader; of what a type doesn't say, it may be either's. */
function factsOf({ subject, isCreditCode }: FieldRule): number {
  const all = fact.minor | fact.soleTrader | ofRecord | fact.unmasked;
  if (subject === 'enterprise') return all & ~fact.minor;
  return subject === 'citizen' && !isCreditCode ? all & ~fact.soleTrader : all;
}

/** Clear where that is permitted; else masked; what is entered and not shown needs no more than that. */
function outcome(
  { rule, groups }: Deciding,
  facts: number,
  { rights, parts }: { readonly rights: Rights; readonly parts: DecidingParts },
): Outcome {
  const ask = (form: 'clear' | 'masked'): Decision => {
    const decision = parts.decide(asking(rule.coordinate, groups, { form, facts, rights }));
    if (decision.failed.length > 0) parts.alarm(decision.failed, rule.coordinate);
    return decision;
  };
  const inClear = ask('clear');
  if (inClear.isAllowed) return { form: 'clear', why: inClear };
  if (inClear.failed.length > 0) return { form: 'denied', why: inClear };
  const masked = ask('masked');
  return masked.isAllowed ? { form: 'masked', why: inClear } : { form: 'denied', why: masked };
}

function asking(
  action: string,
  groups: readonly string[],
  { form, facts, rights }: { readonly form: string; readonly facts: number; readonly rights: Rights },
): Asked {
  const { roles, level, dept, org, isAuthenticated, matter, standing, today } = rights;
  return {
    principal: { attributes: { level, dept, org, authenticated: isAuthenticated }, roles },
    action,
    groups,
    resource: {
      minor: (facts & fact.minor) !== 0,
      soleTrader: (facts & fact.soleTrader) !== 0,
      inRegion: (facts & fact.inRegion) !== 0,
      party: (facts & fact.party) !== 0,
      unmasked: (facts & fact.unmasked) !== 0,
    },
    context: {
      form,
      matter: matter?.code ?? '',
      standing,
      today: dayNumber(today),
      minors: matter?.minors !== null && matter !== null,
    },
  };
}

function effectOf({ facts, outcomes, isGranted }: Kind, rule: FieldRule, rights: Rights): FieldEffect {
  const granted = isGranted ? ((facts & ofRecord) === 0 ? 'all' : 'some') : 'none';
  const effects = new Map(
    [...outcomes].map(([each, known]) => [each, worded(known, rule, { ...rights, granted })]),
  );
  // What is refused of every record is refused for the reason that holds of the one which permits most.
  const best = effects.get(facts & ~worst(facts)) ?? clear;
  if ([...effects.values()].every((each) => isSame(best, each)))
    return best.kind === 'CLEAR' ? alwaysClear : { kind: 'always', effect: best };
  const least = effects.get(worst(facts)) as Effect;
  return {
    kind: 'by-record',
    facts,
    isOfValue: rule.isCreditCode && (facts & fact.soleTrader) !== 0,
    of: (own) => effects.get(own & facts) ?? least,
  };
}

/** What keeps it from being shown clear is told, if it is more than a grant of the masked form. */
function unmaskable(inClear: Decision, rule: FieldRule, rights: Granting): Effect {
  const { matter, standing } = rights;
  const isUnverified = matter?.case === 'required' && standing === 'unverified';
  return denied(
    inClear.by.length > 0 || isUnverified ? reasonOf(inClear, rule, rights) : reasons.notMaskable(rule),
  );
}

/** Of which records the matter grants a field by name. */
type Granting = Rights & { readonly granted: 'all' | 'some' | 'none' };

function worded({ form, why }: Outcome, rule: FieldRule, rights: Granting): Effect {
  if (form === 'clear' || (form === 'masked' && rule.isComposite)) return clear;
  if (form === 'masked')
    return rule.mask ? { kind: 'MASKED', rule: rule.mask } : unmaskable(why, rule, rights);
  return denied(reasonOf(why, rule, rights));
}

function reasonOf({ by, failed }: Decision, rule: FieldRule, rights: Granting): Reason {
  if (failed.length > 0) return reasons.policyFailed(rule);
  const guard = by.toSorted((one, other) => weight(one) - weight(other))[0];
  if (guard === 'not-shared') return reasons.notShared(rule);
  if (guard?.startsWith('minor')) return reasons.ofMinor(rule);
  if (guard?.startsWith('clearance')) return reasons.aboveClearance(rule);
  if (guard !== undefined) return reasons.guarded(rule, guard);
  const { matter, standing, granted } = rights;
  if (!matter || granted === 'none') return reasons.notGranted(rule, matter);
  if (matter.case === 'required' && standing !== 'verified')
    return reasons.caseMissing(rule, matter, standing);
  return granted === 'some' ? reasons.notThisRecord(rule, matter) : reasons.notGranted(rule, matter);
}

/** Of several rules that refuse, what can't be changed is told first. */
function weight(guard: string): number {
  const at = ['not-shared', 'minor', 'clearance'].findIndex((known) => guard.startsWith(known));
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
}

function denied(reason: Reason): Effect {
  return { kind: 'DENIED', reason };
}

function isSame(one: Effect, other: Effect): boolean {
  if (one.kind === 'MASKED' && other.kind === 'MASKED') return one.rule === other.rule;
  return one.kind === other.kind;
}

/** Facts by which a matter grants a field of some records only. */
const ofRecord = fact.inRegion | fact.party;

/** The facts that permit least, for a record of which nothing is known. */
function worst(facts: number): number {
  return facts & (fact.minor | fact.soleTrader);
}

function isAbout(
  actions: ReadonlySet<string> | null,
  coordinate: string,
  groups: readonly string[],
): boolean {
  return actions === null || actions.has(coordinate) || groups.some((group) => actions.has(group));
}

/** Every combination of some of the bits, none first. */
function subsetsOf(bits: number): readonly number[] {
  const all = [0];
  for (let bit = 1; bit <= bits; bit <<= 1) if (bits & bit) all.push(...all.map((each) => each | bit));
  return all;
}
