import {
  type DocumentNode,
  type FieldNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type Reads, revealableBy } from './reads.ts';

/** What a document asks, as far as it is judged. */
export type Asked = {
  /** The fields of object types that an answer can hold, as `Type.field`; of an interface, those of all its types. */
  readonly coordinates: readonly string[];
  /** Fields asked of an interface itself. */
  readonly throughInterface: readonly { readonly node: FieldNode; readonly type: string }[];
  /** Arguments that can reveal something. */
  readonly revealing: readonly RevealingArgument[];
};

export type RevealingArgument = {
  /** The field that takes it. */
  readonly node: FieldNode;
  readonly coordinate: string;
  readonly type: GraphQLInputType;
  readonly value: ValueNode;
};

/** Looks over a document once. */
export function askedBy(document: DocumentNode, schema: GraphQLSchema, reads: Reads): Asked {
  const coordinates = new Set<string>();
  const throughInterface: { node: FieldNode; type: string }[] = [];
  const revealing: RevealingArgument[] = [];
  const types = new TypeInfo(schema);
  let field: FieldNode | undefined;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        field = node;
        const parent = types.getParentType();
        // What the schema says of itself is nobody's record.
        if (!parent || parent.name.startsWith('__') || node.name.value.startsWith('__')) return;
        if (isObjectType(parent)) coordinates.add(`${parent.name}.${node.name.value}`);
        if (isAbstractType(parent))
          for (const { name } of schema.getPossibleTypes(parent))
            coordinates.add(`${name}.${node.name.value}`);
        if (isInterfaceType(parent)) throughInterface.push({ node, type: parent.name });
      },
      Argument(node) {
        const argument = types.getArgument();
        const parent = types.getParentType();
        if (!argument || !parent || !field || types.getDirective()) return;
        const coordinate = `${parent.name}.${field.name.value}(${argument.name}:)`;
        if (reads.has(coordinate) || revealableBy(argument.type, reads).length > 0)
          revealing.push({ node: field, coordinate, type: argument.type, value: node.value });
      },
    }),
  );
  return { coordinates: [...coordinates].toSorted(), throughInterface, revealing };
}
