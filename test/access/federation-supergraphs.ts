import { composeServices } from '@apollo/composition';
import { type DocumentNode, parse } from 'graphql';
import { type FederationRules, federationRules } from '#gateway/access/federation/rules.ts';

type Subgraphs = Readonly<Record<string, string>>;

/** What composition makes of departments' SDL; throws its problems. */
export function composed(subgraphs: Subgraphs): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({
      name,
      url: 'http://127.0.0.1:1/graphql',
      typeDefs: parse(sdl),
    })),
  );
  if (!supergraphSdl)
    throw new Error(
      (errors ?? []).map((each) => `${String(each.extensions['code'])}: ${each.message}`).join(),
    );
  return supergraphSdl;
}

/** A department's link to the federation specification. */
export function linking(...imports: readonly string[]): string {
  const listed = ['"@key"', '"@shareable"', '"@external"', '"@requires"', ...imports].join(', ');
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${listed}])\n`;
}

export const access = ['"@authenticated"', '"@requiresScopes"', '"@policy"'] as const;

export function rulesOf(subgraphs: Subgraphs): FederationRules {
  return federationRules(parse(composed(subgraphs)));
}

type Written = { readonly links?: readonly string[]; readonly definitions?: string };

/** A supergraph written by hand, as an older composition could have made it. */
export function byHand(
  types: string,
  { links = threeLinks, definitions = threeDefinitions }: Written = {},
): DocumentNode {
  return parse(`
    schema
      @link(url: "https://specs.apollo.dev/link/v1.0")
      @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
      ${links.map((link) => `@link(${link})`).join('\n')}
    { query: Query }
    ${definitions}
    ${types}
  `);
}

export const authenticatedLink = 'url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY';
export const scopesLink = 'url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY';
const policyLink = 'url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY';
const threeLinks = [authenticatedLink, scopesLink, policyLink];

const onAll = 'on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM';
export const authenticatedDefinition = `directive @authenticated ${onAll}`;
export const scopesDefinition = `directive @requiresScopes(scopes: [[requiresScopes__Scope!]!]!) ${onAll}`;
const policyDefinition = `directive @policy(policies: [[policy__Policy!]!]!) ${onAll}`;
const threeDefinitions = [authenticatedDefinition, scopesDefinition, policyDefinition].join('\n');
