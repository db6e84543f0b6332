import {
  type DocumentNode,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  type InputValueDefinitionNode,
  isInputObjectType,
  isListType,
  Kind,
} from 'graphql';
import { directiveReader } from '#schema/directive-reader.ts';
import { isRecord } from '../record.ts';

/**
 * The fields that using an argument or input field reveals, by its coordinate: `Query.citizens(orderBy:)` or
 * `CitizenFilter.name`.
 */
export type Reads = ReadonlyMap<string, readonly string[]>;

/**
 * Collects the `@reads` of a supergraph. What an argument of an interface's field reveals, that of its types' fields does,
 * and the other way round: nobody passes it by a fragment, or by leaving one out.
 */
export function readsOf(supergraph: DocumentNode): Reads {
  const read = directiveReader(supergraph);
  const reads = new Map<string, readonly string[]>();
  const add = (coordinate: string, fields: readonly string[]) => {
    if (fields.length > 0) reads.set(coordinate, [...new Set([...(reads.get(coordinate) ?? []), ...fields])]);
  };
  const note = (coordinate: string, node: InputValueDefinitionNode) =>
    add(
      coordinate,
      read(node, 'reads').flatMap(({ fields }) => (Array.isArray(fields) ? fields.map(String) : [])),
    );
  for (const definition of supergraph.definitions) {
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      for (const field of definition.fields ?? [])
        note(`${definition.name.value}.${field.name.value}`, field);
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION)
      for (const field of definition.fields ?? [])
        for (const argument of field.arguments ?? [])
          note(`${definition.name.value}.${field.name.value}(${argument.name.value}:)`, argument);
  }
  const shared = sharedArguments(supergraph);
  for (const { ofInterface, ofType } of shared) add(ofType, reads.get(ofInterface) ?? []);
  for (const { ofInterface, ofType } of shared) add(ofInterface, reads.get(ofType) ?? []);
  return reads;
}

/** The arguments that types have from their interfaces; a type names every interface above it. */
function sharedArguments({
  definitions,
}: DocumentNode): readonly { readonly ofInterface: string; readonly ofType: string }[] {
  return definitions.flatMap((type) =>
    type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.INTERFACE_TYPE_DEFINITION
      ? (type.interfaces ?? []).flatMap(({ name: { value: above } }) =>
          (type.fields ?? []).flatMap((field) =>
            (field.arguments ?? []).map((argument) => {
              const member = `${field.name.value}(${argument.name.value}:)`;
              return { ofInterface: `${above}.${member}`, ofType: `${type.name.value}.${member}` };
            }),
          ),
        )
      : [],
  );
}

/** All that the input fields of a type can reveal: of a value that doesn't fit, nobody knows which of them it uses. */
export function revealableBy(
  type: GraphQLInputType,
  reads: Reads,
  seen = new Set<string>(),
): readonly string[] {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || seen.has(named.name)) return [];
  seen.add(named.name);
  return Object.values(named.getFields()).flatMap((field) => [
    ...(reads.get(`${named.name}.${field.name}`) ?? []),
    ...revealableBy(field.type, reads, seen),
  ]);
}

/** The fields that the input fields given in a value reveal; one that is given as null is given. */
export function revealedBy(value: unknown, type: GraphQLInputType, reads: Reads): readonly string[] {
  const nullable = getNullableType(type);
  if (isListType(nullable))
    return (Array.isArray(value) ? value : [value]).flatMap((item) =>
      revealedBy(item, nullable.ofType, reads),
    );
  if (!isInputObjectType(nullable) || !isRecord(value)) return [];
  return Object.values(nullable.getFields()).flatMap((field) => {
    if (!Object.hasOwn(value, field.name) || value[field.name] === undefined) return [];
    const own = reads.get(`${nullable.name}.${field.name}`) ?? [];
    return [...own, ...revealedBy(value[field.name], field.type, reads)];
  });
}
