import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { federationRules } from '#gateway/access/federation/rules.ts';
import { emptyRequirements } from '#schema/federation/directives.ts';
import {
  access,
  authenticatedDefinition,
  authenticatedLink,
  byHand,
  linking,
  scopesDefinition,
  scopesLink,
} from './federation-supergraphs.ts';

const open = 'type Query { one: Int }';

function refused(...written: Parameters<typeof byHand>): string {
  try {
    federationRules(byHand(...written));
    return 'loaded';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a supergraph whose access directives can’t be trusted', () => {
  it('is loaded where they can', () => {
    expect(refused(open)).toBe('loaded');
  });

  it.each(['v0.2', 'v1.0', 'v2.0', 'latest'])('is refused with a link to version %s', (version) => {
    const links = [authenticatedLink.replace('v0.1', version)];
    expect(refused(open, { links, definitions: authenticatedDefinition })).toMatch(
      /^The gateway refuses to start with this supergraph: it links https:\/\/specs\.apollo\.dev\/authenticated/,
    );
  });

  it('is refused without a version', () => {
    const links = ['url: "https://specs.apollo.dev/policy"'];
    expect(refused(open, { links })).toContain('it links https://specs.apollo.dev/policy as no version');
  });

  it('is refused where a linked directive is not defined', () => {
    expect(refused(open, { links: [scopesLink], definitions: '' })).toContain(
      'does not define @requiresScopes or @requiresScopes__requiresScopes',
    );
  });

  it.each(['', '(scopes: String)', '(scopes: [String!]!)', '(policies: [[String!]!]!)'])(
    'is refused where @requiresScopes is defined with %j',
    (taken) => {
      const definitions = `directive @requiresScopes${taken} on FIELD_DEFINITION`;
      expect(refused(open, { links: [scopesLink], definitions })).toContain(
        'its @requiresScopes does not take "scopes" as a list of lists',
      );
    },
  );

  it.each(['', '(scopes: "a")', '(scopes: ["a"])', '(scopes: [[1]])', '(scopes: null)', '(scope: [["a"]])'])(
    'is refused where @requiresScopes is written with %j',
    (given) => {
      expect(refused(`type Query { one: Int @requiresScopes${given} }`)).toContain(
        'no list of lists of strings',
      );
    },
  );

  it('is refused where two links to one specification disagree, and loaded where they agree', () => {
    const definitions = `${authenticatedDefinition} ${authenticatedDefinition.replace('@auth', '@Auth')}`;
    const other = `${authenticatedLink}, as: "Authenticated"`;
    expect(refused(open, { links: [authenticatedLink, other], definitions })).toContain('several times');
    expect(refused(open, { links: [authenticatedLink, authenticatedLink], definitions })).toBe('loaded');
  });

  it('is refused with a link for security that is not known, and loaded with one for anything else', () => {
    const url = 'url: "https://example.org/guarded/v1.0"';
    expect(refused(open, { links: [`${url}, for: SECURITY`] })).toContain(
      'it links https://example.org/guarded for security, which this gateway does not know',
    );
    expect(refused(open, { links: ['url: "not an address", for: SECURITY'] })).toContain('not an address');
    expect(
      refused(open, { links: ['url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY'] }),
    ).toBe('loaded');
    expect(refused(open, { links: [url] })).toBe('loaded');
  });

  it.each([
    ['union Both @authenticated = A | B', 'UnionTypeDefinition'],
    ['enum Rating { A @authenticated }', 'EnumValueDefinition'],
    ['input Filter @authenticated { a: Int }', 'InputObjectTypeDefinition'],
    ['type A { a(b: Int @authenticated): Int }', 'InputValueDefinition'],
  ])('is refused where nothing enforces them: %s', (types, place) => {
    expect(refused(`${open} ${types}`)).toContain(`it has @authenticated on a ${place}`);
  });

  it.each([
    'type A @authenticated { a: Int } extend type A { b: Int }',
    'type A { a: Int } extend type A @authenticated { b: Int }',
  ])('takes what extensions say like what types say: %s', (types) => {
    const rules = federationRules(byHand(`${open} ${types}`));
    expect(rules.requirementOf('A', 'a')?.authenticated).toBe(true);
    expect(rules.requirementOf('A', 'b')?.authenticated).toBe(true);
  });

  it('asks for each of several applications', () => {
    const rules = federationRules(
      byHand('type Query { one: Int @requiresScopes(scopes: [["a"]]) @requiresScopes(scopes: [["b"]]) }', {
        links: [scopesLink],
        definitions: scopesDefinition.replace(' on ', ' repeatable on '),
      }),
    );
    expect(rules.requirementOf('Query', 'one')?.scopes).toEqual([[['a']], [['b']]]);
  });
});

describe('a requirement that lets everyone in', () => {
  it.each(['[]', '[[]]', '[["a"], []]'])('is refused: %s', (list) => {
    const problem = 'has an empty list, which lets everyone in';
    expect(refused(`type Query { one: Int @requiresScopes(scopes: ${list}) }`)).toContain(
      `Query.one: @requiresScopes ${problem}`,
    );
    expect(refused(`type Query @policy(policies: ${list}) { one: Int }`)).toContain(
      `Query: @policy ${problem}`,
    );
  });

  it('is found in a department’s own schema before it is published, under the names it uses', () => {
    const sdl = parse(`${linking(access[0], '{ name: "@requiresScopes", as: "@needs" }')}
      type Query @federation__policy(policies: []) { one: Int @needs(scopes: [[]]) two: Int @needs(scopes: [["a"]]) }
      extend type Firm { name: String @needs(scopes: []) homonym: Int @requiresScopes(scopes: []) }
      scalar Account @needs(scopes: [])`);
    expect(emptyRequirements(sdl).map((each) => each.split(' has')[0])).toEqual([
      'Query: @federation__policy',
      'Query.one: @needs',
      'Firm.name: @needs',
      'Account: @needs',
    ]);
  });

  it('is not found in a schema that links nothing', () => {
    expect(emptyRequirements(parse('type Query { one: Int @requiresScopes(scopes: []) }'))).toEqual([]);
  });
});
