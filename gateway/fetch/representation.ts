import { Fault } from '../errors.ts';
import type { Required } from '../graph/plan.ts';
import { emptyRecord, type Growing, type IsOfType, isRecord } from './place.ts';

/**
 * What a department needs to know of an entity to add to it: the required selection over the record. Null when the
 * record lacks a part of it, so that the department can't be asked; the Fault that stands there if that is why.
 */
export function representationOf(
  record: Growing,
  requires: readonly Required[],
  isOfType: IsOfType,
): Growing | Fault | null {
  const representation = emptyRecord();
  let found = false;
  for (const selection of requires) {
    if (selection.kind === 'field') {
      const value = pick(record[selection.name], selection.selections, isOfType);
      if (value instanceof Fault) return value;
      if (value === undefined) return null;
      representation[selection.as] = value;
      found = true;
      continue;
    }
    const typename = record['__typename'];
    if (typeof typename !== 'string' || !isOfType(typename, selection.type)) continue;
    const inner = representationOf(record, selection.selections, isOfType);
    if (!inner || inner instanceof Fault) return inner;
    Object.assign(representation, inner);
    found = true;
  }
  return found ? representation : null;
}

function pick(value: unknown, selections: readonly Required[], isOfType: IsOfType): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => pick(item, selections, isOfType));
    return items.find((item) => item instanceof Fault) ?? items;
  }
  return isRecord(value) && selections.length > 0 ? representationOf(value, selections, isOfType) : value;
}
