import { ownSubgraph } from '#schema/own.ts';
import type { Access, Authorizing, Effects } from '../access/authorize.ts';
import type { FieldRule, FieldRules } from '../access/field-rules.ts';
import { type Effect, type FieldEffect, fact, type MaskRule, type Reason } from '../effect.ts';
import type { OwnAsking } from './asking.ts';
import type { Titles } from './titles.ts';

/** What a caller may see of one field. */
export type FieldRight = Shown & {
  readonly path: string;
  readonly title: string;
  /** Where it depends on the record: what becomes of it, by the facts that hold of the record. */
  readonly otherwise: readonly (Shown & { readonly facts: readonly RecordFact[] })[] | null;
  readonly basis: string | null;
  readonly validUntil: string | null;
};

type Shown = {
  readonly effect: Effect['kind'] | 'BY_RECORD';
  readonly mask: MaskRule | null;
  readonly reason: Reason | null;
};

type RecordFact = 'MINOR' | 'SOLE_TRADER' | 'IN_REGION' | 'PARTY' | 'UNMASKED';

/** Tells what a caller may see of each field of the departments, by path; throws a Refusal for a matter that is not the caller's. */
export type MyRights = (asking: OwnAsking, matter: string | null) => readonly FieldRight[];

/** Tells rights as requests are judged; those of the same rights once. */
export function rightsBy(access: Access, rules: FieldRules, titles: Titles): MyRights {
  const fields = [...rules.values()]
    .filter(({ departments }) => departments.some((name) => name !== ownSubgraph.name))
    .toSorted((one, other) => (one.coordinate < other.coordinate ? -1 : 1));
  const known = new WeakMap<Effects, readonly FieldRight[]>();
  return (asking, matter) => {
    const effects = access.effectsFor(forMatter(asking, matter));
    const rights = known.get(effects) ?? fields.map((rule) => rightOf(rule, effects, titles));
    known.set(effects, rights);
    return rights;
  };
}

/** What is known of the case and of masks lifted belongs to the request's own matter. */
function forMatter(asking: OwnAsking, matter: string | null): Authorizing {
  if (matter === null || matter === asking.purpose.matter) return asking;
  return { ...asking, purpose: { matter, case: null }, standing: { kind: 'none' }, unmasked: null };
}

function rightOf(rule: FieldRule, { matter, of }: Effects, titles: Titles): FieldRight {
  const { coordinate } = rule;
  const effect = of(coordinate);
  const isGranted = rule.share === 'CONDITIONAL' && matter !== null && !isDenied(effect);
  return {
    path: coordinate,
    title: titles(coordinate),
    ...shown(effect),
    otherwise: effect.kind === 'always' ? null : byRecord(effect),
    basis: isGranted ? matter.basis.join(';') : rule.basis,
    validUntil: isGranted ? matter.validity.to : null,
  };
}

function isDenied(effect: FieldEffect): boolean {
  return effect.kind === 'always' && effect.effect.kind === 'DENIED';
}

function shown(effect: FieldEffect): Shown {
  return effect.kind === 'always'
    ? shownAs(effect.effect)
    : { effect: 'BY_RECORD', mask: null, reason: null };
}

function shownAs(effect: Effect): Shown {
  return {
    effect: effect.kind,
    mask: effect.kind === 'MASKED' ? effect.rule : null,
    reason: effect.kind === 'DENIED' ? effect.reason : null,
  };
}

/** Each combination of the facts that matter, none first. */
function byRecord({
  facts,
  of,
}: Extract<FieldEffect, { kind: 'by-record' }>): NonNullable<FieldRight['otherwise']> {
  const all = Array.from({ length: everyFact + 1 }, (_, each) => each);
  return all
    .filter((each) => (each & facts) === each)
    .map((each) => ({
      facts: names.filter(([, bit]) => (each & bit) !== 0).map(([name]) => name),
      ...shownAs(of(each)),
    }));
}

const names: readonly (readonly [RecordFact, number])[] = [
  ['MINOR', fact.minor],
  ['SOLE_TRADER', fact.soleTrader],
  ['IN_REGION', fact.inRegion],
  ['PARTY', fact.party],
  ['UNMASKED', fact.unmasked],
];
const everyFact = names.reduce((facts, [, bit]) => facts | bit, 0);
