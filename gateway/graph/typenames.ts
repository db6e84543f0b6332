import {
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Plan } from './plan.ts';

/**
 * A plan whose departments say of each record what it is wherever something is asked of some types alone. Asked of a planner,
 * that would be a field like others, for which it may go to a department that nobody else needs; of a department that gives
 * the record it costs nothing.
 */
export function withTypenames(plan: Plan, schema: GraphQLSchema): Plan {
  if (plan.kind !== 'fetch') return { ...plan, steps: plan.steps.map((step) => withTypenames(step, schema)) };
  if (!/\.\.\./.test(plan.operation)) return plan;
  const types = new TypeInfo(schema);
  const written = parse(plan.operation, { noLocation: true });
  const conditionOf = conditionsIn(written);
  const document = visit(
    written,
    visitWithTypeInfo(types, {
      SelectionSet: (node) => {
        const parent = types.getParentType();
        return isAbstractType(parent) &&
          node.selections.some((each) => isOther(conditionOf(each), parent.name))
          ? withTypename(node)
          : undefined;
      },
    }),
  );
  return { ...plan, operation: stripIgnoredCharacters(print(document)) };
}

function isOther(condition: string | undefined, parent: string): boolean {
  return condition !== undefined && condition !== parent;
}

/** The type that a selection is asked of alone, if there is one. */
function conditionsIn({ definitions }: DocumentNode): (selection: SelectionNode) => string | undefined {
  const fragments = new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION
        ? [[each.name.value, each.typeCondition.name.value] as const]
        : [],
    ),
  );
  return (selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection.typeCondition?.name.value;
    return selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : undefined;
  };
}

function withTypename(set: SelectionSetNode): SelectionSetNode | undefined {
  const isThere = set.selections.some(
    (each) => each.kind === Kind.FIELD && each.name.value === '__typename' && !each.alias,
  );
  if (isThere) return undefined;
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
  return { ...set, selections: [typename, ...set.selections] };
}
