import { type ASTNode, type ConstDirectiveNode, type ConstValueNode, type DocumentNode, Kind } from 'graphql';

/** The identity of our vocabulary's spec, whatever its version. */
const specUrl = 'https://tongcha.example/governance';

/** Applications of one directive of our vocabulary on a node, as plain arguments. */
export type ReadDirective = (
  node: Directed,
  directive: OurDirective,
) => readonly Readonly<Record<string, unknown>>[];

export type OurDirective = 'resource' | 'share' | 'sensitive' | 'mask' | 'lookup' | 'reads' | 'format';
type Directed = ASTNode & { readonly directives?: readonly ConstDirectiveNode[] };

/**
 * A reader of our directives in a supergraph. They are found by the spec's URL, never by name alone: a link may rename
 * them, and another spec may use the same words.
 */
export function directiveReader(supergraph: DocumentNode): ReadDirective {
  const names = importedNames(supergraph);
  return (node, directive) =>
    (node.directives ?? [])
      .filter(({ name }) => name.value === names.get(directive))
      .map((application) =>
        Object.fromEntries(
          (application.arguments ?? []).map(({ name, value }) => [name.value, plain(value)]),
        ),
      );
}

function importedNames(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const { name, arguments: given } of definition.directives ?? []) {
      if (name.value !== 'link') continue;
      const link = Object.fromEntries(
        (given ?? []).map((argument) => [argument.name.value, plain(argument.value)]),
      );
      if (typeof link['url'] !== 'string' || !link['url'].startsWith(`${specUrl}/`)) continue;
      const prefix = typeof link['as'] === 'string' ? link['as'] : 'governance';
      for (const word of words) names.set(word, `${prefix}__${word}`);
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

const words: readonly OurDirective[] = [
  'resource',
  'share',
  'sensitive',
  'mask',
  'lookup',
  'reads',
  'format',
];

function plain(value: ConstValueNode): unknown {
  switch (value.kind) {
    case Kind.LIST:
      return value.values.map(plain);
    case Kind.OBJECT:
      return Object.fromEntries(value.fields.map(({ name, value: inner }) => [name.value, plain(inner)]));
    case Kind.NULL:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(value.value);
    default:
      return value.value;
  }
}
