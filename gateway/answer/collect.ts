import {
  type FieldNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { alwaysClear, type Reason, type Subjects, type Verdict } from '../effect.ts';
import { isIncluded } from '../graph/conditions.ts';
import type { Fragments } from '../graph/fragments.ts';

export type Collecting = {
  readonly schema: GraphQLSchema;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly fragments: Fragments;
  readonly verdict: Verdict;
  readonly subjects: Subjects;
};

/** A selection set, and why it is refused if a field around it is. */
export type AskedSet = { readonly set: SelectionSetNode; readonly reason: Reason | null };
/** A field as it is asked somewhere, and why it is refused there. */
export type AskedField = { readonly node: FieldNode; readonly reason: Reason | null };

/**
 * Whether the type of a record must be known to answer what is asked of an interface: because something is asked of some of
 * its types alone, or the type itself is, or not all of its types show it alike.
 */
export function needType(
  type: GraphQLInterfaceType,
  sets: readonly AskedSet[],
  collecting: Collecting,
): boolean {
  const { schema, verdict, subjects } = collecting;
  const possible = schema.getPossibleTypes(type);
  if (subjects.size > 0 && possible.some(({ name }) => subjects.has(name))) return true;
  const isAlike = (field: string) =>
    verdict.isOpen || possible.every(({ name }) => verdict.effectOf(name, field) === alwaysClear);
  return sets.some(({ set, reason }) =>
    set.selections.some((selection) => {
      if (!isIncluded(selection, collecting.conditions)) return false;
      if (selection.kind === Kind.FIELD)
        return selection.name.value === '__typename' || !isAlike(selection.name.value);
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? collecting.fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value ?? type.name;
      return (
        condition !== type.name ||
        (fragment !== undefined && needType(type, [{ set: fragment.selectionSet, reason }], collecting))
      );
    }),
  );
}

/** The fields asked of a type, by response key, in the order in which they are answered (GraphQL, CollectFields). */
export function fieldsOf(
  type: GraphQLObjectType | GraphQLInterfaceType,
  sets: readonly AskedSet[],
  collecting: Collecting,
): ReadonlyMap<string, readonly AskedField[]> {
  const fields = new Map<string, AskedField[]>();
  let spread = new Set<string>();
  const collect = ({ set, reason }: AskedSet): void => {
    for (const selection of set.selections) {
      if (!isIncluded(selection, collecting.conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const nodes = fields.get(key);
        const asked = { node: selection, reason: reason ?? collecting.verdict.refusalOf(selection) };
        if (nodes) nodes.push(asked);
        else fields.set(key, [asked]);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD && spread.has(selection.name.value)) continue;
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? collecting.fragments.get(selection.name.value) : selection;
      if (selection.kind === Kind.FRAGMENT_SPREAD) spread.add(selection.name.value);
      if (fragment && applies(fragment.typeCondition?.name.value, type, collecting.schema))
        collect({ set: fragment.selectionSet, reason });
    }
  };
  // A fragment that was spread where it is refused counts again where it isn't.
  for (const isRefused of [false, true]) {
    spread = new Set();
    for (const asked of sets) if ((asked.reason !== null) === isRefused) collect(asked);
  }
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
