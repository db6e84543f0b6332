import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { readRoster } from '#schema/roster.ts';
import { withVocabulary } from '#schema/vocabulary.ts';
import { fictionalValue } from './profile/fictional.ts';
import type { Workload } from './workload.ts';

/** This house's own question: one enterprise's profile, about sixty values from seven departments. */
export const profile: Workload = {
  name: 'w2',
  title: 'One enterprise, seven departments',
  query: readFileSync(new URL('./profile/query.graphql', import.meta.url), 'utf8'),
  variables: { uscc: '91330199MA2TC00107' },
  subgraphs: readRoster(inHouse('supergraph.yaml')).map(({ name, schemaFile }) => ({
    name,
    typeDefs: withVocabulary(parse(readFileSync(schemaFile, 'utf8'))),
  })),
  supergraphFile: inHouse('schema/supergraph.graphql'),
  governed: true,
  resolve: fictionalValue,
  entity: (representation) => representation,
};

function inHouse(path: string): string {
  return new URL(`../../${path}`, import.meta.url).pathname;
}
