import {
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { fact, type Subjects, type Verdict } from '../effect.ts';
import { deciding, isIncluded } from '../graph/conditions.ts';
import type { FetchedKey } from '../graph/fetched-key.ts';
import { fragmentsOf } from '../graph/fragments.ts';

export type Given = {
  readonly schema: GraphQLSchema;
  /** Variables that decide conditions. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly fetchedKey: FetchedKey;
  readonly verdict: Verdict;
  readonly subjects: Subjects;
};

/**
 * The part of a document that departments can answer: the one operation and its fragments, without introspection, which
 * the gateway answers from its own schema, and without what is refused. Null when nothing is left to ask.
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
  given: Given,
  isEmpty: (fragment: string) => boolean,
): T {
  const { schema, conditions, fetchedKey } = given;
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
      if (isIntrospection || !isIncluded(node, conditions)) return null;
      return node.kind === Kind.FIELD && isRefused(node, types.getParentType(), given) ? null : undefined;
    },
    leave(node) {
      switch (node.kind) {
        case Kind.DIRECTIVE:
          return deciding.has(node.name.value) ? null : undefined;
        case Kind.FIELD:
          return ofPermitted(underKey(node, fetchedKey), types.getParentType(), given);
        case Kind.INLINE_FRAGMENT:
          return node.selectionSet.selections.length === 0 ? null : undefined;
        case Kind.FRAGMENT_SPREAD:
          return isEmpty(node.name.value) ? null : undefined;
        case Kind.SELECTION_SET:
          if (node.selections.length === 0) return isRoot() ? undefined : { ...node, selections: [typename] };
          return saying(node, sayingWhose(types.getParentType(), given));
        default:
          return undefined;
      }
    },
  };
  return visit(definition, visitWithTypeInfo(types, visitor));
}

type Parent = GraphQLNamedType | null | undefined;

/** Whether nothing of a field may be fetched: of an interface's, for any of its types. */
function isRefused(node: FieldNode, parent: Parent, { schema, verdict }: Given): boolean {
  if (verdict.isOpen || node.name.value.startsWith('__')) return false;
  if (verdict.refusalOf(node)) return true;
  return typesOf(parent, schema).every((type) => isDenied(type, node, verdict));
}

/** A field of an interface that some of its types may not show is asked of the others alone. */
function ofPermitted(field: FieldNode, parent: Parent, { schema, verdict }: Given): SelectionNode {
  const name = field.name.value;
  if (verdict.isOpen || !isAbstractType(parent) || name.startsWith('__')) return field;
  const all = typesOf(parent, schema);
  const permitted = all.filter((type) => !isDenied(type, field, verdict));
  if (permitted.length === all.length) return field;
  return fragmentOf(
    null,
    permitted.map((type) => fragmentOf(type, [field])),
  );
}

/** What tell/**
 * What tells whose record it is, which is recorded and may decide what is shown; and of which type, where its types may not all
 * show the same.
 */
function sayingWhose(
  parent: Parent,
  { schema, verdict, subjects, fetchedKey }: Given,
): readonly SelectionNode[] {
  const fields = (type: string): readonly SelectionNode[] => {
    const subject = subjects.get(type);
    const division = (verdict.facts & fact.inRegion) !== 0 ? (subject?.division ?? null) : null;
    return [subject?.key ?? null, division].flatMap((name) =>
      name === null
        ? []
        : [underKey({ kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } }, fetchedKey)],
    );
  };
  if (isObjectType(parent)) return fields(parent.name);
  if (!isAbstractType(parent)) return [];
  const whose = typesOf(parent, schema).filter((type) => subjects.has(type));
  return [
    ...(verdict.isOpen && whose.length === 0 ? [] : [typename]),
    ...whose.map((type) => fragmentOf(type, fields(type))),
  ];
}

function saying(set: SelectionSetNode, more: readonly SelectionNode[]): SelectionSetNode | undefined {
  return more.length === 0 ? undefined : { ...set, selections: [...set.selections, ...more] };
}

function typesOf(parent: Parent, schema: GraphQLSchema): readonly string[] {
  if (isAbstractType(parent)) return schema.getPossibleTypes(parent).map(({ name }) => name);
  return isObjectType(parent) ? [parent.name] : [];
}

function isDenied(type: string, { name }: FieldNode, verdict: Verdict): boolean {
  const effect = verdict.effectOf(type, name.value);
  return effect.kind === 'always' && effect.effect.kind === 'DENIED';
}

function fragmentOf(type: string | null, selections: readonly SelectionNode[]): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    ...(type !== null && {
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
    }),
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
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
