import { createHash } from 'node:crypto';
import { Kind, type ValueNode, valueFromAST } from 'graphql';
import { alwaysClear, type Effect, type FieldEffect, type Reason, type Verdict } from '../effect.ts';
import type { Asked } from './asked.ts';
import type { FieldRules } from './field-rules.ts';
import type { Decisions } from './policy/decide.ts';
import { revealing } from './policy/reasons.ts';
import { type Reads, revealableBy, revealedBy } from './reads.ts';

/** What is judged by federation's own directives: why a field, as selected on a type, is refused; null if it isn't. */
export type Required = (type: string, field: string) => Reason | null;

export type Judging = {
  readonly rules: FieldRules;
  readonly reads: Reads;
  /** Null where no policy is in force. */
  readonly decisions: Decisions | null;
  readonly required: Required;
};

/** A verdict for all values of an operation's variables that reveal nothing by themselves. */
export type Standing = { readonly verdict: Verdict; readonly clears: (coordinate: string) => boolean };

/** Judges what an operation asks, once for all callers with the same rights. */
export function judge(asked: Asked, { rules, decisions, required }: Judging): Standing {
  const effects = new Map<string, FieldEffect>();
  const effectOf = (type: string, field: string): FieldEffect => {
    const coordinate = `${type}.${field}`;
    const known =
      effects.get(coordinate) ?? effectFor(coordinate, [type, field], { rules, decisions, required });
    effects.set(coordinate, known);
    return known;
  };
  const refusals = new Map<object, Reason>();
  for (const { node, type } of asked.throughInterface) {
    const reason = required(type, node.name.value);
    if (reason) refusals.set(node, reason);
  }
  const all = asked.coordinates.map((coordinate) => effectOf(...splitOf(coordinate)));
  const signature = asked.coordinates.map(
    (coordinate, index) => `${coordinate} ${signed(all[index] ?? alwaysClear)}`,
  );
  const nodes = asked.throughInterface.map(({ node }) => refusals.get(node)?.message ?? '');
  const key = hashOf(JSON.stringify([signature, nodes]));
  return {
    verdict: {
      key,
      effectOf,
      refusalOf: (node) => refusals.get(node) ?? null,
      isOpen: refusals.size === 0 && all.every((effect) => effect === alwaysClear),
      facts: all.reduce((facts, effect) => (effect.kind === 'by-record' ? facts | effect.facts : facts), 0),
    },
    clears: (coordinate) => isClear(effectOf(...splitOf(coordinate))),
  };
}

/** The verdict with the fields refused whose arguments would reveal what the caller may not see, by these values of the variables. */
export function withArguments(
  { verdict, clears }: Standing,
  { revealing: uses }: Asked,
  { reads, variables }: { readonly reads: Reads; readonly variables: Readonly<Record<string, unknown>> },
): Verdict {
  const refused = new Map<object, Reason>();
  const places: string[] = [];
  for (const [index, { node, coordinate, type, value }] of uses.entries()) {
    if (isLeftOut(value, variables)) continue;
    const given = valueFromAST(value, type, variables);
    const inside = given === undefined ? revealableBy(type, reads) : revealedBy(given, type, reads);
    const revealed = [...(reads.get(coordinate) ?? []), ...inside];
    const hidden = [...new Set(revealed)].filter((each) => !clears(each));
    if (hidden.length === 0) continue;
    places.push(`${index} ${hidden.join(' ')}`);
    refused.set(node, revealing(node.name.value, hidden));
  }
  if (places.length === 0) return verdict;
  return {
    ...verdict,
    key: hashOf(JSON.stringify([verdict.key, places])),
    isOpen: false,
    refusalOf: (node) => refused.get(node) ?? verdict.refusalOf(node),
  };
}

/** An argument whose variable nobody gave is not given. */
function isLeftOut(value: ValueNode, variables: Readonly<Record<string, unknown>>): boolean {
  return value.kind === Kind.VARIABLE && variables[value.name.value] === undefined;
}

function effectFor(
  coordinate: string,
  [type, field]: readonly [string, string],
  { rules, decisions, required }: Pick<Judging, 'rules' | 'decisions' | 'required'>,
): FieldEffect {
  const reason = required(type, field);
  if (reason) return { kind: 'always', effect: { kind: 'DENIED', reason } };
  const rule = rules.get(coordinate);
  return decisions && rule ? decisions(rule) : alwaysClear;
}

function splitOf(coordinate: string): [string, string] {
  const at = coordinate.indexOf('.');
  return [coordinate.slice(0, at), coordinate.slice(at + 1)];
}

function isClear(effect: FieldEffect): boolean {
  return effect.kind === 'always' && effect.effect.kind === 'CLEAR';
}

function signed(effect: FieldEffect): string {
  if (effect.kind === 'always') return signedEffect(effect.effect);
  const outcomes = Array.from({ length: 32 }, (_, facts) => signedEffect(effect.of(facts)));
  return `${effect.facts} ${JSON.stringify(outcomes)}`;
}

function signedEffect(effect: Effect): string {
  if (effect.kind === 'MASKED') return `MASKED ${effect.rule}`;
  return effect.kind === 'DENIED' ? `DENIED ${effect.reason.message}` : 'CLEAR';
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
