import {
  type FieldNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { isIncluded } from '../graph/conditions.ts';
import type { Fragments } from '../graph/fragments.ts';

export type Collecting = {
  readonly schema: GraphQLSchema;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly fragments: Fragments;
};

/**
 * Whether the type of a record must be known to answer what is asked of an interface: because something is asked of some of
 * its types alone, or the type itself is.
 */
export function needType(
  type: GraphQLInterfaceType,
  sets: readonly SelectionSetNode[],
  collecting: Collecting,
): boolean {
  return sets.some(({ selections }) =>
    selections.some((selection) => {
      if (!isIncluded(selection, collecting.conditions)) return false;
      if (selection.kind === Kind.FIELD) return selection.name.value === '__typename';
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? collecting.fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value ?? type.name;
      return (
        condition !== type.name ||
        (fragment !== undefined && needType(type, [fragment.selectionSet], collecting))
      );
    }),
  );
}

/** The fields asked of a type, by response key, in the order in which they are answered (GraphQL, CollectFields). */
export function fieldsOf(
  type: GraphQLObjectType | GraphQLInterfaceType,
  sets: readonly SelectionSetNode[],
  collecting: Collecting,
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (!isIncluded(selection, collecting.conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const nodes = fields.get(key);
        if (nodes) nodes.push(selection);
        else fields.set(key, [selection]);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD && spread.has(selection.name.value)) continue;
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? collecting.fragments.get(selection.name.value) : selection;
      if (selection.kind === Kind.FRAGMENT_SPREAD) spread.add(selection.name.value);
      if (fragment && applies(fragment.typeCondition?.name.value, type, collecting.schema))
        collect(fragment.selectionSet);
    }
  };
  for (const set of sets) collect(set);
  return fields;
}

function applies(
  condition: string | undefined,
  type: GraphQLObjectType | GraphQLInterfaceType,
  schema: GraphQLSchema,
): boolean {
  if (condition === undefined || condition === type.name) return true;
  const asked = schema.getType(condition);
  return isAbstractType(asked) && schema.isSubType(asked, type);
}
