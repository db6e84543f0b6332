import {
  type DocumentNode,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLInterfaceType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { FetchedKey } from '../graph/fetched-key.ts';
import { fragmentsOf } from '../graph/fragments.ts';
import type { Place } from '../graph/places.ts';
import { onlyLinkTo, readerOf } from '../graph/read.ts';
import { type Collecting, fieldsOf, needType } from './collect.ts';
import { introspected } from './introspect.ts';
import { leafText } from './leaf.ts';
import { type Member, membersText, numbering, prefixOf } from './members.ts';
import {
  leafSlot,
  listSlot,
  type Members,
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
  /** The root of what was fetched; absent when nothing is. */
  readonly place: Place | undefined;
};

/**
 * Compiles an operation's projection: aliases, fragments, order, types and GraphQL's null propagation, and introspection
 * besides. A fault among the data becomes one problem at its path; a value that does not fit the schema becomes one too.
 */
export function compileShape(shaping: Shaping): Shape {
  const root = shaping.schema.getRootType(shaping.operation.operation);
  if (!root) throw new Error(`the schema has no ${shaping.operation.operation} type`);
  const compiling = { ...shaping, fragments: fragmentsOf(shaping.document), numberAt: numbering() };
  const { textOf } = membersOf(root, [shaping.operation.selectionSet], compiling);
  return (data, variables) => {
    const telling: Telling = { problems: [], variables };
    const text = textOf(data, { holder: null, key: '', telling });
    return { text: text ?? 'null', problems: telling.problems };
  };
}

type Compiling = Shaping & Collecting & { readonly numberAt: (link: string) => number };

function slotOf(type: GraphQLOutputType, sets: readonly SelectionSetNode[], compiling: Compiling): Slot {
  const isNeeded = isNonNullType(type);
  const nullable = isNonNullType(type) ? type.ofType : type;
  if (isListType(nullable)) return listSlot(slotOf(nullable.ofType, sets, compiling), isNeeded);
  if (isLeafType(nullable)) return slotOfLeaf(nullable, isNeeded);
  if (isObjectType(nullable)) return objectSlot(membersOf(nullable, sets, compiling), isNeeded);
  // What is asked of an interface alone is the same of every type that it stands for.
  return isInterfaceType(nullable) && !needType(nullable, sets, compiling)
    ? objectSlot(membersOf(nullable, sets, compiling), isNeeded)
    : objectSlot(abstractMembers(nullable, sets, compiling), isNeeded);
}

/** A leaf is written alike wherever it stands. */
function slotOfLeaf(type: GraphQLLeafType, isNeeded: boolean): Slot {
  const known = leafSlots[isNeeded ? 'needed' : 'nullable'];
  const slot = known.get(type) ?? leafSlot(leafText(type), isNeeded);
  known.set(type, slot);
  return slot;
}

const leafSlots = {
  needed: new WeakMap<GraphQLLeafType, Slot>(),
  nullable: new WeakMap<GraphQLLeafType, Slot>(),
};

type TypedMembers = Members & {
  /** Whether nothing that is asked of the type is missing in a record. */
  readonly isWhole: (record: Readonly<Record<string, unknown>>) => boolean;
};

function membersOf(
  type: GraphQLObjectType | GraphQLInterfaceType,
  sets: readonly SelectionSetNode[],
  compiling: Compiling,
): TypedMembers {
  const members = [...fieldsOf(type, sets, compiling)].map(([key, nodes], index) =>
    memberOf({ type, key, nodes, isFirst: index === 0 }, compiling),
  );
  return typedMembers(
    isObjectType(type) ? type.name : null,
    members,
    membersText(members, compiling.numberAt),
  );
}

/** Apart from the compiling, so that what is kept holds nothing of what only it needed. */
function typedMembers(
  name: string | null,
  members: readonly Member[],
  textOf: Members['textOf'],
): TypedMembers {
  return {
    textOf(record, here) {
      const typename = record['__typename'];
      if (typename === undefined || typename === name || name === null) return textOf(record, here);
      tellOfNoType(here);
      return undefined;
    },
    isWhole: (record) => members.every(({ read }) => read(record) !== undefined),
    pathOf([first, ...rest]) {
      const member = members.find(({ fetched }) => fetched === first);
      return member ? [member.key, ...member.slot.pathOf(rest)] : [];
    },
  };
}

type MemberNodes = {
  readonly type: GraphQLObjectType | GraphQLInterfaceType;
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly isFirst: boolean;
};

function memberOf({ type, key, nodes, isFirst }: MemberNodes, compiling: Compiling): Member {
  const fetched = compiling.fetchedKey(nodes[0] as FieldNode);
  return {
    key,
    prefix: prefixOf(key, isFirst),
    fetched,
    read: readerOf(compiling.place, fetched),
    link: onlyLinkTo(compiling.place, fetched),
    slot: memberSlot(type, nodes, { ...compiling, place: compiling.place?.inner.get(fetched) }),
  };
}

/** What stands at a field: at `place` are the records under it. */
function memberSlot(
  type: GraphQLObjectType | GraphQLInterfaceType,
  nodes: readonly FieldNode[],
  compiling: Compiling,
): Slot {
  const [{ name }] = nodes as [FieldNode];
  if (name.value === '__typename') {
    const text = JSON.stringify(type.name);
    return { write: () => text, pathOf: () => [] };
  }
  const field = type.getFields()[name.value];
  if (!field) {
    const answer = introspected(nodes, compiling);
    return { write: (_, { telling }) => answer(telling.variables), pathOf: () => [] };
  }
  return slotOf(
    field.type,
    nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    compiling,
  );
}

/** Each of the types that a record can be of is compiled when the first of its records comes. */
function abstractMembers(
  type: GraphQLAbstractType,
  sets: readonly SelectionSetNode[],
  compiling: Compiling,
): Members {
  const possible = new Map(compiling.schema.getPossibleTypes(type).map((each) => [each.name, each]));
  const known = new Map<string, TypedMembers>();
  const isAsked = compiling.place?.keys.has('__typename') ?? false;
  const membersFor = (concrete: GraphQLObjectType): TypedMembers => {
    const members = known.get(concrete.name) ?? membersOf(concrete, sets, compiling);
    known.set(concrete.name, members);
    return members;
  };
  return {
    textOf(record, here) {
      const typename = record['__typename'];
      // A planner that knows which types can stand here leaves out what is asked of others, and with it the type: the record
      // is then of any type of which it has all.
      if (typename === undefined && !isAsked) {
        const fitting = [...possible.values()].map(membersFor).find(({ isWhole }) => isWhole(record));
        if (fitting) return fitting.textOf(record, here);
      }
      const found = typeof typename === 'string' ? possible.get(typename) : undefined;
      if (found) return membersFor(found).textOf(record, here);
      tellOfNoType(here);
      return undefined;
    },
    // A department's path does not say of which type the lost record was: the first that has the field.
    pathOf(within) {
      for (const concrete of possible.values()) {
        const path = membersFor(concrete).pathOf(within);
        if (path.length > 0) return path;
      }
      return [];
    },
  };
}
