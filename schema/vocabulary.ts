import { readFileSync } from 'node:fs';
import { concatAST, type DocumentNode, Kind, parse } from 'graphql';

/** A subgraph's document with the shared vocabulary that it links but does not define itself. */
export function withVocabulary(document: DocumentNode): DocumentNode {
  const own = new Set(document.definitions.map((definition) => `${definition.kind} ${nameOf(definition)}`));
  const missing = vocabulary.definitions.filter(
    (definition) => !own.has(`${definition.kind} ${nameOf(definition)}`),
  );
  return concatAST([document, { kind: Kind.DOCUMENT, definitions: missing }]);
}

const vocabulary = parse(readFileSync(new URL('./vocabulary.graphql', import.meta.url), 'utf8'));

function nameOf(definition: DocumentNode['definitions'][number]): string | undefined {
  return 'name' in definition ? definition.name?.value : undefined;
}
