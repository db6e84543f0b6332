import {
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Fragments } from '../graph/fragments.ts';
import { beyond, fixedLimits, type Limits } from './limits.ts';

type Definition = OperationDefinitionNode | FragmentDefinitionNode;

/**
 * Refuses a document in which validation would compare too much. Whether overlapping fields can be merged is asked of
 * every pair of fields that answer under one name, and of every pair of fragments that meet at one place, in the tree
 * that merging makes. That tree is walked here: it is no larger than the selections, which are limited.
 */
export function checkRepeats(
  definitions: readonly Definition[],
  { fragments, maxSelections }: { readonly fragments: Fragments } & Pick<Limits, 'maxSelections'>,
): void {
  let visits = 0;
  let pairs = 0;

  const countIn = (parts: readonly Part[]): void => {
    const fields = new Map<string, Field>();
    let spreads = 0;
    const collect = ({ set, within }: Part): void => {
      for (const selection of set.selections) {
        visits += 1;
        // Only fragments that spread themselves come here with more selections than were measured.
        if (visits > maxSelections) throw beyond('selections', { limit: maxSelections, got: visits });
        if (selection.kind === Kind.FIELD) {
          const field = fieldOf(fields, (selection.alias ?? selection.name).value);
          field.times += 1;
          if (selection.selectionSet) field.parts.push({ set: selection.selectionSet, within });
        } else if (selection.kind === Kind.INLINE_FRAGMENT) collect({ set: selection.selectionSet, within });
        else {
          spreads += 1;
          const fragment = fragments.get(selection.name.value);
          if (fragment && !isWithin(fragment, within))
            collect({ set: fragment.selectionSet, within: { fragment, outer: within } });
        }
      }
    };
    for (const part of parts) collect(part);
    // A set's own fields are compared with those of each of its fragments, as one more fragment would be.
    pairs += pairsOf(spreads + 1);
    for (const { times } of fields.values()) pairs += pairsOf(times);
    if (pairs > fixedLimits.repeats) throw beyond('repeats', { limit: fixedLimits.repeats, got: pairs });
    for (const field of fields.values()) if (field.parts.length > 0) countIn(field.parts);
  };

  for (const { selectionSet } of definitions) countIn([{ set: selectionSet, within: null }]);
}

/** A selection set, and the fragments that it was reached through. */
type Part = { readonly set: SelectionSetNode; readonly within: Within };
type Within = { readonly fragment: FragmentDefinitionNode; readonly outer: Within } | null;
type Field = { times: number; readonly parts: Part[] };

function fieldOf(fields: Map<string, Field>, key: string): Field {
  const before = fields.get(key);
  if (before) return before;
  const field: Field = { times: 0, parts: [] };
  fields.set(key, field);
  return field;
}

function isWithin(fragment: FragmentDefinitionNode, within: Within): boolean {
  for (let each = within; each; each = each.outer) if (each.fragment === fragment) return true;
  return false;
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2;
}
