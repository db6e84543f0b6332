import {
  type ASTNode,
  type ConstDirectiveNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  Kind,
  type TypeNode,
  visit,
} from 'graphql';
import { argumentOf, type Link, linksOf } from './links.ts';
import { placesOf, written } from './places.ts';
import type { Alternatives, Requirement } from './requirement.ts';

/** What a type or a field asks by itself. */
export type ReadRequirement = (node: Directed) => Requirement;

type Directed = { readonly directives?: readonly ConstDirectiveNode[] | undefined };
type Argument = 'scopes' | 'policies';
type Applied = { readonly names: ReadonlySet<string>; readonly argument: Argument | undefined };

/**
 * A reader of the three access directives in a supergraph. They are found by their specifications' addresses, never by
 * name: a link may rename them, and another directive may be called like them (CVE-2025-64347). Throws an Error that says
 * why the gateway refuses to start where one of them, or another link for security, can't be understood.
 */
export function requirementReader(supergraph: DocumentNode): ReadRequirement {
  const links = linksOf(supergraph);
  for (const { purpose, spec } of links)
    if (purpose === 'SECURITY' && !knownForSecurity.has(spec))
      throw refusal(`it links ${spec} for security, which this gateway does not know`);
  const applied = specs.flatMap((each) => understood(supergraph, links, each));
  checkPlaces(supergraph, applied);
  return (node) => ({
    authenticated: applied.some((each) => !each.argument && applications(node, each).length > 0),
    scopes: partsOf(node, 'scopes', applied),
    policies: partsOf(node, 'policies', applied),
  });
}

const apollo = 'https://specs.apollo.dev';
const specs: readonly { readonly word: string; readonly argument: Argument | undefined }[] = [
  { word: 'authenticated', argument: undefined },
  { word: 'requiresScopes', argument: 'scopes' },
  { word: 'policy', argument: 'policies' },
];
/** Composition calls `@context` a matter of security too; `@inaccessible` is enforced by the schema that clients see. */
const knownForSecurity: ReadonlySet<string> = new Set(
  ['authenticated', 'requiresScopes', 'policy', 'inaccessible', 'context'].map((word) => `${apollo}/${word}`),
);

/** An Error that the supergraph is not loaded, and why. */
export function refusal(why: string): Error {
  return new Error(`The gateway refuses to start with this supergraph: ${why}.`);
}

/**
 * Applications in a supergraph or a department's SDL that look like a lock and let everyone in: `[]`, or an empty set
 * among the alternatives. Each is told with where it is and what to do.
 */
export function emptyRequirements(document: DocumentNode): readonly string[] {
  const links = linksOf(document);
  const applied = specs.map(({ word, argument }) => {
    const own = links.filter(({ spec }) => spec === `${apollo}/${word}` || spec === `${apollo}/federation`);
    return { names: new Set(own.flatMap((link) => link.namesOf(word))), argument };
  });
  return placesOf(document).flatMap((place) =>
    applied.flatMap((each) =>
      applications(place.node, each)
        .filter((directive) => each.argument && letsAllIn(argumentOf(directive, each.argument)))
        .map(
          ({ name }) =>
            `${written(place)}: @${name.value} has an empty list, which lets everyone in: name what is needed, or take the directive away`,
        ),
    ),
  );
}

function letsAllIn(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    (value.length === 0 || value.some((set) => Array.isArray(set) && set.length === 0))
  );
}

function understood(
  supergraph: DocumentNode,
  links: readonly Link[],
  { word, argument }: (typeof specs)[number],
): readonly Applied[] {
  const own = links.filter(({ spec }) => spec === `${apollo}/${word}`);
  const [link] = own;
  if (!link) return [];
  // Before v1.0 a minor version may change everything.
  for (const { version } of own)
    if (version !== 'v0.1')
      throw refusal(`it links ${apollo}/${word} as ${version ?? 'no version'}, and only v0.1 is understood`);
  const names = new Set(link.namesOf(word));
  if (own.some((other) => other.namesOf(word).join() !== [...names].join()))
    throw refusal(`it links ${apollo}/${word} several times, with different names for its directive`);
  const definitions = supergraph.definitions.filter(
    (each) => each.kind === Kind.DIRECTIVE_DEFINITION && names.has(each.name.value),
  );
  if (definitions.length === 0)
    throw refusal(`it links ${apollo}/${word} and does not define @${[...names].join(' or @')}`);
  for (const each of definitions)
    if (each.kind === Kind.DIRECTIVE_DEFINITION && argument && !takesLists(each, argument))
      throw refusal(`its @${each.name.value} does not take "${argument}" as a list of lists`);
  return [{ names, argument }];
}

function takesLists({ arguments: taken = [] }: DirectiveDefinitionNode, argument: Argument): boolean {
  const type = taken.find(({ name }) => name.value === argument)?.type;
  const inner = type && itemOf(type);
  return inner !== undefined && itemOf(inner) !== undefined;
}

function itemOf(type: TypeNode): TypeNode | undefined {
  const nullable = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  return nullable.kind === Kind.LIST_TYPE ? nullable.type : undefined;
}

function applications({ directives = [] }: Directed, { names }: Applied): readonly ConstDirectiveNode[] {
  return directives.filter(({ name }) => names.has(name.value));
}

function partsOf(node: Directed, argument: Argument, applied: readonly Applied[]): readonly Alternatives[] {
  return applied
    .filter((each) => each.argument === argument)
    .flatMap((each) => applications(node, each))
    .map((directive) => {
      const value = argumentOf(directive, argument);
      if (!isAlternatives(value))
        throw refusal(`a @${directive.name.value} has "${argument}" that are no list of lists of strings`);
      return value;
    });
}

function isAlternatives(value: unknown): value is Alternatives {
  return (
    Array.isArray(value) &&
    value.every((set) => Array.isArray(set) && set.every((name) => typeof name === 'string'))
  );
}

function checkPlaces(supergraph: DocumentNode, applied: readonly Applied[]): void {
  const enforced = new Set<ASTNode>(placesOf(supergraph).map(({ node }) => node));
  visit(supergraph, {
    enter(node) {
      if (enforced.has(node) || !('directives' in node)) return;
      const { directives = [] } = node;
      const lost = directives.find(({ name }) => applied.some(({ names }) => names.has(name.value)));
      if (lost) throw refusal(`it has @${lost.name.value} on a ${node.kind}, where nothing enforces it`);
    },
  });
}
