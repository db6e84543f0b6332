import { buildSchema, type ExecutionResult, graphql, isObjectType, printSchema } from 'graphql';
import { loadSupergraph } from '#gateway/graph/supergraph.ts';
import type { Resolvers, SmallDepartment } from './small-graph.ts';
import { type Find, townFields } from './town-fields.ts';
import { type Row, townRows } from './town-rows.ts';
import { townSchemas } from './town-schemas.ts';

/** The town's departments, ready to be served. */
export const town = Object.fromEntries(
  Object.entries(townSchemas).map(([name, typeDefs]): [string, SmallDepartment] => {
    const resolvers: Record<string, object> = { ...townFields[name] };
    for (const type of Object.keys(townRows[name] ?? {}))
      if (type !== 'Well') resolvers[type] = { ...resolvers[type], __resolveReference: refer };
    return [name, { typeDefs, resolvers: resolvers as Resolvers, context: findIn([name]) }];
  }),
);

/** The same town as one schema over all rows: its answers are the truth that federated ones are compared with. */
export function monolith(
  supergraphSdl: string,
): (query: string, variables?: Row) => Promise<ExecutionResult> {
  const schema = buildSchema(printSchema(loadSupergraph(supergraphSdl).apiSchema));
  for (const department of Object.values(townFields))
    for (const [type, resolvers] of Object.entries(department)) {
      const found = schema.getType(type);
      for (const [name, resolve] of Object.entries(resolvers)) {
        const field = isObjectType(found) ? found.getFields()[name] : undefined;
        if (field) field.resolve = resolve;
      }
    }
  const contextValue = findIn(Object.keys(townSchemas));
  return (source, variableValues = {}) => graphql({ schema, source, variableValues, contextValue });
}

/** Finds a row as these departments have it between them; a stub where none of them keeps rows of the type. */
function findIn(departments: readonly string[]): Find {
  return (type, key) => {
    if (typeof key !== 'string') return null;
    const tables: readonly Readonly<Record<string, Row>>[] = departments
      .map((name) => townRows[name]?.[type])
      .filter((table) => table !== undefined);
    if (tables.length === 0) return { __typename: type, [type === 'Citizen' ? 'idNumber' : 'uscc']: key };
    const parts = tables.map((table) => table[key]).filter((part) => part !== undefined);
    return parts.length === 0 ? null : parts.reduce<Row>(together, { __typename: type });
  };
}

function together(one: Row, other: Row): Row {
  const whole: Record<string, unknown> = { ...one, ...other };
  for (const [key, value] of Object.entries(one))
    if (isRow(value) && isRow(other[key])) whole[key] = together(value, other[key]);
  return whole;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a department knows of an entity, together with what the gateway told it. */
function refer(reference: Row, find: Find): Row | null {
  const { __typename, office, number, uscc, idNumber, id } = reference;
  const key = office ? `${(office as { code: string }).code}/${String(number)}` : (uscc ?? idNumber ?? id);
  const found = find(String(__typename), key);
  return found && { ...reference, ...found };
}

/** Literals for the arguments of random operations on the town. */
export const samples = {
  ID: ['"E1"', '"E2"', '"E9"'],
  Int: ['0', '1', '2', '9'],
  Boolean: ['true', 'false'],
  String: ['""', '"n"', '"二"'],
  Float: ['0.5', '2'],
  Kind: ['FIRM', 'SHOP'],
  Unit: ['METRE', 'FOOT'],
  Date: ['"2020-01-01"'],
  Json: ['{ a: [1, { b: null }] }', '"text"', '5'],
  '[ID]': ['["E1", 5]', '[]', '"E2"'],
  EnterpriseFilter: ['{ kind: FIRM }', '{ not: { kind: SHOP, nameContains: "r" } }', '{}'],
  EchoInput: ['{}', '{ kinds: FIRM, deep: { text: "x", deep: {} } }', '{ text: null }'],
};
