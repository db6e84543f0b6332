import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Fetch, Plan, Required } from '#gateway/graph/plan.ts';
import { planCheck } from '#gateway/graph/plan-check.ts';

// Plans as planners were seen to make them, on a supergraph where each would give a wrong answer.

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@provides", "@shareable"])';
const { supergraphSdl } = composeServices([
  {
    name: 'shop',
    url: 'http://shop',
    typeDefs: parse(`${link}
      type Query { goods: [Good!] best: Good @provides(fields: "grams") things: [Thing] }
      union Thing = Good | Box
      type Good @key(fields: "id") { id: ID! grams: Int @external name: String }
      type Box { name: String! }
    `),
  },
  {
    name: 'depot',
    url: 'http://depot',
    typeDefs: parse(`${link}
      type Good @key(fields: "id") @key(fields: "code", resolvable: false) {
        id: ID! code: ID! grams: Int @shareable price(in: String): Int
      }
    `),
  },
  {
    name: 'freight',
    url: 'http://freight',
    typeDefs: parse(`${link}
      type Good @key(fields: "id") {
        id: ID! grams: Int @external price(in: String): Int @external
        fee: Int @requires(fields: "grams")
        euros: Int @requires(fields: "price(in: \\"EUR\\")")
        yuan: Int @requires(fields: "price(in: \\"CNY\\")")
      }
    `),
  },
]);
const check = planCheck(parse(supergraphSdl as string));

const field = (name: string): Required => ({ kind: 'field', name, as: name, selections: [] });
const root = (operation: string, department = 'shop'): Fetch => ({
  kind: 'fetch',
  operationKind: 'query',
  department,
  operation,
  variables: [],
  entities: [],
  outputRewrites: [],
});
const ofGoods = (department: string, selection: string, needs: readonly string[]): Fetch => ({
  ...root(`query($r:[_Any!]!){_entities(representations:$r){...on Good{${selection}}}}`, department),
  entities: [
    {
      alias: '_entities',
      variable: 'r',
      paths: [[{ kind: 'field', name: 'goods' }, { kind: 'each' }]],
      requires: [{ kind: 'on', type: 'Good', selections: ['__typename', ...needs].map(field) }],
      inputRewrites: [],
      outputRewrites: [],
    },
  ],
});
const inTurn = (...steps: readonly Plan[]): Plan => ({ kind: 'sequence', steps });
const goods = root('{goods{__typename id}}');

describe('a sound plan', () => {
  it.each<[string, Plan, string]>([
    ['of one department', root('{goods{id name}}'), '{ goods { id name } }'],
    [
      'that first fetches what is required',
      inTurn(goods, ofGoods('depot', 'grams', ['id']), ofGoods('freight', 'fee', ['id', 'grams'])),
      '{ goods { fee } }',
    ],
    ['that takes what is provided', root('{best{grams}}'), '{ best { grams } }'],
    [
      'that leaves out what can stand nowhere',
      root('{things{...on Good{id}}}'),
      '{ things { ... on Good { id } ... on Box { name } } }',
    ],
  ])('%s is let through', (_, plan, operation) => {
    expect(() => check(plan, operation)).not.toThrow();
  });
});

describe('a plan is refused that', () => {
  it.each<[string, Plan, string, RegExp]>([
    [
      'asks a department for what it only has from others',
      root('{goods{grams}}'),
      '{ goods { grams } }',
      /shop is asked for Good\.grams, which it has from others/,
    ],
    [
      'has a field computed without what it requires',
      inTurn(goods, ofGoods('freight', 'fee', ['id'])),
      '{ goods { fee } }',
      /without what that requires/,
    ],
    [
      'names an entity by what nobody has told',
      inTurn(goods, ofGoods('freight', 'fee', ['id', 'grams'])),
      '{ goods { fee } }',
      /grams is used before it is known/,
    ],
    [
      'asks for records without saying what of them',
      root('{goods}'),
      '{ goods { name } }',
      /shop is not asked for any field of Query\.goods/,
    ],
    [
      'gives one value for two that differ by their arguments',
      inTurn(
        goods,
        ofGoods('depot', 'price(in:"EUR")', ['id']),
        ofGoods('freight', 'euros yuan', ['id', 'price']),
      ),
      '{ goods { euros yuan } }',
      /required with two arguments at once/,
    ],
    [
      'finds an entity by a key that finds none',
      inTurn(
        root('{goods{__typename id}}'),
        ofGoods('depot', 'code', ['id']),
        ofGoods('depot', 'grams', ['code']),
      ),
      '{ goods { grams } }',
      /does not find Good by what it is told/,
    ],
    [
      'asks for two shapes under one name',
      root('{things{...on Good{name}...on Box{name}}}'),
      '{ things { ... on Good { name } ... on Box { b: name } } }',
      /asked for two shapes as name/,
    ],
    ['leaves something unasked', root('{goods{id}}'), '{ goods { id name } }', /nobody is asked for name/],
  ])('%s', (_, plan, operation, problem) => {
    expect(() => check(plan, operation)).toThrow(problem);
  });
});
