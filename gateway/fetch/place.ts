import { type Places, placeAt } from '../graph/places.ts';
import type { PathSegment } from '../graph/plan.ts';
import { type Read, readerOf } from '../graph/read.ts';
import { isRecord } from '../record.ts';

/**
 * A record of an answer, by fetched key: a department's own, to which the answers of others are linked. Where a value could
 * not be had, the Fault stands in its place.
 */
export type Growing = Record<string, unknown>;

export type IsOfType = (typename: string, type: string) => boolean;

/** The records of one answer, or of a place within it. */
export type Records = readonly Growing[];

/** One step to records, from where a way before it leads; without one, from the answer itself. */
export type Way = { readonly before: Way | null; readonly step: (from: Records) => Records };

/** Makes the ways of a plan: ways that begin alike share what they begin with. */
export type Ways = (path: readonly PathSegment[]) => Way | null;

/** Compiles paths; lists are entered item by item; nulls, faults and records of other types are passed over. */
export function waysIn(places: Places | null, isOfType: IsOfType): Ways {
  const known = new Map<string, Way>();
  const wayTo: Ways = (path) => {
    const last = path.at(-1);
    if (!last) return null;
    const before = path.slice(0, -1);
    if (last.kind === 'each') return wayTo(before);
    const name = JSON.stringify(path);
    const way = known.get(name) ?? {
      before: wayTo(before),
      step: stepTo(last, before, { places, isOfType }),
    };
    known.set(name, way);
    return way;
  };
  return wayTo;
}

/** The records that a way leads to. */
export function recordsAt(way: Way | null, data: Growing): Records {
  return way ? way.step(recordsAt(way.before, data)) : [data];
}

type Standing = { readonly places: Places | null; readonly isOfType: IsOfType };

function stepTo(
  segment: Exclude<PathSegment, { readonly kind: 'each' }>,
  before: readonly PathSegment[],
  { places, isOfType }: Standing,
): Way['step'] {
  // Within one department's own answer a record may not say what it is, and need not: the key that is rewritten is there.
  if (segment.kind === 'type') return toTypes(segment.names, { mayBeUntold: places === null, isOfType });
  return toField(readerOf(places ? placeAt(places.root, before) : undefined, segment.name));
}

function toTypes(
  names: readonly string[],
  { mayBeUntold, isOfType }: { readonly mayBeUntold: boolean; readonly isOfType: IsOfType },
): Way['step'] {
  const mayBeOfOne = (record: Growing) =>
    (mayBeUntold && record['__typename'] === undefined) || isOfOne(record, names, isOfType);
  return (from) => from.filter(mayBeOfOne);
}

function toField(read: Read): Way['step'] {
  return (from) => {
    const found: Growing[] = [];
    const add = (record: Growing) => found.push(record);
    for (const record of from) visitIn(read(record), add);
    return found;
  };
}

/** Whether a record says that it is of one of the types. */
export function isOfOne(record: Growing, types: readonly string[], isOfType: IsOfType): boolean {
  const { __typename: typename } = record;
  return typeof typename === 'string' && types.some((type) => isOfType(typename, type));
}

/** Visits a value's records: itself, or its items where it is a list, lists of lists too. */
export function visitIn(value: unknown, visit: (record: Growing) => void, lists = 0): void {
  if (Array.isArray(value)) {
    if (lists < mostLists) for (const item of value) visitIn(item, visit, lists + 1);
  } else if (isRecord(value)) visit(value);
}

/** Lists inside lists that anybody enters: no type nests so deep, and an answer that does would exhaust the stack. */
const mostLists = 20;
