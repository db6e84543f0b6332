import type { DocumentNode } from 'graphql';
import { todayInChina } from '#schema/identifiers/china-time.ts';
import type { Matter, Policy } from '#schema/policy/policy.ts';
import type { FactsOf, FieldEffect, Reason, Unmasked, Verdict } from '../effect.ts';
import type { Graph } from '../graph/graph.ts';
import type { Caller } from '../identity/caller.ts';
import type { CaseStanding } from '../identity/cases.ts';
import type { Identity } from '../identity/identify.ts';
import { keepRecent } from '../recent.ts';
import { type Asked, askedBy } from './asked.ts';
import { refusedByFederation } from './federation/refused.ts';
import type { FederationRules } from './federation/rules.ts';
import type { FieldRules } from './field-rules.ts';
import type { Rights } from './policy/decide.ts';
import { matterAtHand } from './policy/matter.ts';
import type { PolicySet } from './policy/set.ts';
import { readsOf } from './reads.ts';
import { factsIn, possibleFacts } from './subjects.ts';
import { type Judging, judge, type Standing, withArguments } from './verdict.ts';

/** Who asks, why, and what is known of the case. */
export type Authorizing = Identity & {
  readonly standing: CaseStanding;
  /** Whose masks are lifted for this caller just now. */
  readonly unmasked: Unmasked | null;
};

/** What a caller may see of an operation, with these values of its variables. */
export type Judgement = {
  readonly verdict: Verdict;
  readonly factsOf: FactsOf;
  readonly matter: Matter | null;
  /** Names the policy that decided; null where none is in force. */
  readonly policyVersion: string | null;
};

export type Access = {
  /** Decides before anything is planned or fetched; throws a Refusal for a matter that is not the caller's. */
  authorize(document: DocumentNode, authorizing: Authorizing, variables: Variables): Judgement;
  /** What becomes of every field, for what is asked of rights themselves; the same object for the same rights. */
  effectsFor(authorizing: Authorizing): Effects;
  /** The policy in force; null without one. */
  policy(): Policy | null;
  /** Puts another version of the policy in force, from the next request on. */
  use(set: PolicySet): void;
};

export type Effects = {
  readonly matter: Matter | null;
  readonly of: (coordinate: string) => FieldEffect;
};

type Variables = Readonly<Record<string, unknown>>;

export type AccessParts = {
  readonly graph: Pick<Graph, 'document' | 'apiSchema'>;
  readonly rules: FieldRules;
  readonly federation: FederationRules;
  /** Null for a gateway without policy: one that only tries a supergraph. */
  readonly policySet: PolicySet | null;
};

/** Holds the policy in force and what was decided by it. */
export function createAccess({ graph, rules, federation, policySet }: AccessParts): Access {
  const reads = readsOf(graph.document);
  const operations = new WeakMap<DocumentNode, Asked>();
  let inForce = policySet;
  let judgings = keepRecent<Kept>(mostRights);
  const askedOf = (document: DocumentNode): Asked => {
    const asked = operations.get(document) ?? askedBy(document, graph.apiSchema, reads);
    operations.set(document, asked);
    return asked;
  };
  const keptFor = (rights: Rights): Kept => {
    const { matter, ...rest } = rights;
    const key = JSON.stringify([matter?.code, rest]);
    const known = judgings.get(key);
    if (known) return known;
    const decisions = inForce?.decisionsFor(rights) ?? null;
    const judging = { rules, reads, decisions, required: requiredBy(federation, rights, inForce) };
    const kept: Kept = { judging, standings: new WeakMap(), effects: effectsBy(judging, matter) };
    judgings.set(key, kept, 1);
    return kept;
  };
  const rightsOf = (authorizing: Authorizing, today: string): Rights => {
    const matter = inForce
      ? matterAtHand(authorizing.purpose.matter, authorizing.caller, { policy: inForce.policy, today })
      : null;
    return rightsWith(authorizing, { matter, today, withScopes: !federation.isEmpty });
  };
  return {
    authorize(document, authorizing, variables) {
      const today = todayInChina();
      const rights = rightsOf(authorizing, today);
      const { judging, standings } = keptFor(rights);
      const asked = askedOf(document);
      const standing = standings.get(document) ?? judge(asked, judging);
      standings.set(document, standing);
      return {
        verdict: withArguments(standing, asked, { reads, variables }),
        factsOf: factsIn(circumstancesOf(authorizing, today)),
        matter: rights.matter,
        policyVersion: inForce?.policy.version ?? null,
      };
    },
    effectsFor(authorizing) {
      return keptFor(rightsOf(authorizing, todayInChina())).effects;
    },
    policy: () => inForce?.policy ?? null,
    use(set) {
      inForce = set;
      judgings = keepRecent<Kept>(mostRights);
    },
  };
}

/** What is kept for a set of rights: how it judges, and its verdicts for as long as their documents are kept. */
type Kept = {
  readonly judging: Judging;
  readonly standings: WeakMap<DocumentNode, Standing>;
  readonly effects: Effects;
};

const mostRights = 4_096;

function effectsBy(judging: Judging, matter: Matter | null): Effects {
  const { verdict } = judge({ coordinates: [], throughInterface: [], revealing: [] }, judging);
  return {
    matter,
    of: (coordinate) => verdict.effectOf(...(coordinate.split('.') as [string, string])),
  };
}

function rightsWith(
  authorizing: Authorizing,
  {
    matter,
    today,
    withScopes,
  }: { readonly matter: Matter | null; readonly today: string; readonly withScopes: boolean },
): Rights {
  const { caller, standing } = authorizing;
  return {
    roles: caller.roles,
    dept: caller.dept ?? '',
    org: caller.org ?? '',
    level: Number(caller.level.slice(1)),
    isAuthenticated: caller.isAuthenticated,
    scopes: withScopes ? caller.scopes : [],
    matter,
    standing: standing.kind,
    today,
    possibleFacts: possibleFacts(circumstancesOf(authorizing, today)),
  };
}

function circumstancesOf({ caller, standing, unmasked }: Authorizing, today: string) {
  const parties = standing.kind === 'verified' ? standing.parties : [];
  return { region: regionOf(caller), parties, unmasked, today };
}

function regionOf({ region }: Caller): string | null {
  return region !== null && /^[1-9]\d{5}$/.test(region) ? region : null;
}

/** Federation's own directives, decided once for each field. */
function requiredBy(federation: FederationRules, rights: Rights, set: PolicySet | null): Judging['required'] {
  if (federation.isEmpty) return () => null;
  const known = new Map<string, Reason | null>();
  return (type, field) => {
    const key = `${type}.${field}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const reason = refusedByFederation([type, field], rights, { federation, set });
    known.set(key, reason);
    return reason;
  };
}
