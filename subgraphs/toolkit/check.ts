import { type GraphQLSchema, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import type { Resolvers } from './context.ts';
import type { Entities } from './entity.ts';
import { camelCase, filterColumn, isSortable } from './page.ts';
import type { Tables } from './table.ts';

type Parts = {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly tables: Tables;
  readonly entities: Entities;
  readonly resolvers: Resolvers;
  readonly matterOnly: readonly string[];
};

/** Throws one error listing every way in which a declaration does not fit its SDL or its tables. */
export function checkDeclaration(parts: Parts): void {
  const problems = [
    ...entityProblems(parts),
    ...resolverProblems(parts),
    ...guardProblems(parts),
    ...pageProblems(parts),
  ];
  if (problems.length > 0) throw new Error(`department ${parts.name}:\n  ${problems.join('\n  ')}`);
}

function* entityProblems({ schema, tables, entities }: Parts) {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const keyed = [type.astNode, ...type.extensionASTNodes].some((node) =>
      node?.directives?.some(
        ({ name, arguments: given }) =>
          name.value === 'key' &&
          !given?.some(
            (each) =>
              each.name.value === 'resolvable' && each.value.kind === 'BooleanValue' && !each.value.value,
          ),
      ),
    );
    if (keyed && !entities[type.name])
      yield `${type.name} has @key in schema.graphql but no entry under "entities"`;
  }
  for (const [type, entity] of Object.entries(entities)) {
    if (!isObjectType(schema.getType(type))) yield `entities.${type}: schema.graphql has no such object type`;
    const places = 'table' in entity ? [[entity.table, entity.key] as const] : entity.heldIn;
    for (const [table, column] of places)
      if (!tables[table]?.columns[column]) yield `entities.${type}: no column ${table}.${column}`;
  }
}

function* resolverProblems({ schema, resolvers }: Parts) {
  for (const [name, fields] of Object.entries(resolvers)) {
    const type = schema.getType(name);
    for (const field of Object.keys(fields))
      if (!isObjectType(type) || !type.getFields()[field])
        yield `resolvers.${name}.${field}: schema.graphql has no such field`;
  }
}

/** A rule for a field that does not exist guards nothing. */
function* guardProblems({ schema, matterOnly }: Parts) {
  for (const coordinate of matterOnly) {
    const [name = '', field = ''] = coordinate.split('.');
    const type = schema.getType(name);
    if (!isObjectType(type) || !type.getFields()[field])
      yield `matterOnly: schema.graphql has no field ${coordinate}`;
  }
}

/** Filters and orders work by naming convention, so a name without a column is found here, not by a caller. */
function* pageProblems({ schema, tables }: Parts) {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type) && type.name.endsWith('Filter'))
      for (const field of Object.keys(type.getFields()))
        if (!Object.values(tables).some((table) => filterColumn(table, field)))
          yield `${type.name}.${field}: no table has a column for this filter`;
    if (isEnumType(type) && type.name.endsWith('OrderField'))
      for (const { name } of type.getValues())
        if (!Object.values(tables).some((table) => isSortable(table.columns[camelCase(name)])))
          yield `${type.name}.${name}: no table has a non-null column ${camelCase(name)} to sort by`;
  }
}
