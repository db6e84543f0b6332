import {
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type EnumTypeExtensionNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
  Kind,
  type NamedTypeNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type ScalarTypeDefinitionNode,
  type ScalarTypeExtensionNode,
  type TypeNode,
} from 'graphql';

/** Somewhere an access directive may stand: a type, or a field of an object or interface. */
export type Place = {
  readonly type: string;
  readonly node: GuardedNode | FieldDefinitionNode;
};

export type GuardedNode =
  | ObjectTypeDefinitionNode
  | ObjectTypeExtensionNode
  | InterfaceTypeDefinitionNode
  | InterfaceTypeExtensionNode
  | ScalarTypeDefinitionNode
  | ScalarTypeExtensionNode
  | EnumTypeDefinitionNode
  | EnumTypeExtensionNode;

/** Every place of a document where an access directive is enforced. */
export function placesOf(document: DocumentNode): readonly Place[] {
  return guardedNodes(document).flatMap((node) =>
    [node, ...fieldsOf(node)].map((each) => ({ type: node.name.value, node: each })),
  );
}

/** A place as people write it: `Type` or `Type.field`. */
export function written({ type, node }: Place): string {
  return node.kind === Kind.FIELD_DEFINITION ? `${type}.${node.name.value}` : type;
}

/** A document's objects, interfaces, scalars and enums, with their extensions. */
export function guardedNodes(document: DocumentNode): readonly GuardedNode[] {
  return document.definitions.flatMap((each) => {
    switch (each.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_EXTENSION:
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.SCALAR_TYPE_EXTENSION:
      case Kind.ENUM_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_EXTENSION:
        return [each];
      default:
        return [];
    }
  });
}

/** The fields of an object or interface; nothing of what has none. */
export function fieldsOf(node: GuardedNode): readonly FieldDefinitionNode[] {
  return 'fields' in node ? (node.fields ?? []) : [];
}

/** The type under lists and non-nulls. */
export function namedTypeOf(type: TypeNode): string {
  let inner = type;
  while (inner.kind !== Kind.NAMED_TYPE) inner = inner.type;
  return (inner satisfies NamedTypeNode).name.value;
}
