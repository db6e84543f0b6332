import { type DocumentNode, Kind, type ObjectTypeDefinitionNode } from 'graphql';
import { directiveReader } from './vocabulary.ts';

/**
 * The fields, as `Type.field`, that no department gave a share class: neither an own `@share` nor the `share` of a
 * `@resource` on their type.
 */
export function fieldsWithoutClass(supergraph: DocumentNode): readonly string[] {
  const read = directiveReader(supergraph);
  return supergraph.definitions
    .filter(
      (definition): definition is ObjectTypeDefinitionNode => definition.kind === Kind.OBJECT_TYPE_DEFINITION,
    )
    .flatMap((type) =>
      read(type, 'resource').length > 0
        ? []
        : (type.fields ?? [])
            .filter((field) => read(field, 'share').length === 0)
            .map((field) => `${type.name.value}.${field.name.value}`),
    );
}
