import { Fault } from '../errors.ts';
import { type Place, type Places, placeAt } from '../graph/places.ts';
import type { PathSegment } from '../graph/plan.ts';
import { type Read, readerOf } from '../graph/read.ts';

/**
 * A record of an answer, by fetched key: a department's own, to which the answers of others are linked. Where a value could
 * not be had, the Fault stands in its place.
 */
export type Growing = Record<string, unknown>;

export type IsOfType = (typename: string, type: string) => boolean;

/** Visits every record that a way leads to; nulls, faults and records of other types are passed over. */
export type Way = (data: unknown, visit: (record: Growing) => void) => void;

/** Compiles a plan's path; lists are entered item by item. */
export function wayTo(path: readonly PathSegment[], places: Places | null, isOfType: IsOfType): Way {
  const steps = stepsOf(path, places?.root);
  // Within one department's own answer a record may not say what it is, and need not: the key that is rewritten is there.
  const mayBeOfOne = (record: Growing, types: readonly string[]) =>
    (!places && record['__typename'] === undefined) || isOfOne(record, types, isOfType);
  const walk = (value: unknown, at: number, visit: (record: Growing) => void): void =>
    visitIn(value, (record) => {
      const step = steps[at];
      if (!step) visit(record);
      else if ('read' in step) walk(step.read(record), at + 1, visit);
      else if (mayBeOfOne(record, step.types)) walk(record, at + 1, visit);
    });
  return (data, visit) => walk(data, 0, visit);
}

type Step = { readonly read: Read } | { readonly types: readonly string[] };

function stepsOf(path: readonly PathSegment[], root: Place | undefined): readonly Step[] {
  return path.flatMap((segment, index): Step[] => {
    if (segment.kind === 'each') return [];
    if (segment.kind === 'type') return [{ types: segment.names }];
    return [{ read: readerOf(root && placeAt(root, path.slice(0, index)), segment.name) }];
  });
}

/** Whether a record says that it is of one of the types. */
export function isOfOne(record: Growing, types: readonly string[], isOfType: IsOfType): boolean {
  const { __typename: typename } = record;
  return typeof typename === 'string' && types.some((type) => isOfType(typename, type));
}

export function isRecord(value: unknown): value is Growing {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Fault);
}

/** Visits a value's records: itself, or its items where it is a list, lists of lists too. */
export function visitIn(value: unknown, visit: (record: Growing) => void, lists = 0): void {
  if (Array.isArray(value)) {
    if (lists < mostLists) for (const item of value) visitIn(item, visit, lists + 1);
  } else if (isRecord(value)) visit(value);
}

/** Lists inside lists that anybody enters: no type nests so deep, and an answer that does would exhaust the stack. */
const mostLists = 20;
