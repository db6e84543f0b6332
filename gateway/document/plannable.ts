import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql';

/**
 * The part of a document that departments can answer: the one operation and the fragments, without introspection, which
 * the gateway answers from its own schema. Null when nothing is left to ask.
 */
export function plannable(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode | null {
  const strip = (selections: readonly SelectionNode[]): readonly SelectionNode[] =>
    selections.flatMap((each) => {
      if (each.kind === Kind.FIELD) return each.name.value.startsWith('__') ? [] : [each];
      if (each.kind === Kind.INLINE_FRAGMENT) return wrap(each, strip(each.selectionSet.selections));
      const fragment = fragments.get(each.name.value);
      if (!fragment) return [];
      // A spread at the root is written out, since the fragment may serve elsewhere with its __typename.
      return wrap(
        {
          kind: Kind.INLINE_FRAGMENT,
          typeCondition: fragment.typeCondition,
          ...(each.directives && { directives: each.directives }),
          selectionSet: fragment.selectionSet,
        },
        strip(fragment.selectionSet.selections),
      );
    });
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  const selections = strip(operation.selectionSet.selections);
  if (selections.length === 0) return null;
  const kept: OperationDefinitionNode = {
    ...operation,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  return { kind: Kind.DOCUMENT, definitions: [kept, ...usedFragments(kept, fragments)] };
}

function wrap(node: InlineFragmentNode, selections: readonly SelectionNode[]): readonly SelectionNode[] {
  return selections.length === 0 ? [] : [{ ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } }];
}

/** The fragments that the operation still spreads, each once; validation refuses unused ones elsewhere. */
function usedFragments(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly FragmentDefinitionNode[] {
  const used = new Map<string, FragmentDefinitionNode>();
  const collect = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || used.has(name.value)) return;
        used.set(name.value, fragment);
        collect(fragment);
      },
    });
  };
  collect(operation);
  return [...used.values()];
}
