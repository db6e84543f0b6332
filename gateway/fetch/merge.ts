import { Fault } from '../errors.ts';
import { emptyRecord, type Growing, isRecord } from './place.ts';

/** Adds a record to the one that grows: records merge key by key, lists item by item, else what is not null stands. */
export function mergeInto(target: Growing, source: Readonly<Growing>): void {
  for (const [key, value] of Object.entries(source)) target[key] = merged(target[key], value);
}

/** A value of a department's answer without inherited keys, and the answer's own: what is added to it shows nowhere else. */
export function copied<T>(value: T): T;
export function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (!isRecord(value)) return value;
  const copy = emptyRecord();
  for (const [key, inner] of Object.entries(value)) copy[key] = copied(inner);
  return copy;
}

function merged(old: unknown, fresh: unknown): unknown {
  if (isRecord(old) && isRecord(fresh)) {
    mergeInto(old, fresh);
    return old;
  }
  if (Array.isArray(old) && Array.isArray(fresh) && old.length === fresh.length)
    return fresh.map((item, index) => merged(old[index], item));
  if (fresh instanceof Fault) return old ?? fresh;
  return fresh ?? old ?? null;
}
