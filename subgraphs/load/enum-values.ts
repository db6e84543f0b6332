import { type GraphQLObjectType, getNamedType, isEnumType, isObjectType } from 'graphql';
import type { Department } from '#subgraphs/toolkit/department.ts';

/**
 * The values that a table's columns may hold because the schema answers them as an enum, by column. A column carries
 * the name of the field it answers; the type is the one with most of the table's columns among its fields.
 */
export function enumValuesOf(
  department: Department,
  tableName: string,
): ReadonlyMap<string, readonly string[]> {
  const fields = typeOf(department, tableName)?.getFields() ?? {};
  const found = new Map<string, readonly string[]>();
  for (const column of Object.keys(department.tables[tableName]?.columns ?? {})) {
    const type = getNamedType(fields[column]?.type);
    if (isEnumType(type))
      found.set(
        column,
        type.getValues().map(({ name }) => name),
      );
  }
  return found;
}

function typeOf({ schema, tables, entities }: Department, tableName: string): GraphQLObjectType | undefined {
  const columns = Object.keys(tables[tableName]?.columns ?? {});
  const isEntity = (name: string) => {
    const entity = entities[name];
    return entity !== undefined && 'table' in entity && entity.table === tableName;
  };
  const ranked = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .map((type) => {
      const shared = columns.filter((column) => column in type.getFields()).length;
      return { type, shared: isEntity(type.name) ? Number.POSITIVE_INFINITY : shared };
    })
    .sort((one, other) => other.shared - one.shared);
  return ranked[0]?.type;
}
