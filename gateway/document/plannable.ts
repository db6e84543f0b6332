import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { Refusal } from '../errors.ts';

/**
 * The part of a document that departments can answer: the one operation and the fragments, without introspection, which
 * the gateway answers from its own schema. Wherever the type is not certain before the answer, its name is asked for. Null
 * when nothing is left to ask.
 */
export function plannable(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): DocumentNode | null {
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
  const part: DocumentNode = { kind: Kind.DOCUMENT, definitions: [kept, ...usedFragments(kept, fragments)] };
  return withTypenames(part, schema);
}

/** The shaping of the answer must know the type of every record whose field has an interface or a union for its type. */
function withTypenames(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        leave(node) {
          if (node.alias?.value === typename.name.value && node.name.value !== typename.name.value)
            throw new Refusal(
              'OPERATION_NOT_SUPPORTED',
              '"__typename" can\'t be the alias of another field.',
            );
          if (!node.selectionSet || !isAbstractType(getNamedType(types.getType()))) return undefined;
          const selections = [typename, ...node.selectionSet.selections];
          return { ...node, selectionSet: { ...node.selectionSet, selections } };
        },
      },
    }),
  );
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

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
