import { isDeepStrictEqual } from 'node:util';
import {
  type DefinitionNode,
  type FieldDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import type { Resolvers, SmallDepartment } from '#test/gateway/small-graph.ts';

export type Row = Readonly<Record<string, unknown>>;

/** What resolvers of a declared department may use besides their row and arguments. */
export type Context = {
  readonly rows: Rows;
  /** What mutations did, in order, whichever department did it. */
  readonly effects: string[];
};

export type Rows = Readonly<Record<string, readonly Row[]>>;
type Resolve = (row: never, args: never, context: Context) => unknown;

/**
 * A subgraph as a declaration. `rows` are what it keeps of each type: a reference to one of them is an object with its key,
 * wherever a field's value is of that type. `fields` are values or resolvers of fields that no row holds.
 */
export type Declared = {
  readonly sdl: string;
  /** 1 for a schema without a link to the Federation 2 spec. */
  readonly federation?: 1 | 2;
  readonly rows?: Rows;
  readonly fields?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/** A resolver that finds the row that has the arguments' values. */
export function find(type: string): Resolve {
  return (_: unknown, args: Row, { rows }) =>
    rows[type]?.find((row) => Object.entries(args).every(([name, value]) => row[name] === value)) ?? null;
}

/** A resolver that gives all rows of some types, in order. */
export function all(...types: readonly string[]): Resolve {
  return (_row, _args, { rows }) =>
    types.flatMap((type) => (rows[type] ?? []).map((row) => ({ __typename: type, ...row })));
}

/** Makes a declaration a department that can be served. */
export function departmentOf({ sdl, federation = 2, rows = {}, fields = {} }: Declared, effects: string[]) {
  const typeDefs = parse(federation === 2 ? `${link}\n${sdl}` : sdl);
  const store = storeOf(typeDefs.definitions, rows);
  const resolvers: Record<string, Record<string, unknown>> = {};
  for (const each of typeDefs.definitions) {
    if (!isComposite(each)) continue;
    const type = each.name.value;
    const own = (resolvers[type] ??= {});
    if (isObject(each))
      for (const field of each.fields ?? [])
        own[field.name.value] = resolverOf(field, ownOf(fields[type], field.name.value), store);
    if (store.keys.has(type))
      own['__resolveReference'] =
        fields[type]?.['__resolveReference'] ?? ((row: Row) => store.refer(type, row));
  }
  const context: Context = { rows, effects };
  return { typeDefs, resolvers: resolvers as Resolvers, context } satisfies SmallDepartment;
}

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@external", "@requires", "@provides", "@shareable", "@override", "@interfaceObject", "@inaccessible"
])`;

function resolverOf(field: FieldDefinitionNode, declared: unknown, store: Store) {
  const name = field.name.value;
  const type = namedTypeOf(field.type);
  return (row: Row | null, args: Row, context: Context): unknown => {
    const value: unknown = declared === undefined ? ownOf(row, name) : declared;
    const given: unknown =
      typeof value === 'function' ? (value as Resolve)(row as never, args as never, context) : value;
    return given instanceof Promise
      ? given.then((later) => store.known(type, later))
      : store.known(type, given);
  };
}

/** A field may be called `constructor`. */
function ownOf(row: Row | null | undefined, name: string): unknown {
  return row && Object.hasOwn(row, name) ? row[name] : undefined;
}

type Store = {
  readonly keys: ReadonlyMap<string, readonly SelectionSetNode[]>;
  /** What is kept of a representation, with what it carries; null for one of no row. */
  refer(type: string, reference: Row): Row | null;
  /** Values with the rows that they refer to. */
  known(type: string, value: unknown): unknown;
};

function storeOf(definitions: readonly DefinitionNode[], rows: Rows): Store {
  const keys = keysIn(definitions);
  const implementing = implementationsIn(definitions);
  const lookUp = (type: string, value: Row): Row | null => {
    for (const concrete of [type, ...(implementing.get(type) ?? [])])
      for (const key of keys.get(type) ?? [])
        for (const row of rows[concrete] ?? [])
          if (matches(key, row, value)) return { ...row, __typename: concrete };
    return null;
  };
  const known = (type: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((item) => known(type, item));
    if (!isRow(value)) return value;
    const typename = (value['__typename'] as string | undefined) ?? type;
    return { ...value, ...lookUp(typename, value) };
  };
  const refer = (type: string, reference: Row): Row | null => {
    const isKept = [type, ...(implementing.get(type) ?? [])].some((each) => rows[each]);
    const row = lookUp(type, reference);
    return isKept ? row && { ...reference, ...row } : reference;
  };
  return { keys, refer, known };
}

function keysIn(definitions: readonly DefinitionNode[]): Map<string, SelectionSetNode[]> {
  const keys = new Map<string, SelectionSetNode[]>();
  for (const each of definitions)
    if (isComposite(each))
      for (const { name, arguments: args = [] } of each.directives ?? []) {
        const fields = args.find((arg) => arg.name.value === 'fields')?.value;
        if (name.value !== 'key' || fields?.kind !== Kind.STRING) continue;
        const { selectionSet } = parse(`{ ${fields.value} }`).definitions[0] as OperationDefinitionNode;
        keys.set(each.name.value, [...(keys.get(each.name.value) ?? []), selectionSet]);
      }
  return keys;
}

function implementationsIn(definitions: readonly DefinitionNode[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const each of definitions)
    if (isObject(each))
      for (const { name } of each.interfaces ?? [])
        found.set(name.value, [...(found.get(name.value) ?? []), each.name.value]);
  return found;
}

/** Whether two rows agree on a key that neither lacks. */
function matches(key: SelectionSetNode, row: Row, value: Row): boolean {
  return key.selections.every((each) => {
    if (each.kind !== Kind.FIELD) return false;
    const [kept, given] = [row[each.name.value], value[each.name.value]];
    if (kept === undefined || kept === null || given === undefined || given === null) return false;
    const { selectionSet } = each;
    if (!selectionSet) return isDeepStrictEqual(kept, given);
    const [one, other] = [[kept].flat() as Row[], [given].flat() as Row[]];
    return (
      one.length === other.length &&
      one.every((item, index) => matches(selectionSet, item, other[index] as Row))
    );
  });
}

function isComposite(node: DefinitionNode) {
  return isObject(node) || isInterface(node);
}

function isObject(node: DefinitionNode) {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;
}

function isInterface(node: DefinitionNode) {
  return node.kind === Kind.INTERFACE_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_EXTENSION;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !(value instanceof Error) && !(value instanceof Date);
}

function namedTypeOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);
}
