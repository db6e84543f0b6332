import { type DocumentNode, type InputValueDefinitionNode, Kind } from 'graphql';
import { directiveReader } from '#schema/directive-reader.ts';
import type { IdentifierFormat } from '#schema/identifiers/format.ts';

/**
 * The format of every argument and input field that has one, by coordinate: `Query.enterprise(uscc:)` or
 * `EnterpriseFilter.uscc`.
 */
export type IdentifierRules = ReadonlyMap<string, IdentifierFormat>;

/** Collects the `@format` rules of a supergraph's arguments and input fields. */
export function identifierRules(supergraph: DocumentNode): IdentifierRules {
  const read = directiveReader(supergraph);
  const rules = new Map<string, IdentifierFormat>();
  const note = (coordinate: string, node: InputValueDefinitionNode) => {
    for (const { is } of read(node, 'format')) rules.set(coordinate, is as IdentifierFormat);
  };
  for (const definition of supergraph.definitions) {
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      for (const field of definition.fields ?? [])
        note(`${definition.name.value}.${field.name.value}`, field);
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION)
      for (const field of definition.fields ?? [])
        for (const argument of field.arguments ?? [])
          note(`${definition.name.value}.${field.name.value}(${argument.name.value}:)`, argument);
  }
  return rules;
}
