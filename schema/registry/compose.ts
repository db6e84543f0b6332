import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { GraphQLError, parse, Source } from 'graphql';
import { emptyRequirements } from '#schema/federation/directives.ts';
import { ownSubgraph } from '#schema/own.ts';
import { type RosterEntry, readRoster } from '#schema/roster.ts';
import { withVocabulary } from '#schema/vocabulary.ts';
import { sharingProblems } from './rules.ts';

export type Composition =
  | { readonly kind: 'composed'; readonly supergraph: string; readonly hints: readonly string[] }
  | { readonly kind: 'failed'; readonly problems: readonly string[] };

/** Composes the departments that a file of rover's format lists, and what the gateway answers itself. */
export function composeRoster(file: string): Composition {
  return compose([...readRoster(file), ownSubgraph]);
}

/**
 * Merges departments' SDL into one supergraph. A problem carries a code (Apollo's, or one of ours) and says where it is. A
 * hint about a directive of our vocabulary is a problem: it means that a department's rule would be lost in the merge.
 */
export function compose(departments: readonly RosterEntry[]): Composition {
  const services = departments.map(readService);
  const unreadable = services.flatMap((service) => ('problem' in service ? [service.problem] : []));
  const unlocked = services.flatMap((service) =>
    'typeDefs' in service ? locksThatLetEveryoneIn(service) : [],
  );
  if (unreadable.length + unlocked.length > 0)
    return { kind: 'failed', problems: [...unreadable, ...unlocked] };
  const { supergraphSdl, errors, hints } = composeServices(
    services.flatMap((service) => ('typeDefs' in service ? [service] : [])),
  );
  if (errors || !supergraphSdl)
    return {
      kind: 'failed',
      problems: (errors ?? []).map((error) => `${String(error.extensions['code'])}: ${error.message}`),
    };
  const told = hints.map((hint) => `${hint.definition.code}: ${hint.message}`);
  const problems = [
    ...told.filter((hint) => ourDirectives.test(hint)),
    ...sharingProblems(
      parse(supergraphSdl),
      departments.map(({ name }) => name),
    ),
  ];
  return problems.length > 0
    ? { kind: 'failed', problems }
    : { kind: 'composed', supergraph: supergraphSdl, hints: told };
}

const ourDirectives = /@(resource|share|sensitive|mask|lookup|reads|format)\b/;

/** Composition takes `@requiresScopes(scopes: [])` for a requirement; it is none. */
function locksThatLetEveryoneIn({
  name,
  typeDefs,
}: Parameters<typeof composeServices>[0][number]): readonly string[] {
  return emptyRequirements(typeDefs).map((problem) => `REQUIREMENT_EMPTY: ${name}: ${problem}`);
}

type Service = Parameters<typeof composeServices>[0][number] | { readonly problem: string };

function readService({ name, routingUrl, schemaFile }: RosterEntry): Service {
  try {
    const document = parse(new Source(readFileSync(schemaFile, 'utf8'), schemaFile));
    return { name, url: routingUrl, typeDefs: withVocabulary(document) };
  } catch (error) {
    if (!(error instanceof GraphQLError))
      return { problem: `SCHEMA_UNREADABLE: ${name}: ${(error as Error).message}` };
    const { line, column } = error.locations?.[0] ?? { line: 1, column: 1 };
    return { problem: `INVALID_GRAPHQL: ${schemaFile}:${line}:${column} ${error.message}` };
  }
}
