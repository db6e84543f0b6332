import { type Growing, isRecord } from './place.ts';

/** Adds a department's record to the one that grows: records merge key by key, lists item by item, else the new value stands. */
export function mergeInto(target: Growing, source: Readonly<Growing>): void {
  for (const [key, value] of Object.entries(source)) {
    // An own key of this name from JSON.parse would become the record's prototype when assigned.
    if (key === '__proto__') continue;
    target[key] = merged(target[key], value);
  }
}

function merged(old: unknown, fresh: unknown): unknown {
  if (isRecord(old) && isRecord(fresh)) {
    mergeInto(old, fresh);
    return old;
  }
  if (Array.isArray(old) && Array.isArray(fresh) && old.length === fresh.length)
    return fresh.map((item, index) => merged(old[index], item));
  return fresh ?? old ?? null;
}
