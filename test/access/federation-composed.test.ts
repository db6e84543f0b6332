import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { federationRules } from '#gateway/access/federation/rules.ts';
import type { Requirement } from '#schema/federation/requirement.ts';
import { access, composed, linking, rulesOf } from './federation-supergraphs.ts';

const none: Requirement = { authenticated: false, scopes: [], policies: [] };
const scopes = (...parts: string[][][]): Requirement => ({ ...none, scopes: parts });
const authenticated: Requirement = { ...none, authenticated: true };
const imports = linking(...access);

describe('what composed departments require', () => {
  it('is nothing where no department says anything', () => {
    const rules = rulesOf({ a: `${imports} type Query { firm: Firm } type Firm { name: String }` });
    expect(rules.requirementOf('Query', 'firm')).toBeNull();
    expect([rules.isEmpty, rules.policyNames]).toEqual([true, []]);
  });

  it('is the field’s own, its type’s and its returned type’s together', () => {
    const rules = rulesOf({
      a: `${imports}
        type Query { firm: Firm open: String }
        type Firm @requiresScopes(scopes: [["firm"]]) {
          name: String
          tax: Tax @requiresScopes(scopes: [["tax", "read"], ["audit"]])
        }
        type Tax @authenticated { due: Int @policy(policies: [["due"], ["p", "q"]]) }`,
    });
    expect(rules.requirementOf('Query', 'open')).toBeNull();
    expect(rules.requirementOf('Query', 'firm')).toEqual(scopes([['firm']]));
    expect(rules.requirementOf('Firm', 'name')).toEqual(scopes([['firm']]));
    expect(rules.requirementOf('Firm', '__typename')).toEqual(scopes([['firm']]));
    expect(rules.requirementOf('Query', '__schema')).toBeNull();
    expect(rules.requirementOf('Firm', 'tax')).toEqual({
      ...scopes([['firm']], [['tax', 'read'], ['audit']]),
      authenticated: true,
    });
    expect(rules.requirementOf('Tax', 'due')).toEqual({
      ...authenticated,
      policies: [[['due'], ['p', 'q']]],
    });
    expect([rules.isEmpty, rules.policyNames]).toEqual([false, ['due', 'p', 'q']]);
  });

  it('reaches every field of a scalar or an enum that asks for it, through lists too', () => {
    const rules = rulesOf({
      a: `${imports}
        type Query { firm: Firm }
        type Firm { account: Account accounts: [[Account!]!]! rating: Rating name: String }
        scalar Account @requiresScopes(scopes: [["bank"]])
        enum Rating @authenticated { A B }`,
    });
    expect(rules.requirementOf('Firm', 'account')).toEqual(scopes([['bank']]));
    expect(rules.requirementOf('Firm', 'accounts')).toEqual(scopes([['bank']]));
    expect(rules.requirementOf('Firm', 'rating')).toEqual(authenticated);
    expect(rules.requirementOf('Firm', 'name')).toBeNull();
  });

  it('is what each of two departments requires of a field that both have', () => {
    const rules = rulesOf({
      a: `${imports} type Query { firm: Firm }
        type Firm @key(fields: "id") { id: ID! name: String @shareable @requiresScopes(scopes: [["a"], ["b"]]) }`,
      b: `${imports}
        type Firm @key(fields: "id") @authenticated { id: ID! name: String @shareable @requiresScopes(scopes: [["c"]]) }`,
    });
    expect(rules.requirementOf('Query', 'firm')).toEqual(authenticated);
    expect(rules.requirementOf('Firm', 'name')).toEqual({
      ...scopes([
        ['a', 'c'],
        ['b', 'c'],
      ]),
      authenticated: true,
    });
  });

  it('leaves a union open and judges its members by themselves', () => {
    const rules = rulesOf({
      a: `${imports}
        type Query { party: Party }
        union Party = Firm | Person
        type Firm { name: String }
        type Person @authenticated { name: String }`,
    });
    expect(rules.requirementOf('Query', 'party')).toBeNull();
    expect(rules.requirementOf('Party', '__typename')).toBeNull();
    expect(rules.requirementOf('Firm', 'name')).toBeNull();
    expect(rules.requirementOf('Person', 'name')).toEqual(authenticated);
  });

  it('of an interface, is what all its types require, and of a type only what it requires itself', () => {
    const rules = rulesOf({
      a: `${imports}
        type Query { party: Party }
        interface Party { id: ID! name: String owner: Owner }
        interface Owner { id: ID! }
        type Firm implements Party { id: ID! name: String owner: Person }
        type Person implements Party & Owner @authenticated {
          id: ID! owner: Person name: String @requiresScopes(scopes: [["name"]])
        }`,
    });
    expect(rules.requirementOf('Query', 'party')).toEqual(authenticated);
    expect(rules.requirementOf('Party', 'id')).toEqual(authenticated);
    expect(rules.requirementOf('Party', 'name')).toEqual({ ...scopes([['name']]), authenticated: true });
    expect(rules.requirementOf('Firm', 'id')).toBeNull();
    expect(rules.requirementOf('Firm', 'name')).toBeNull();
    expect(rules.requirementOf('Firm', 'owner')).toEqual(authenticated);
  });

  it('of a field that an interface object adds, holds on the interface and on each of its types', () => {
    const rules = rulesOf({
      a: `${imports} type Query { party: Party }
        interface Party @key(fields: "id") { id: ID! }
        type Firm implements Party @key(fields: "id") { id: ID! }
        type Person implements Party @key(fields: "id") { id: ID! }`,
      b: `${linking('"@interfaceObject"', ...access)}
        type Party @interfaceObject @key(fields: "id") { id: ID! risk: Int @requiresScopes(scopes: [["risk"]]) }`,
    });
    for (const type of ['Party', 'Firm', 'Person']) {
      expect(rules.requirementOf(type, 'risk')).toEqual(scopes([['risk']]));
      expect(rules.requirementOf(type, 'id')).toBeNull();
    }
  });

  it('counts a type that clients can’t see', () => {
    const rules = rulesOf({
      a: `${linking('"@inaccessible"', ...access)}
        type Query { party: Party }
        interface Party { id: ID! }
        type Firm implements Party { id: ID! }
        type Secret implements Party @inaccessible @authenticated { id: ID! }`,
    });
    expect(rules.requirementOf('Party', 'id')).toEqual(authenticated);
  });

  it('is found where departments import a directive under a name of their own, or none', () => {
    const renamed = linking(
      '{ name: "@authenticated", as: "@login" }',
      '{ name: "@requiresScopes", as: "@needs" }',
    );
    const rules = rulesOf({
      a: `${renamed}
        type Query { one: Int @login two: Int @needs(scopes: [["s"]]) three: Int @federation__policy(policies: [["p"]]) }`,
    });
    expect(rules.requirementOf('Query', 'one')).toEqual(authenticated);
    expect(rules.requirementOf('Query', 'two')).toEqual(scopes([['s']]));
    expect(rules.requirementOf('Query', 'three')).toEqual({ ...none, policies: [[['p']]] });
  });

  it('lets a field read another by @requires that needs no more than it does', () => {
    const sdl = composed({
      a: `${imports} type Query { firm: Firm }
        type Firm @key(fields: "id") { id: ID! income: Int @requiresScopes(scopes: [["income"], ["tax"]]) }`,
      b: `${imports}
        type Firm @key(fields: "id") @authenticated {
          id: ID! income: Int @external
          score: Int @requires(fields: "income") @requiresScopes(scopes: [["income", "score"]])
        }`,
    });
    expect(federationRules(parse(sdl)).requirementOf('Firm', 'score')).toEqual({
      ...scopes([['income', 'score']]),
      authenticated: true,
    });
  });

  it('lets a field take from its context what needs no more than it does', () => {
    const contextual = linking('"@context"', '"@fromContext"', ...access);
    const schema = `${contextual} type Query { firm: Firm }
      type Firm @key(fields: "id") @context(name: "firm") { id: ID! income: Int! @authenticated branch: Branch }
      type Branch @key(fields: "id") {
        id: ID! score(income: Int @fromContext(field: "$firm { income }")): Int @authenticated
      }`;
    expect(rulesOf({ a: schema }).requirementOf('Branch', 'score')).toEqual(authenticated);
  });

  it('knows no field that the supergraph doesn’t have, whatever objects have by themselves', () => {
    const rules = rulesOf({ a: `${imports} type Query { constructor: Int @authenticated toString: Int }` });
    expect(rules.requirementOf('Query', 'constructor')).toEqual(authenticated);
    expect(rules.requirementOf('Query', 'toString')).toBeNull();
    expect(() => rules.requirementOf('Query', 'valueOf')).toThrow('"Query.valueOf"');
    expect(() => rules.requirementOf('constructor', 'name')).toThrow('"constructor.name"');
    expect(() => rules.requirementOf('__proto__', '__typename')).toThrow('"__proto__.__typename"');
  });
});
