import { todayInChina } from '#schema/identifiers/china-time.ts';
import { type FieldEffect, fact } from '../../../effect.ts';
import { Refusal } from '../../../errors.ts';
import { loadPolicySet, type PolicySet, type PolicySource } from '../../policy/set.ts';
import { type Asking, effectOf, effectsFor, rightsFor, rightsOrRefusal } from '../deciding.ts';
import type { Opened } from '../opened.ts';
import { combinationsOf } from '../ways.ts';
import { type Form, formOf } from '../words.ts';
import { affectedBy } from './affected.ts';
import { callerOn, type Pair, type Seat, seatsOf } from './seats.ts';

/** A field that somebody sees otherwise of some records. */
export type Move = {
  readonly coordinate: string;
  readonly from: Form;
  readonly to: Form;
  readonly seat: Seat;
  /** The combinations of facts of which it is so. */
  readonly combinations: readonly number[];
};

/** The two policies, compiled for one supergraph. */
export type Sides = { readonly before: Side; readonly after: Side; readonly opened: Opened };
export type Side = { readonly source: PolicySource; readonly set: PolicySet };

/** A policy as one side of a comparison. */
export function sideOf(source: PolicySource): Side {
  return { source, set: loadPolicySet(source, () => undefined) };
}

/**
 * What is decided otherwise for a matter, or for callers who name none, by asking both policies about every field for
 * everybody who may use it by one of them. Who may not sees what they would without it.
 */
export function movesOf(pair: Pair, sides: Sides): readonly Move[] {
  const { before, after, opened } = sides;
  const days = daysOf(pair);
  const affected = affectedBy({
    pair,
    before: before.source,
    after: after.source,
    isSameDay: days.before === days.after,
  });
  const departments = [...opened.rules.values()].flatMap((rule) => rule.departments);
  const seats = seatsOf(pair, [before.source, after.source], departments);
  const code = (pair.after ?? pair.before)?.code ?? null;
  return seats.flatMap((seat) => {
    const fields = affected(seat);
    if (fields.length === 0) return [];
    const one = effectsOn(seat, before, { opened, code, today: days.before });
    const other = effectsOn(seat, after, { opened, code, today: days.after });
    if (one.isRefused && other.isRefused) return [];
    return fields.flatMap((coordinate) =>
      movesBetween(one.of(coordinate), other.of(coordinate)).map((move) => ({ ...move, coordinate, seat })),
    );
  });
}

/** A day on which the matter is in force by both, or else one for each: when it is in force is told as a term. */
function daysOf({ before, after }: Pair): Days {
  const first = before?.validity ?? after?.validity;
  const second = after?.validity ?? before?.validity;
  if (!first || !second) return { before: todayInChina(), after: todayInChina() };
  const from = first.from > second.from ? first.from : second.from;
  const isShared = (first.to === null || from <= first.to) && (second.to === null || from <= second.to);
  return isShared ? { before: from, after: from } : { before: first.from, after: second.from };
}

type Days = { readonly before: string; readonly after: string };
type Seen = { readonly isRefused: boolean; readonly of: (coordinate: string) => FieldEffect };
type On = { readonly opened: Opened; readonly code: string | null; readonly today: string };

function effectsOn(seat: Seat, { source, set }: Side, { opened, code, today }: On): Seen {
  const asking: Asking = {
    caller: callerOn(seat),
    matter: code,
    standing: seat.standing,
    isUnmasking: true,
    today,
  };
  const rights = rightsOrRefusal(asking, source.policy);
  return rights instanceof Refusal
    ? { isRefused: true, of: effectsFor(rightsFor(asking, null), set, opened) }
    : { isRefused: false, of: effectsFor(rights, set, opened) };
}

function movesBetween(
  one: FieldEffect,
  other: FieldEffect,
): readonly Pick<Move, 'from' | 'to' | 'combinations'>[] {
  const facts = factsOf(one) | factsOf(other);
  const moved = new Map<string, Pick<Move, 'from' | 'to'> & { readonly combinations: number[] }>();
  for (const combination of combinationsOf(facts)) {
    const from = formOf(effectOf(one, combination));
    const to = formOf(effectOf(other, combination));
    if (from === to) continue;
    const known = moved.get(`${from} ${to}`) ?? { from, to, combinations: [] };
    moved.set(`${from} ${to}`, known);
    // In all facts, so that moves of several fields compare.
    for (const rest of combinationsOf(allFacts & ~facts)) known.combinations.push(combination | rest);
  }
  return [...moved.values()];
}

function factsOf(effect: FieldEffect): number {
  return effect.kind === 'always' ? 0 : effect.facts;
}

/** All facts that there are. */
export const allFacts = Object.values(fact).reduce<number>((all, each) => all | each, 0);
