import { type DocumentNode, type FieldDefinitionNode, Kind, type ObjectTypeDefinitionNode } from 'graphql';
import { directiveReader } from './directive-reader.ts';
import { departmentsByGraph, joinsOf } from './join.ts';

/**
 * The fields, as `Type.field`, that no department gave a share class: neither an own `@share`, nor the `share` of a
 * `@resource` on their type by a department that resolves the field.
 */
export function fieldsWithoutClass(supergraph: DocumentNode): readonly string[] {
  const read = directiveReader(supergraph);
  const names = departmentsByGraph(supergraph);
  return supergraph.definitions
    .filter((each): each is ObjectTypeDefinitionNode => each.kind === Kind.OBJECT_TYPE_DEFINITION)
    .flatMap((type) => {
      const providers = new Set(read(type, 'resource').map(({ provider }) => provider));
      const isCovered = (field: FieldDefinitionNode) =>
        read(field, 'share').length > 0 ||
        graphsOf(field, type).some((graph) => providers.has(names.get(graph) ?? graph));
      return (type.fields ?? [])
        .filter((field) => !isCovered(field))
        .map((field) => `${type.name.value}.${field.name.value}`);
    });
}

/** The graphs that resolve a field: those its `join__field` names, else all that have the type. */
function graphsOf(field: FieldDefinitionNode, type: ObjectTypeDefinitionNode): readonly string[] {
  const own = joinsOf(field.directives, 'join__field');
  const joins = own.length > 0 ? own : joinsOf(type.directives, 'join__type');
  return joins.map(({ graph }) => graph);
}
