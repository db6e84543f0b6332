import {
  type DocumentNode,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { FetchedKey } from '../graph/fetched-key.ts';
import { type Collecting, collecting, fieldsOf } from './collect.ts';
import { introspected } from './introspect.ts';
import { leafText } from './leaf.ts';
import {
  leafSlot,
  listSlot,
  type ObjectText,
  objectSlot,
  type Problem,
  type Slot,
  type Telling,
  tellOfNoType,
} from './slot.ts';

/** Gives what was fetched the shape that the client asked for, as JSON text, with what is wrong with it. */
export type Shape = (
  data: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, unknown>>,
) => { readonly text: string; readonly problems: readonly Problem[] };

export type Shaping = {
  readonly schema: Collecting['schema'];
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Variables that decide conditions; the shape is of their values. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly fetchedKey: FetchedKey;
};

/**
 * Compiles an operation's projection: aliases, fragments, order, types and GraphQL's null propagation, and introspection
 * besides. A fault among the data becomes one problem at its path; a value that does not fit the schema becomes one too.
 */
export function compileShape(shaping: Shaping): Shape {
  const root = shaping.schema.getRootType(shaping.operation.operation);
  if (!root) throw new Error(`the schema has no ${shaping.operation.operation} type`);
  const textOf = objectText(root, [shaping.operation.selectionSet], { ...shaping, ...collecting(shaping) });
  return (data, variables) => {
    const telling: Telling = { problems: [], variables };
    const text = textOf(data, { holder: null, key: '', telling });
    return { text: text ?? 'null', problems: telling.problems };
  };
}

type Compiling = Shaping & Collecting;

function slotOf(type: GraphQLOutputType, sets: readonly SelectionSetNode[], compiling: Compiling): Slot {
  const isNeeded = isNonNullType(type);
  const nullable = isNonNullType(type) ? type.ofType : type;
  if (isListType(nullable)) return listSlot(slotOf(nullable.ofType, sets, compiling), isNeeded);
  if (isLeafType(nullable)) return leafSlot(leafText(nullable), isNeeded);
  const textOf = isObjectType(nullable)
    ? objectText(nullable, sets, compiling)
    : abstractText(nullable, sets, compiling);
  return objectSlot(textOf, isNeeded);
}

function objectText(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  compiling: Compiling,
): ObjectText {
  const members = [...fieldsOf(type, sets, compiling)].map(([key, nodes], index) => ({
    key,
    prefix: `${index === 0 ? '' : ','}${JSON.stringify(key)}:`,
    fetched: compiling.fetchedKey(nodes[0] as FieldNode, type),
    slot: memberSlot(type, nodes, compiling),
  }));
  return (record, here) => {
    let text = '{';
    for (const { key, prefix, fetched, slot } of members) {
      const written = slot(record[fetched], here, key);
      if (written === undefined) return undefined;
      text += prefix + written;
    }
    return `${text}}`;
  };
}

function memberSlot(type: GraphQLObjectType, nodes: readonly FieldNode[], compiling: Compiling): Slot {
  const [{ name }] = nodes as [FieldNode];
  if (name.value === '__typename') {
    const text = JSON.stringify(type.name);
    return () => text;
  }
  const field = type.getFields()[name.value];
  if (!field) {
    const answer = introspected(nodes, compiling);
    return (_, { telling }) => answer(telling.variables);
  }
  return slotOf(
    field.type,
    nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    compiling,
  );
}

/** Each of the types that a record can be of is compiled when the first of its records comes. */
function abstractText(
  type: GraphQLAbstractType,
  sets: readonly SelectionSetNode[],
  compiling: Compiling,
): ObjectText {
  const possible = new Map(compiling.schema.getPossibleTypes(type).map((each) => [each.name, each]));
  const texts = new Map<string, ObjectText>();
  return (record, here) => {
    const typename = record['__typename'];
    const found = typeof typename === 'string' ? possible.get(typename) : undefined;
    if (!found) {
      tellOfNoType(here);
      return undefined;
    }
    const textOf = texts.get(found.name) ?? objectText(found, sets, compiling);
    texts.set(found.name, textOf);
    return textOf(record, here);
  };
}
