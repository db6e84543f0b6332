import {
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { deciding, isIncluded } from '../graph/conditions.ts';
import type { FetchedKey } from '../graph/fetched-key.ts';
import { fragmentsOf } from '../graph/fragments.ts';

export type Given = {
  readonly schema: GraphQLSchema;
  /** Variables that decide conditions. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly fetchedKey: FetchedKey;
};

/**
 * The part of a document that departments can answer: the one operation and its fragments, without introspection, which
 * the gateway answers from its own schema. Null when nothing is left to ask.
 */
export function plannable(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Given,
): DocumentNode | null {
  const written = fragmentsOf(document);
  const reached = new Map<string, FragmentDefinitionNode>();
  // Each fragment that is still spread is simplified once; validation has refused fragments that spread themselves.
  const isEmpty = (name: string): boolean => {
    const fragment = reached.get(name) ?? written.get(name);
    if (!fragment) return true;
    const simple = reached.has(name) ? fragment : simplified(fragment, given, isEmpty);
    reached.set(name, simple);
    return simple.selectionSet.selections.length === 0;
  };
  const simple = simplified(operation, given, isEmpty);
  if (simple.selectionSet.selections.length === 0) return null;
  const fragments = [...reached.values()].filter(({ selectionSet }) => selectionSet.selections.length > 0);
  return { kind: Kind.DOCUMENT, definitions: [simple, ...fragments] };
}

/**
 * What is asked, in words that planners and the merge are safe with: conditions decided, fields under their fetched keys,
 * no introspection, `__typename` where nothing else is left. Only selections on a root type can end up empty.
 */
function simplified<T extends OperationDefinitionNode | FragmentDefinitionNode>(
  definition: T,
  { schema, conditions, fetchedKey }: Given,
  isEmpty: (fragment: string) => boolean,
): T {
  const types = new TypeInfo(schema);
  const roots: readonly unknown[] = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ];
  const isRoot = () => roots.includes(types.getParentType());
  const visitor: ASTVisitor = {
    enter(node) {
      if (!isSelection(node)) return undefined;
      const isIntrospection = node.kind === Kind.FIELD && node.name.value.startsWith('__') && isRoot();
      return isIntrospection || !isIncluded(node, conditions) ? null : undefined;
    },
    leave(node) {
      switch (node.kind) {
        case Kind.DIRECTIVE:
          return deciding.has(node.name.value) ? null : undefined;
        case Kind.FIELD:
          return underKey(node, fetchedKey);
        case Kind.INLINE_FRAGMENT:
          return node.selectionSet.selections.length === 0 ? null : undefined;
        case Kind.FRAGMENT_SPREAD:
          return isEmpty(node.name.value) ? null : undefined;
        case Kind.SELECTION_SET:
          return node.selections.length === 0 && !isRoot() ? { ...node, selections: [typename] } : undefined;
        default:
          return undefined;
      }
    },
  };
  return visit(definition, visitWithTypeInfo(types, visitor));
}

function isSelection(node: { readonly kind: Kind }): node is SelectionNode {
  return node.kind === Kind.FIELD || node.kind === Kind.INLINE_FRAGMENT || node.kind === Kind.FRAGMENT_SPREAD;
}

function underKey(field: FieldNode, fetchedKey: FetchedKey): FieldNode {
  const { alias: _, ...unaliased } = field;
  if (field.name.value === typename.name.value) return typename;
  const key = fetchedKey(field);
  // `capital: capital` is `capital`; a planner takes the two for different fields and loses a required value over it.
  return key === field.name.value ? unaliased : { ...field, alias: { kind: Kind.NAME, value: key } };
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
