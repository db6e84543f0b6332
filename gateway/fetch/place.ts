import { Fault } from '../errors.ts';
import type { PathSegment } from '../graph/plan.ts';

/** A record of the answer as it grows, by fetched key. Where a value could not be had, the Fault stands in its place. */
export type Growing = Record<string, unknown>;

export type IsOfType = (typename: string, type: string) => boolean;

/** Every record that a plan's path reaches; lists are entered item by item, nulls, faults and other types passed over. */
export function recordsAt(
  root: Growing,
  path: readonly PathSegment[],
  isOfType: IsOfType,
): readonly Growing[] {
  let reached: readonly unknown[] = [root];
  for (const segment of path) {
    if (segment.kind === 'each') continue;
    const records = reached.flatMap(recordsIn);
    reached =
      segment.kind === 'field'
        ? records.map((record) => record[segment.name])
        : records.filter(({ __typename: own }) =>
            segment.names.some((name) => typeof own === 'string' && isOfType(own, name)),
          );
  }
  return reached.flatMap(recordsIn);
}

/** A record without inherited keys: "constructor" and "__proto__" are keys like any other, a field's or a hostile answer's. */
export function emptyRecord(): Growing {
  return Object.create(nothing) as Growing;
}

export function isRecord(value: unknown): value is Growing {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Fault);
}

// Not null itself: V8 keeps objects whose prototype is null as slow dictionaries.
const nothing: object = Object.freeze(Object.create(null));

/** A value's records: itself, or its items where it is a list, lists of lists too. */
export function recordsIn(value: unknown): readonly Growing[] {
  if (Array.isArray(value)) return value.flatMap(recordsIn);
  return isRecord(value) ? [value] : [];
}
