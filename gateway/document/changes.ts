import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
} from 'graphql';
import { type Fragments, fragmentsOf } from '../graph/fragments.ts';

/**
 * What is to be planned, in parts that are carried out one after the other: a mutation's root fields each with all that it
 * asks for (GraphQL, 6.2.2), so that what the second changes does not show in what the first returns; else all at once.
 */
export function inOrder(toPlan: DocumentNode): readonly DocumentNode[] {
  const operation = toPlan.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (operation?.operation !== OperationTypeNode.MUTATION) return [toPlan];
  const fragments = fragmentsOf(toPlan);
  const byKey = Map.groupBy(
    fieldsOf(operation.selectionSet.selections, fragments),
    ({ alias, name }) => (alias ?? name).value,
  );
  return [...byKey.values()].map((fields) => ({
    ...toPlan,
    definitions: [withFields(operation, fields), ...fragments.values()],
  }));
}

function withFields(operation: OperationDefinitionNode, selections: readonly FieldNode[]) {
  return { ...operation, selectionSet: { ...operation.selectionSet, selections } };
}

function fieldsOf(selections: readonly SelectionNode[], fragments: Fragments): readonly FieldNode[] {
  return selections.flatMap((each): readonly FieldNode[] => {
    if (each.kind === Kind.FIELD) return [each];
    const fragment = each.kind === Kind.FRAGMENT_SPREAD ? fragments.get(each.name.value) : each;
    return fragment ? fieldsOf(fragment.selectionSet.selections, fragments) : [];
  });
}
