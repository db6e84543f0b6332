import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { directiveReader } from './directive-reader.ts';

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
  const own = graphArguments(field.directives, 'join__field');
  return own.length > 0 ? own : graphArguments(type.directives, 'join__type');
}

function graphArguments(directives: readonly ConstDirectiveNode[] = [], named: string): readonly string[] {
  return directives
    .filter(({ name }) => name.value === named)
    .flatMap(({ arguments: given = [] }) =>
      given.flatMap(({ name, value }) =>
        name.value === 'graph' && value.kind === Kind.ENUM ? [value.value] : [],
      ),
    );
}

/** Departments' names by the value of `join__Graph` that stands for them. */
function departmentsByGraph(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const graphs = supergraph.definitions.find(
    (each) => each.kind === Kind.ENUM_TYPE_DEFINITION && each.name.value === 'join__Graph',
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return new Map();
  return new Map(
    (graphs.values ?? []).map(({ name, directives = [] }) => {
      const given = directives.flatMap((directive) => directive.arguments ?? []);
      const value = given.find((argument) => argument.name.value === 'name')?.value;
      return [name.value, value?.kind === Kind.STRING ? value.value : name.value];
    }),
  );
}
