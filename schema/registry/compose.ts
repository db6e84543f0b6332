import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { type RosterEntry, readRoster } from '#schema/roster.ts';
import { withVocabulary } from '#schema/vocabulary.ts';

export type Composition =
  | { readonly kind: 'composed'; readonly supergraph: string; readonly hints: readonly string[] }
  | { readonly kind: 'failed'; readonly problems: readonly string[] };

/** Composes the departments that a file of rover's format lists. */
export function composeRoster(file: string): Composition {
  return compose(readRoster(file));
}

/**
 * Merges departments' SDL into one supergraph. A problem carries Apollo's code and the department's name. A hint about a
 * directive of our vocabulary is a problem: it means that a department's rule would be lost in the merge.
 */
export function compose(departments: readonly RosterEntry[]): Composition {
  const services = departments.map(({ name, routingUrl, schemaFile }) => ({
    name,
    url: routingUrl,
    typeDefs: withVocabulary(parse(readFileSync(schemaFile, 'utf8'))),
  }));
  const { supergraphSdl, errors, hints } = composeServices(services);
  if (errors || !supergraphSdl)
    return {
      kind: 'failed',
      problems: (errors ?? []).map((error) => `${String(error.extensions['code'])}: ${error.message}`),
    };
  const lost = hints.filter((hint) => ourDirectives.test(hint.message));
  if (lost.length > 0)
    return { kind: 'failed', problems: lost.map((hint) => `${hint.definition.code}: ${hint.message}`) };
  return {
    kind: 'composed',
    supergraph: supergraphSdl,
    hints: hints.map((hint) => `${hint.definition.code}: ${hint.message}`),
  };
}

const ourDirectives = /@(resource|share|sensitive|mask|lookup|reads|format)\b/;
