import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  parse,
} from 'graphql';
import { withVocabulary } from '#schema/vocabulary.ts';
import type { Context, Resolver, Resolvers } from './context.ts';
import type { Entities, Entity } from './entity.ts';
import { matterOnly } from './matter-only.ts';
import type { Connection, StoredRecord } from './records.ts';
import { dateScalar, dateTimeScalar, yuanScalar } from './scalars.ts';

/** The department's own SDL and the vocabulary it links. */
export function readDocument(folder: string): DocumentNode {
  return withVocabulary(parse(readFileSync(join(folder, 'schema.graphql'), 'utf8')));
}

/**
 * The schema that answers: references by entity, `@lookup` root fields, fields of a stub (a record that holds only its
 * key) loaded when first asked, and the declared resolvers, some of them for a caller with a matter alone.
 */
export function executableSchema(
  document: DocumentNode,
  { entities, resolvers, matterOnly: guarded = [] }: Answering,
): GraphQLSchema {
  const references = Object.fromEntries(
    Object.entries(entities).map(([type, entity]) => [
      type,
      {
        __resolveReference: (reference: StoredRecord, { records }: Context) =>
          find(type, entity, { key: reference[entity.key], records }),
      },
    ]),
  );
  const schema = buildSubgraphSchema([
    {
      typeDefs: document,
      resolvers: { ...references, Date: dateScalar, DateTime: dateTimeScalar, Yuan: yuanScalar },
    },
  ]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const [name, field] of Object.entries(type.getFields())) {
      const declared = resolvers[type.name]?.[name] ?? impliedResolver(type.name, field, entities);
      const coordinate = `${type.name}.${name}`;
      const resolve = guarded.includes(coordinate)
        ? matterOnly(coordinate, declared ?? defaultFieldResolver)
        : declared;
      if (resolve) field.resolve = resolve as NonNullable<typeof field.resolve>;
    }
  }
  return schema;
}

type Answering = {
  readonly entities: Entities;
  readonly resolvers: Resolvers;
  readonly matterOnly?: readonly string[];
};

function impliedResolver(
  type: string,
  field: GraphQLField<unknown, unknown>,
  entities: Entities,
): Resolver | undefined {
  const { name, astNode } = field;
  if (type === 'Query' && astNode?.directives?.some((directive) => directive.name.value === 'lookup')) {
    const found = String(field.type).replace(/!$/, '');
    const entity = entities[found];
    if (entity) return (_, args, { records }) => find(found, entity, { key: args[entity.key], records });
  }
  if (type.endsWith('Connection') && name === 'totalCount')
    return (connection) => (connection as unknown as Connection).countAll();
  const entity = entities[type];
  if (!entity || !('table' in entity)) return undefined;
  return (record, _, { records }) => records.value(record, name);
}

async function find(
  type: string,
  entity: Entity,
  { key, records }: { key: unknown; records: Context['records'] },
): Promise<StoredRecord | null> {
  if ('table' in entity) {
    const row = await records.one(entity.table, entity.key, key);
    return row && { __typename: type, ...row };
  }
  return (await records.held(entity.heldIn, key)) ? { __typename: type, [entity.key]: key } : null;
}
