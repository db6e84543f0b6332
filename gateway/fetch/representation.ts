import type { Required } from '../graph/plan.ts';
import { type Growing, type IsOfType, isRecord } from './place.ts';

/**
 * What a department needs to know of an entity to add to it: the required selection over the record. Null when the
 * record lacks a part of it, so that the department can't be asked.
 */
export function representationOf(
  record: Growing,
  requires: readonly Required[],
  isOfType: IsOfType,
): Growing | null {
  const representation: Growing = {};
  let found = false;
  for (const selection of requires) {
    if (selection.kind === 'field') {
      const value = pick(record[selection.name], selection.selections, isOfType);
      if (value === undefined) return null;
      representation[selection.name] = value;
      found = true;
      continue;
    }
    const typename = record['__typename'];
    if (typeof typename !== 'string' || !isOfType(typename, selection.type)) continue;
    const inner = representationOf(record, selection.selections, isOfType);
    if (!inner) return null;
    Object.assign(representation, inner);
    found = true;
  }
  return found ? representation : null;
}

function pick(value: unknown, selections: readonly Required[], isOfType: IsOfType): unknown {
  if (value === undefined) return undefined;
  if (selections.length === 0 || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => pick(item, selections, isOfType));
  return isRecord(value) ? (representationOf(value, selections, isOfType) ?? null) : value;
}
