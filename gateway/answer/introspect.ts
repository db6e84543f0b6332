import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';

export type Introspection = {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly document: DocumentNode;
};

/** The answer, as JSON text, to one of the schema's questions about itself: `__schema` or `__type`. */
export function introspected(
  fields: readonly FieldNode[],
  { schema, operation, document }: Introspection,
): (variables: Readonly<Record<string, unknown>>) => string {
  const alone: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: fields } },
      ...document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION),
    ],
  };
  return (variables) => {
    const { data } = executeSync({ schema, document: alone, variableValues: variables });
    return JSON.stringify(Object.values(data ?? {})[0] ?? null);
  };
}
