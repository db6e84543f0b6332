import { composeServices } from '@apollo/composition';
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';
import type { Workload } from './workload.ts';

/** Where each subgraph answers, by name. */
export type Addresses = Readonly<Record<string, string>>;

/** The supergraph that peers load: the workload's own with other addresses, or one composed from its subgraphs. */
export function supergraphOf(workload: Workload, own: string | null, addresses: Addresses): string {
  return own === null
    ? composed(workload.subgraphs, addresses)
    : own.replaceAll(
        /@join__graph\(name: "([^"]+)", url: "[^"]*"\)/g,
        // The gateway's own subgraph has no address; peers want one, and nobody asks it.
        (_, name: string) =>
          `@join__graph(name: "${name}", url: "${addresses[name] ?? 'http://127.0.0.1:9/'}")`,
      );
}

function composed(subgraphs: Workload['subgraphs'], addresses: Addresses): string {
  const services = subgraphs.map(({ name, typeDefs }) => ({ name, typeDefs, url: addresses[name] ?? '' }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error((errors ?? []).map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/** A subgraph's SDL without the vocabulary: Federation 2's directives alone. */
export function plain(typeDefs: DocumentNode): string {
  const kept = visit(typeDefs, {
    DirectiveDefinition: () => null,
    EnumTypeDefinition: ({ name }) => (name.value.includes('__') ? null : undefined),
    Directive: (node) => plainDirective(node),
  });
  return print(kept);
}

function plainDirective(node: DirectiveNode): DirectiveNode | null | undefined {
  if (node.name.value !== 'link') return federation.has(node.name.value) ? undefined : null;
  const text = print(node);
  if (!text.includes('specs.apollo.dev/federation')) return null;
  const without = text.replace(/,?\s*"@composeDirective"/, '');
  const [schema] = parse(`extend schema ${without}`).definitions;
  return schema?.kind === Kind.SCHEMA_EXTENSION ? schema.directives?.[0] : undefined;
}

const federation = new Set(['key', 'external', 'requires', 'provides', 'shareable']);

/**
 * A subgraph's SDL as Federation 1 had it: an entity is defined by the first subgraph in the list that needs none of its
 * fields from others, the others extend it with an external key.
 */
export function federation1({ subgraphs }: Workload, name: string): string {
  const own = subgraphs.find((subgraph) => subgraph.name === name);
  if (!own) throw new Error(`no subgraph "${name}"`);
  const { definitions, ...document } = parse(plain(own.typeDefs));
  const changed = definitions
    .filter(({ kind }) => kind !== Kind.SCHEMA_EXTENSION)
    .map((definition) => extended(definition, (type) => definerOf(type, subgraphs) !== name));
  return print(
    visit(
      { ...document, definitions: changed },
      {
        Directive: (node) => (node.name.value === 'shareable' ? null : withoutResolvable(node)),
      },
    ),
  );
}

function definerOf(type: string, subgraphs: Workload['subgraphs']): string | undefined {
  return subgraphs.find(({ typeDefs }) =>
    typeDefs.definitions.some(
      (definition) =>
        definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
        definition.name.value === type &&
        !print(definition).includes('@external'),
    ),
  )?.name;
}

function extended(definition: DefinitionNode, isElsewhere: (type: string) => boolean): DefinitionNode {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return definition;
  const { description: _, ...rest } = definition;
  if (definition.name.value === 'Query') return { ...rest, kind: Kind.OBJECT_TYPE_EXTENSION };
  const keys = keyFields(definition);
  if (keys.size === 0 || !isElsewhere(definition.name.value)) return definition;
  const fields = (definition.fields ?? []).map((field) =>
    keys.has(field.name.value) ? { ...field, directives: [...(field.directives ?? []), external] } : field,
  );
  return { ...rest, kind: Kind.OBJECT_TYPE_EXTENSION, fields };
}

const external: ConstDirectiveNode = {
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'external' },
};

function keyFields({ directives = [] }: ObjectTypeDefinitionNode): ReadonlySet<string> {
  const keys = directives.filter(({ name }) => name.value === 'key').flatMap((key) => key.arguments ?? []);
  return new Set(
    keys.flatMap(({ name, value }) =>
      name.value === 'fields' && value.kind === Kind.STRING ? value.value.split(' ') : [],
    ),
  );
}

function withoutResolvable(node: DirectiveNode): DirectiveNode {
  const kept = (node.arguments ?? []).filter(({ name }) => name.value !== 'resolvable');
  return { ...node, arguments: kept };
}
