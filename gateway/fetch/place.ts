import { Fault } from '../errors.ts';

/**
 * A record of the answer as it grows, by fetched key: a department's own, to which others add. Where a value could not be
 * had, the Fault stands in its place; null was told by somebody; what is undefined was never delivered.
 */
export type Growing = Record<string, unknown>;

export type IsOfType = (typename: string, type: string) => boolean;

/** A step of the way from the answer's root to records; lists are entered item by item without being named. */
export type Step = { readonly field: string } | { readonly types: readonly string[] };

/** Visits every record that a way leads to; nulls, faults and records of other types are passed over. */
export function visitAt(
  value: unknown,
  way: readonly Step[],
  { isOfType, visit }: { readonly isOfType: IsOfType; readonly visit: (record: Growing) => void },
): void {
  walk(value, 0, { way, isOfType, visit });
}

type Walk = {
  readonly way: readonly Step[];
  readonly isOfType: IsOfType;
  readonly visit: (record: Growing) => void;
};

function walk(value: unknown, at: number, by: Walk): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, at, by);
    return;
  }
  if (!isRecord(value)) return;
  const step = by.way[at];
  if (!step) by.visit(value);
  else if ('field' in step) walk(value[step.field], at + 1, by);
  else if (isOfOne(value, step.types, by.isOfType)) walk(value, at + 1, by);
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
export function visitIn(value: unknown, visit: (record: Growing) => void): void {
  if (Array.isArray(value)) for (const item of value) visitIn(item, visit);
  else if (isRecord(value)) visit(value);
}
