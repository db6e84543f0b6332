import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { federationRules } from '#gateway/access/federation/rules.ts';
import { unmet } from '#schema/federation/requirement.ts';
import {
  access,
  authenticatedDefinition,
  authenticatedLink,
  byHand,
  composed,
  linking,
} from './federation-supergraphs.ts';

const stranger = { isAuthenticated: false, scopes: [], meetsPolicy: () => false };

/** Which of the fields someone without any rights may select. */
function openTo(document: ReturnType<typeof parse>, coordinates: readonly string[]): readonly string[] {
  const rules = federationRules(document);
  return coordinates.filter((coordinate) => {
    const [type = '', field = ''] = coordinate.split('.');
    const needed = rules.requirementOf(type, field);
    return !needed || unmet(needed, stranger) === null;
  });
}

describe('public advisories', () => {
  it('CVE-2025-64530: what an interface alone requires can’t be passed by a fragment on its types', () => {
    const types = `
      type Query { party: Party }
      interface Party @authenticated { id: ID! name: String @policy(policies: [["name"]]) }
      type Firm implements Party { id: ID! name: String seal: String }
      type Person implements Party { id: ID! name: String }
      type Other { id: ID! }`;
    const fields = [
      'Query.party',
      'Party.id',
      'Firm.id',
      'Firm.seal',
      'Firm.__typename',
      'Person.name',
      'Other.id',
    ];
    expect(openTo(byHand(types), fields)).toEqual(['Other.id']);
    const reader = { ...stranger, isAuthenticated: true };
    const needed = federationRules(byHand(types)).requirementOf('Firm', 'name');
    expect(needed && unmet(needed, reader)).toEqual({ kind: 'POLICY', missing: ['name'] });
  });

  it('CVE-2025-64530: composition refuses a requirement on an interface', () => {
    const sdl = `${linking(...access)} type Query { party: Party }
      interface Party { id: ID! @authenticated } type Firm implements Party { id: ID! }`;
    expect(() => composed({ a: sdl })).toThrow('AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE');
  });

  it('CVE-2025-64173: what all types of an interface require is required through the interface, alike or not', () => {
    const alike = `
      type Query { party: Party }
      interface Party { id: ID! name: String }
      type Firm implements Party @authenticated { id: ID! name: String }
      type Person implements Party @authenticated { id: ID! name: String }`;
    expect(openTo(byHand(alike), ['Party.id', 'Party.name', 'Firm.id', 'Person.id'])).toEqual([]);
    const byField = `
      type Query { party: Party }
      interface Party { id: ID! name: String }
      type Firm implements Party { id: ID! name: String @requiresScopes(scopes: [["n"]]) }
      type Person implements Party { id: ID! name: String @requiresScopes(scopes: [["n"]]) }`;
    expect(openTo(byHand(byField), ['Party.id', 'Party.name', 'Firm.name'])).toEqual(['Party.id']);
    const different = `
      type Query { party: Party }
      interface Party { id: ID! name: String }
      type Firm implements Party { id: ID! name: String }
      type Person implements Party @authenticated { id: ID! name: String }`;
    expect(openTo(byHand(different), ['Query.party', 'Party.id', 'Firm.id', 'Person.id'])).toEqual([
      'Query.party',
      'Firm.id',
    ]);
  });

  it('CVE-2025-64173: an interface of interfaces requires what the types below it do', () => {
    const types = `
      type Query { node: Node }
      interface Node { id: ID! }
      interface Party implements Node { id: ID! }
      type Person implements Party & Node { id: ID! @authenticated }`;
    expect(openTo(byHand(types), ['Node.id', 'Party.id', 'Person.id'])).toEqual([]);
  });

  it('CVE-2025-64347: a renamed directive is found by its specification', () => {
    const links = [`${authenticatedLink}, import: [{ name: "@authenticated", as: "@login" }]`];
    const definitions = `${authenticatedDefinition.replace('@authenticated', '@login')} ${authenticatedDefinition}`;
    const types = 'type Query { renamed: Int @login homonym: Int @authenticated open: Int }';
    expect(
      openTo(byHand(types, { links, definitions }), ['Query.renamed', 'Query.homonym', 'Query.open']),
    ).toEqual(['Query.homonym', 'Query.open']);
  });

  it('CVE-2025-64347: a renamed specification is found, with its namespaced directive', () => {
    const links = [`${authenticatedLink}, as: "auth"`];
    const definitions = ['auth', 'auth__authenticated', 'authenticated']
      .map((name) => authenticatedDefinition.replace('@authenticated', `@${name}`))
      .join('\n');
    const types = 'type Query { one: Int @auth two: Int @auth__authenticated homonym: Int @authenticated }';
    expect(
      openTo(byHand(types, { links, definitions }), ['Query.one', 'Query.two', 'Query.homonym']),
    ).toEqual(['Query.homonym']);
  });

  it('CVE-2025-64347: the directive that links may be renamed itself', () => {
    const document = parse(`
      schema
        @use(url: "https://specs.apollo.dev/link/v1.0", as: "use")
        @use(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
      { query: Query }
      ${authenticatedDefinition}
      type Query { one: Int @authenticated two: Int }`);
    expect(openTo(document, ['Query.one', 'Query.two'])).toEqual(['Query.two']);
  });

  it('CVE-2025-64347: a directive of the same name that nobody links means nothing', () => {
    const document = byHand('type Query { homonym: Int @authenticated }', {
      links: [],
      definitions: authenticatedDefinition,
    });
    expect(openTo(document, ['Query.homonym'])).toEqual(['Query.homonym']);
  });

  it('GHSA-m8jr-fxqx-8xx6: a field that reads protected data by @requires must be protected as it is', () => {
    expect(() => federationRules(scored(''))).toThrow(
      'Firm.score reads Firm.income by @requires and needs less than it: add @requiresScopes(scopes: [["income"]]) to Firm.score',
    );
    expect(() => federationRules(scored('@requiresScopes(scopes: [["income"], ["score"]])'))).toThrow(
      'Firm.score',
    );
    expect(() => federationRules(scored('@authenticated @policy(policies: [["income"]])'))).toThrow(
      'Firm.score',
    );
    expect(openTo(scored('@requiresScopes(scopes: [["income", "score"]])'), ['Firm.score'])).toEqual([]);
  });

  it('GHSA-m8jr-fxqx-8xx6: what is read deep within, by fragments and through types counts', () => {
    expect(() => federationRules(reading('plain tax { rate }'))).toThrow(
      'Firm.score reads Tax.rate by @requires and needs less than it: add @authenticated to Firm.score',
    );
    expect(() => federationRules(reading('owner { id }'))).toThrow('Firm.score reads Party.id');
    expect(() => federationRules(reading('owner { ... on Person { id } }'))).toThrow(
      'Firm.score reads Person.id',
    );
    expect(openTo(reading('plain owner { ... on State { id } }'), ['Firm.score'])).toEqual(['Firm.score']);
  });

  it('GHSA-m8jr-fxqx-8xx6: what an interface object reads is read on each of the interface’s types', () => {
    const types = byHand(`type Query { party: Party }
      interface Party { income: Int score: Int @join__field(graph: B, requires: "income") }
      type Firm implements Party { income: Int score: Int @join__field @authenticated }
      type Person implements Party { income: Int @authenticated score: Int @join__field }`);
    expect(() => federationRules(types)).toThrow('Person.score reads Person.income');
  });

  it('GHSA-m8jr-fxqx-8xx6: a field that takes protected data from its context must be protected as it is', () => {
    const argument = '{context: "a__firm", name: "income", type: "Int", selection: " { income }"}';
    const links = [authenticatedLink, 'url: "https://specs.apollo.dev/context/v0.1", for: SECURITY'];
    const types = (score: string) =>
      byHand(
        `type Query { firm: Firm }
        type Firm @context(name: "a__firm") { income: Int @authenticated branch: Branch }
        type Branch { score: Int @join__field(graph: A, contextArguments: [${argument}]) ${score} }`,
        {
          links,
          definitions: `${authenticatedDefinition} directive @context(name: String!) repeatable on OBJECT`,
        },
      );
    expect(() => federationRules(types(''))).toThrow(
      'Branch.score reads Firm.income by @fromContext and needs less than it: add @authenticated to Branch.score',
    );
    expect(openTo(types('@authenticated'), ['Branch.score'])).toEqual([]);
  });

  it('GHSA-m8jr-fxqx-8xx6: composition refuses it too', () => {
    const imports = linking(...access);
    const problem = () =>
      composed({
        a: `${imports} type Query { firm: Firm } type Firm @key(fields: "id") { id: ID! income: Int @authenticated }`,
        b: `${imports} type Firm @key(fields: "id") { id: ID! income: Int @external score: Int @requires(fields: "income") }`,
      });
    expect(problem).toThrow('MISSING_TRANSITIVE_AUTH_REQUIREMENTS');
  });
});

function scored(score: string): ReturnType<typeof parse> {
  return byHand(`type Query { firm: Firm }
  type Firm {
    id: ID!
    income: Int @join__field(graph: A) @requiresScopes(scopes: [["income"]])
    score: Int @join__field(graph: B, requires: "income") ${score}
  }`);
}

function reading(set: string): ReturnType<typeof parse> {
  return byHand(`type Query { firm: Firm }
  type Firm { owner: Party tax: Tax plain: Int score: Int @join__field(graph: B, requires: ${JSON.stringify(set)}) }
  type Tax { rate: Rate } scalar Rate @authenticated
  interface Party { id: ID! } type Person implements Party { id: ID! @authenticated } type State implements Party { id: ID! }`);
}
