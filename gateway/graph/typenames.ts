import {
  type GraphQLSchema,
  isAbstractType,
  Kind,
  parse,
  print,
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
  const document = visit(
    parse(plan.operation, { noLocation: true }),
    visitWithTypeInfo(types, {
      SelectionSet: (node) => {
        const parent = types.getParentType();
        return isAbstractType(parent) && asksOfSome(node, parent.name) ? withTypename(node) : undefined;
      },
    }),
  );
  return { ...plan, operation: stripIgnoredCharacters(print(document)) };
}

function asksOfSome({ selections }: SelectionSetNode, parent: string): boolean {
  return selections.some(
    (each) =>
      each.kind === Kind.FRAGMENT_SPREAD ||
      (each.kind === Kind.INLINE_FRAGMENT && each.typeCondition && each.typeCondition.name.value !== parent),
  );
}

function withTypename(set: SelectionSetNode): SelectionSetNode | undefined {
  const isThere = set.selections.some(
    (each) => each.kind === Kind.FIELD && each.name.value === '__typename' && !each.alias,
  );
  if (isThere) return undefined;
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
  return { ...set, selections: [typename, ...set.selections] };
}
