import { Fault } from '../errors.ts';
import type { Asked } from '../graph/asked.ts';
import { isRecord } from '../record.ts';
import { type Growing, type IsOfType } from './place.ts';

/**
 * Adds to a record what a department was asked for, and nothing else that it sent: records merge key by key, lists item by
 * item, else what is not null stands. Parts are taken over, not copied.
 */
export function mergeInto(
  target: Growing,
  source: Readonly<Growing>,
  { fields, on }: Asked,
  isOfType: IsOfType,
): void {
  for (const { key, inner } of fields) {
    const fresh = source[key];
    if (fresh === undefined) continue;
    const old = Object.hasOwn(target, key) ? target[key] : undefined;
    // A department that knows a record by its interface alone says no more of its type than that.
    if (key === '__typename' && isMoreExact(old, fresh, isOfType)) continue;
    if (old === undefined || old === null) target[key] = fresh;
    else if (old !== fresh)
      target[key] = inner ? together(old, fresh, inner, isOfType) : preferred(old, fresh);
  }
  for (const { type, asked } of on) {
    const typename = source['__typename'] ?? target['__typename'];
    if (typeof typename !== 'string' || isOfType(typename, type)) mergeInto(target, source, asked, isOfType);
  }
}

function isMoreExact(old: unknown, fresh: unknown, isOfType: IsOfType): boolean {
  return typeof old === 'string' && typeof fresh === 'string' && isOfType(old, fresh);
}

/** Some keys of a record, with values of their own: what is added to them shows nowhere else. */
export function copiedKeys(record: Readonly<Growing>, keys: readonly string[]): Growing {
  const copy: Growing = {};
  for (const key of keys) if (Object.hasOwn(record, key)) copy[key] = copied(record[key]);
  return copy;
}

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  return isRecord(value) ? copiedKeys(value, Object.keys(value)) : value;
}

function together(old: unknown, fresh: unknown, inner: Asked, isOfType: IsOfType): unknown {
  if (isRecord(old) && isRecord(fresh)) {
    mergeInto(old, fresh, inner, isOfType);
    return old;
  }
  if (Array.isArray(old) && Array.isArray(fresh) && old.length === fresh.length) {
    for (const [index, item] of fresh.entries()) {
      const known: unknown = old[index];
      old[index] = known === null || known === undefined ? item : together(known, item, inner, isOfType);
    }
    return old;
  }
  return preferred(old, fresh);
}

/** Of two that were told, a value before a fault, and the later value. */
function preferred(old: unknown, fresh: unknown): unknown {
  if (fresh === null || (fresh instanceof Fault && !(old instanceof Fault))) return old;
  return fresh;
}
