import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  Kind,
} from 'graphql';
import { directiveReader } from '#schema/directive-reader.ts';

/** A root field that finds one entity by its key: its arguments are the key's fields. */
export type Lookup = {
  readonly typename: string;
  readonly arguments: GraphQLField<unknown, unknown>['args'];
};

export type Lookups = ReadonlyMap<string, Lookup>;

/** Collects a supergraph's root fields with `@lookup`, but those named in `except` (`Query.enterprise`). */
export function lookupsOf(
  supergraph: DocumentNode,
  apiSchema: GraphQLSchema,
  except: readonly string[],
): Lookups {
  const read = directiveReader(supergraph);
  const query = apiSchema.getQueryType();
  const lookups = new Map<string, Lookup>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || definition.name.value !== query?.name) continue;
    for (const node of definition.fields ?? []) {
      const field = query.getFields()[node.name.value];
      const type = field && getNamedType(field.type);
      if (!field || !isObjectType(type) || read(node, 'lookup').length === 0) continue;
      if (!except.includes(`${query.name}.${field.name}`))
        lookups.set(field.name, { typename: type.name, arguments: field.args });
    }
  }
  return lookups;
}
