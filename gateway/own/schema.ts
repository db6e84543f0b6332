import { readFileSync } from 'node:fs';
import { buildASTSchema, type GraphQLSchema, getNullableType, parse } from 'graphql';
import { ownSubgraph } from '#schema/own.ts';
import { withVocabulary } from '#schema/vocabulary.ts';

/** The schema of the gateway's own subgraph. Each root field fails by itself: none takes those beside it away. */
export function ownSchema(): GraphQLSchema {
  const document = parse(readFileSync(ownSubgraph.schemaFile, 'utf8'));
  const schema = buildASTSchema(withVocabulary(document), { assumeValid: true, assumeValidSDL: true });
  for (const root of [schema.getQueryType(), schema.getMutationType()])
    for (const field of Object.values(root?.getFields() ?? {})) field.type = getNullableType(field.type);
  return schema;
}
