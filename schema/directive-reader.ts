import { type ASTNode, type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

/** A linked specification: its identity whatever its version, its own name, and its directives. */
export type LinkedSpec<W extends string> = {
  readonly url: string;
  readonly name: string;
  readonly directives: readonly W[];
};

/** Applications of one directive of a specification on a node, as plain arguments. */
export type ReadDirective<W extends string> = (
  node: Directed,
  directive: W,
) => readonly Readonly<Record<string, unknown>>[];

export type OurDirective = 'resource' | 'share' | 'sensitive' | 'mask' | 'lookup' | 'reads' | 'format';
type Directed = ASTNode & { readonly directives?: readonly ConstDirectiveNode[] };

/** A reader of our own directives in a supergraph. */
export function directiveReader(supergraph: DocumentNode): ReadDirective<OurDirective> {
  return specReader(supergraph, vocabulary);
}

const vocabulary: LinkedSpec<OurDirective> = {
  url: 'https://tongcha.example/governance',
  name: 'governance',
  directives: ['resource', 'share', 'sensitive', 'mask', 'lookup', 'reads', 'format'],
};

/**
 * A reader of a specification's directives in a supergraph. They are found by its URL, never by name alone: a link may
 * rename them, and another specification may use the same words.
 */
export function specReader<W extends string>(
  supergraph: DocumentNode,
  spec: LinkedSpec<W>,
): ReadDirective<W> {
  const names = importedNames(supergraph, spec);
  return (node, directive) =>
    (node.directives ?? []).filter(({ name }) => name.value === names.get(directive)).map(argumentsOf);
}

/** A directive that is not imported has the link's prefix; the one called like its specification is the prefix alone. */
function importedNames(supergraph: DocumentNode, spec: LinkedSpec<string>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const directive of definition.directives ?? []) {
      const link = directive.name.value === 'link' ? argumentsOf(directive) : {};
      if (typeof link['url'] !== 'string' || !link['url'].startsWith(`${spec.url}/`)) continue;
      const prefix = typeof link['as'] === 'string' ? link['as'] : spec.name;
      for (const word of spec.directives) names.set(word, word === spec.name ? prefix : `${prefix}__${word}`);
      for (const entry of Array.isArray(link['import']) ? link['import'] : []) {
        const { name: imported, as = imported } =
          typeof entry === 'string' ? { name: entry } : (entry as Import);
        names.set(imported.replace('@', ''), as.replace('@', ''));
      }
    }
  }
  return names;
}

type Import = { readonly name: string; readonly as?: string };

function argumentsOf({ arguments: given = [] }: ConstDirectiveNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
}
