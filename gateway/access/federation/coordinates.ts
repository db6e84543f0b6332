import { type DocumentNode, type FieldDefinitionNode, Kind } from 'graphql';
import type { ReadRequirement } from '#schema/federation/directives.ts';
import { fieldsOf, guardedNodes, namedTypeOf } from '#schema/federation/places.ts';
import { allOf, type Requirement, remainder } from '#schema/federation/requirement.ts';

/** A type of a supergraph and what it and its fields ask by themselves. */
export type GuardedType = {
  readonly name: string;
  readonly isInterface: boolean;
  readonly interfaces: readonly string[];
  readonly requirement: Requirement;
  readonly fields: ReadonlyMap<string, GuardedField>;
};

export type GuardedField = {
  readonly node: FieldDefinitionNode;
  /** The type that it returns, without lists and non-nulls. */
  readonly returns: string;
  readonly requirement: Requirement;
};

/**
 * The types of a supergraph by name. What an interface asks and its implementing types together don't, nobody but an older
 * composition can have let in: it holds for each of those types too, or a caller would pass it by asking them in fragments
 * (CVE-2025-64530). What composition itself puts on an interface, it has from the implementing types: that adds nothing.
 */
export function guardedTypes(
  supergraph: DocumentNode,
  read: ReadRequirement,
): ReadonlyMap<string, GuardedType> {
  const written = writtenTypes(supergraph, read);
  const inherited = [...written.values()]
    .filter(({ isInterface }) => isInterface)
    .map((each) => onlyOf(each, implementing(each.name, written)));
  return new Map(
    [...written].map(([name, type]) => {
      const from = type.isInterface ? [] : inherited.filter((each) => type.interfaces.includes(each.name));
      return [name, from.length > 0 ? stricter(type, from) : type];
    }),
  );
}

/** The object types that implement an interface. */
export function implementing(named: string, types: ReadonlyMap<string, GuardedType>): readonly GuardedType[] {
  return [...types.values()].filter(
    ({ isInterface, interfaces }) => !isInterface && interfaces.includes(named),
  );
}

function writtenTypes(supergraph: DocumentNode, read: ReadRequirement): ReadonlyMap<string, GuardedType> {
  const types = new Map<string, GuardedType>();
  for (const node of guardedNodes(supergraph)) {
    const name = node.name.value;
    const before = types.get(name);
    const interfaces = 'interfaces' in node ? (node.interfaces ?? []) : [];
    types.set(name, {
      name,
      isInterface:
        node.kind === Kind.INTERFACE_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_EXTENSION,
      interfaces: [...(before?.interfaces ?? []), ...interfaces.map((each) => each.name.value)],
      requirement: allOf([...(before ? [before.requirement] : []), read(node)]),
      fields: new Map([
        ...(before?.fields ?? []),
        ...fieldsOf(node).map((field) => [field.name.value, guardedField(field, read)] as const),
      ]),
    });
  }
  return types;
}

function guardedField(node: FieldDefinitionNode, read: ReadRequirement): GuardedField {
  return { node, returns: namedTypeOf(node.type), requirement: read(node) };
}

/** What an interface asks beyond what all its implementing types together do. */
function onlyOf(type: GuardedType, objects: readonly GuardedType[]): GuardedType {
  const together = allOf(objects.map(({ requirement }) => requirement));
  return {
    ...type,
    requirement: remainder(type.requirement, together),
    fields: new Map(
      [...type.fields].map(([name, field]) => {
        const same = allOf(objects.flatMap(({ fields }) => fields.get(name)?.requirement ?? []));
        return [name, { ...field, requirement: remainder(field.requirement, same) }];
      }),
    ),
  };
}

function stricter(type: GuardedType, interfaces: readonly GuardedType[]): GuardedType {
  return {
    ...type,
    requirement: allOf([type.requirement, ...interfaces.map(({ requirement }) => requirement)]),
    fields: new Map(
      [...type.fields].map(([name, field]) => {
        const same = interfaces.flatMap(({ fields }) => fields.get(name)?.requirement ?? []);
        return [name, { ...field, requirement: allOf([field.requirement, ...same]) }];
      }),
    ),
  };
}
