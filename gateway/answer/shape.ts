import {
  type DocumentNode,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLInterfaceType,
  type GraphQLLeafType,
  type GraphQLNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import {
  clear,
  type Effect,
  type FactsOf,
  type FieldEffect,
  fact,
  type Subject,
  type Subjects,
  type Verdict,
} from '../effect.ts';
import type { FetchedKey } from '../graph/fetched-key.ts';
import { fragmentsOf } from '../graph/fragments.ts';
import type { Place } from '../graph/places.ts';
import { onlyLinkTo, readerOf } from '../graph/read.ts';
import { type AskedField, type AskedSet, type Collecting, fieldsOf, needType } from './collect.ts';
import { deniedSlot, effectOfList, maskedSlot, slotByEffect } from './hidden.ts';
import { introspected } from './introspect.ts';
import { leafText } from './leaf.ts';
import { type Member, membersText, numbering, prefixOf } from './members.ts';
import {
  leafSlot,
  listSlot,
  type MaskedValue,
  type Members,
  objectSlot,
  type Problem,
  type Slot,
  type Telling,
  tellOfNoType,
} from './slot.ts';
import { type FactsAt, type TypedMembers, typedMembers } from './typed.ts';

/** Gives what was fetched the shape that the client asked for, as JSON text, with what is wrong with it. */
export type Shape = (
  data: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, unknown>>,
  factsOf: FactsOf,
) => {
  readonly text: string;
  readonly problems: readonly Problem[];
  readonly masked: readonly MaskedValue[];
  /** The citizens and enterprises whose records are in it, by their numbers. */
  readonly subjects: ReadonlySet<string>;
};

export type Shaping = {
  readonly schema: Collecting['schema'];
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Variables that decide conditions; the shape is of their values. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly fetchedKey: FetchedKey;
  /** The root of what was fetched; absent when nothing is. */
  readonly place: Place | undefined;
  /** What of it may be shown, and how. */
  readonly verdict: Verdict;
  readonly subjects: Subjects;
  /** How many problems may be told before what is not shown of single records is left untold. */
  readonly mostTold: number;
};

/**
 * Compiles an operation's projection: aliases, fragments, order, types and GraphQL's null propagation, and introspection
 * besides. A fault among the data becomes one problem at its path; a value that does not fit the schema becomes one too.
 */
export function compileShape(shaping: Shaping): Shape {
  const root = shaping.schema.getRootType(shaping.operation.operation);
  if (!root) throw new Error(`the schema has no ${shaping.operation.operation} type`);
  const compiling = { ...shaping, fragments: fragmentsOf(shaping.document), numberAt: numbering() };
  const { mostTold } = shaping;
  const { textOf } = membersOf(root, [{ set: shaping.operation.selectionSet, reason: null }], compiling);
  return (data, variables, factsOf) => {
    const telling: Telling = { problems: [], masked: [], variables, factsOf, subjects: new Set(), mostTold };
    const text = textOf(data, { holder: null, key: '', telling, facts: 0 });
    const { problems, masked, subjects } = telling;
    return { text: text ?? 'null', problems, masked, subjects };
  };
}

type Compiling = Shaping & Collecting & { readonly numberAt: (link: string) => number };

/** What is asked of a value, and what becomes of it. */
type Inside = { readonly sets: readonly AskedSet[]; readonly effect: FieldEffect };

function slotOf(type: GraphQLOutputType, { sets, effect }: Inside, compiling: Compiling): Slot {
  const isNeeded = isNonNullType(type);
  const nullable = isNonNullType(type) ? type.ofType : type;
  if (!isListType(nullable))
    return slotByEffect(effect, isNeeded, (each) =>
      slotShown(nullable, { sets, isNeeded, effect: each }, compiling),
    );
  const { list, item } = effectOfList(effect);
  return slotByEffect(list, isNeeded, (each) => {
    if (each.kind === 'DENIED') return deniedSlot(isNeeded);
    const inner = item.kind === 'always' ? ({ kind: 'always', effect: each } as const) : item;
    return listSlot(slotOf(nullable.ofType, { sets, effect: inner }, compiling), isNeeded);
  });
}

type Shown = { readonly sets: readonly AskedSet[]; readonly isNeeded: boolean; readonly effect: Effect };

function slotShown(type: GraphQLNullableType, { sets, isNeeded, effect }: Shown, compiling: Compiling): Slot {
  if (effect.kind === 'DENIED') return deniedSlot(isNeeded);
  if (isLeafType(type))
    return effect.kind === 'MASKED' ? maskedSlot(effect.rule, isNeeded) : slotOfLeaf(type, isNeeded);
  if (isObjectType(type)) return objectSlot(membersOf(type, sets, compiling), isNeeded);
  if (isListType(type)) throw new Error('a list is no single value');
  // What is asked of an interface alone is the same of every type that it stands for.
  return isInterfaceType(type) && !needType(type, sets, compiling)
    ? objectSlot(membersOf(type, sets, compiling), isNeeded)
    : objectSlot(abstractMembers(type as GraphQLAbstractType, sets, compiling), isNeeded);
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

function membersOf(
  type: GraphQLObjectType | GraphQLInterfaceType,
  sets: readonly AskedSet[],
  compiling: Compiling,
): TypedMembers {
  const members = [...fieldsOf(type, sets, compiling)].map(([key, nodes], index) =>
    memberOf({ type, key, nodes, isFirst: index === 0 }, compiling),
  );
  const subject = compiling.subjects.get(type.name);
  const { numberAt, verdict } = compiling;
  // Whoever has no division of its own has that of the record around it.
  const hasOwnFacts =
    subject !== undefined && (subject.division !== null || (verdict.facts & fact.inRegion) === 0);
  return typedMembers(isObjectType(type) ? type.name : null, members, {
    text: membersText(members, { numberAt, hasOwnFacts }),
    factsAt: subject && factsReader(subject, compiling),
    inherits: !hasOwnFacts && (subject !== undefined || members.some(({ slot }) => slot.inherits)),
  });
}

/** Reads whose record it is from what was fetched for that alone. */
function factsReader(subject: Subject, { place, fetchedKey, verdict }: Compiling): FactsAt {
  const reader = (name: string) =>
    readerOf(place, fetchedKey({ kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } }));
  const keyOf = reader(subject.key);
  const divisionOf = subject.division === null ? () => undefined : reader(subject.division);
  const isNeeded = verdict.facts !== 0;
  return (record, { telling, facts }) => {
    const key = keyOf(record);
    if (typeof key === 'string') telling.subjects.add(key);
    return isNeeded ? telling.factsOf(subject, { key, division: divisionOf(record) }, facts) : facts;
  };
}

type MemberNodes = {
  readonly type: GraphQLObjectType | GraphQLInterfaceType;
  readonly key: string;
  readonly nodes: readonly AskedField[];
  readonly isFirst: boolean;
};

function memberOf({ type, key, nodes, isFirst }: MemberNodes, compiling: Compiling): Member {
  const fetched = compiling.fetchedKey((nodes[0] as AskedField).node);
  const prefix = prefixOf(key, isFirst);
  const refused = refusedMember(type, nodes, compiling);
  if (refused)
    return { key, prefix, fetched, isShown: false, read: () => null, link: undefined, slot: refused };
  return {
    key,
    isShown: true,
    prefix,
    fetched,
    read: readerOf(compiling.place, fetched),
    link: onlyLinkTo(compiling.place, fetched),
    slot: memberSlot(type, nodes, { ...compiling, place: compiling.place?.inner.get(fetched) }),
  };
}

/** What stands at a field of which nothing was fetched; none where it may be shown, if only of some records. */
function refusedMember(
  type: GraphQLObjectType | GraphQLInterfaceType,
  nodes: readonly AskedField[],
  { verdict }: Compiling,
): Slot | null {
  const { node } = nodes[0] as AskedField;
  const field = type.getFields()[node.name.value];
  if (!field || verdict.isOpen) return null;
  const effect = effectAt(type, node, verdict);
  const isDenied = effect.kind === 'always' && effect.effect.kind === 'DENIED';
  return isDenied || nodes.every(({ reason }) => reason !== null)
    ? deniedSlot(isNonNullType(field.type))
    : null;
}

/** An interface is written as such only where all its types show the same in the clear. */
function effectAt(
  type: GraphQLObjectType | GraphQLInterfaceType,
  { name }: FieldNode,
  verdict: Verdict,
): FieldEffect {
  return isObjectType(type) ? verdict.effectOf(type.name, name.value) : { kind: 'always', effect: clear };
}

/** What stands at a field: at `place` are the records under it. */
function memberSlot(
  type: GraphQLObjectType | GraphQLInterfaceType,
  nodes: readonly AskedField[],
  compiling: Compiling,
): Slot {
  const [{ node }] = nodes as [AskedField];
  const { name } = node;
  if (name.value === '__typename') {
    const text = JSON.stringify(type.name);
    return { write: () => text, pathOf: () => [], inherits: false };
  }
  const field = type.getFields()[name.value];
  if (!field) {
    const answer = introspected(
      nodes.map((each) => each.node),
      compiling,
    );
    return { write: (_, { telling }) => answer(telling.variables), pathOf: () => [], inherits: false };
  }
  const sets = nodes.flatMap(({ node: { selectionSet }, reason }) =>
    selectionSet ? [{ set: selectionSet, reason }] : [],
  );
  return slotOf(field.type, { sets, effect: effectAt(type, node, compiling.verdict) }, compiling);
}

/** Each of the types that a record can be of is compiled when the first of its records comes. */
function abstractMembers(
  type: GraphQLAbstractType,
  sets: readonly AskedSet[],
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
    inherits: compiling.verdict.facts !== 0,
    textOf(record, here) {
      const typename = record['__typename'];
      // A planner that knows which types can stand here leaves out what is asked of others, and with it the type: the record
      // is then of any type of which it has all. What types may not all show must be of a type that is known.
      if (typename === undefined && !isAsked && compiling.verdict.isOpen) {
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
