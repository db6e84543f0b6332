import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withVocabulary } from '#schema/vocabulary.ts';
import { link, open, resource } from './governed-departments.ts';
import { type GovernedGraph, matter, reasonsOf, startGovernedGraph } from './governed-graph.ts';

// A filter or order by what a caller may not see would tell it: the field that takes it is refused, and nobody is asked.

const lookup = { 'Query.citizens': 'clear' } as const;
let graph: GovernedGraph;
beforeAll(async () => {
  graph = await startGovernedGraph({
    matters: [
      matter('tags', { ...lookup, 'Citizen.tags': 'clear' }),
      matter('masked', { ...lookup, 'Citizen.name': 'masked', 'Citizen.phone': 'masked' }),
      // Clear of adults alone, so not clear: whoever is filtered out is told apart all the same.
      matter('adults', { ...lookup, 'Citizen.*': 'clear' }),
    ],
  });
});
afterAll(() => graph?.close());

type Case = readonly [
  name: string,
  args: string,
  declared?: string,
  variables?: Readonly<Record<string, unknown>>,
];
const revealing: readonly Case[] = [
  ['a literal', 'filter: { name: "周" }'],
  ['an order', 'orderBy: NAME'],
  ['an order given as null', 'orderBy: null'],
  ['a field given as null', 'filter: { name: null }'],
  ['a field of an input object within another', 'filter: { sex: "1", and: [{ and: { name: "周" } }] }'],
  ['one item of a list', 'any: [{ sex: "1" }, { name: "周" }]'],
  ['the one item of what may be a list', 'any: { name: "周" }'],
  ['a variable', 'filter: $f', '$f: CitizenFilter', { f: { name: '周' } }],
  ['a variable’s null', 'orderBy: $o', '$o: CitizenOrder', { o: null }],
  ['a variable’s field given as null', 'filter: $f', '$f: CitizenFilter', { f: { name: null } }],
  ['a variable within a literal', 'filter: { name: $n }', '$n: String', { n: '周' }],
  ['a variable’s null within a literal', 'filter: { name: $n }', '$n: String', { n: null }],
  ['a variable’s default', 'filter: $f', '$f: CitizenFilter = { name: "周" }'],
  ['a list in a variable', 'any: $a', '$a: [CitizenFilter!]', { a: [{}, { and: [{ name: '周' }] }] }],
  ['a variable as the item of a list', 'any: [$f]', '$f: CitizenFilter!', { f: { name: '周' } }],
  [
    'a literal beside a variable that does not fit there',
    'any: [{ name: "周" }, $f]',
    '$f: CitizenFilter = {}',
    { f: null },
  ],
  [
    'a field beside a variable that does not fit there',
    'filter: { contact: { phone: "139", exact: $e } }',
    '$e: Boolean = true',
    { e: null },
  ],
];
const harmless: readonly Case[] = [
  ['a filter by nothing', 'filter: {}'],
  ['null for a whole input object', 'filter: null'],
  ['a field of everybody’s', 'filter: { sex: "1" }'],
  ['a variable that is not given', 'orderBy: $o', '$o: CitizenOrder'],
  ['a variable that is not given within a literal', 'filter: { name: $n }', '$n: String'],
  ['an empty list', 'any: []'],
];
const named = ([name, args, declared, variables = {}]: Case) => ({ name, args, declared, variables });
const asked = (args: string, declared?: string) =>
  `query${declared ? `(${declared})` : ''} { count list: citizens(${args}) { sex } }`;

const refusedFor = async (filter: string, code: string) =>
  reasonsOf(await graph.asks(asked(`filter: ${filter}`), { matter: code }));

const words = (fields: string) => [
  `An argument of "citizens" would reveal ${fields}, which you may not see in the clear: leave the argument out.`,
];

describe('a field with an argument that reveals', () => {
  it.each(revealing.map(named))(
    'is refused, the rest answered: $name',
    async ({ args, declared, variables }) => {
      const reply = await graph.asking(asked(args, declared), { matter: 'masked', variables });
      expect(reply.data).toEqual({ count: 2, list: null });
      expect(reasonsOf(reply)).toEqual(['list REVEALING_ARGUMENT']);
      expect(reply.operations).toEqual({ population: [expect.not.stringContaining('citizens')] });
      expect(JSON.stringify(reply.operations)).not.toMatch(/周|139|NAME|\$/);
    },
  );

  it.each(harmless.map(named))(
    'is answered where nothing is revealed: $name',
    async ({ args, declared, variables }) => {
      const reply = await graph.asking(asked(args, declared), { matter: 'masked', variables });
      expect(reply.errors).toEqual([]);
      expect(reply.data).toEqual({ count: 2, list: [{ sex: '1' }, { sex: '1' }, { sex: '1' }] });
    },
  );

  it('is answered where what it reveals is clear of every record, and of some is not enough', async () => {
    expect(await refusedFor('{ tag: "甲" }', 'tags')).toEqual([]);
    expect(await refusedFor('{ tag: "甲" }', 'adults')).toEqual([]);
    expect(await refusedFor('{ tag: "甲" }', 'masked')).toEqual(['list REVEALING_ARGUMENT']);
    expect(await refusedFor('{ tag: "甲", name: "周" }', 'adults')).toEqual(['list REVEALING_ARGUMENT']);
  });

  it('is told why it would be refused without the argument too', async () => {
    const reply = await graph.asking(asked('filter: { name: "周" }'));
    expect(reasonsOf(reply)).toEqual(['list NO_MATTER']);
    expect(reply.operations).toEqual({ population: ['{count}'] });
  });

  it('is told by what these values reveal, of a document asked before with others', async () => {
    const query = asked('filter: $f', '$f: CitizenFilter');
    const told = async (f: unknown) =>
      (await graph.asks(query, { matter: 'masked', variables: { f } })).errors.map(({ message }) => message);
    expect(await told({ name: '周' })).toEqual(words('Citizen.name'));
    expect(await told({ contact: { phone: '139', exact: true } })).toEqual(words('Citizen.phone'));
    expect(await told({ sex: '1' })).toEqual([]);
    expect(await told({ name: '', and: [{ contact: { phone: '', exact: false } }] })).toEqual(
      words('Citizen.name, Citizen.phone'),
    );
  });

  it('is refused under each alias by its own arguments, whichever fragment it comes from', async () => {
    const reply = await graph.asking(
      `query($by: Boolean!) { a: citizens(orderBy: NAME) { sex } b: citizens(orderBy: SEX) { sex } ...C ...C c: citizens { sex } d: citizens(orderBy: NAME) @skip(if: $by) { sex } }
      fragment C on Query { c: citizens { idNumber } e: citizens(filter: { name: "周" }) @include(if: $by) { sex } }`,
      { matter: 'masked', variables: { by: true } },
    );
    expect(reasonsOf(reply).filter((each) => each.endsWith('ARGUMENT'))).toEqual([
      'a REVEALING_ARGUMENT',
      'b REVEALING_ARGUMENT',
      'e REVEALING_ARGUMENT',
    ]);
    expect(reply.data).toMatchObject({ a: null, b: null, c: [{ sex: '1' }, {}, {}], e: null });
    expect(Object.keys(reply.data as object)).not.toContain('d');
    expect(JSON.stringify(reply.operations)).not.toMatch(/NAME|周/);
  });
});

describe('an argument that reveals, of a field that several types share', () => {
  const deal = `${link}
    type Query { deals: [Deal!] ${open} }
    interface Deal { rows(by: String): [String!] lines(by: String @reads(fields: ["Sale.price"])): [String!] }
    type Sale implements Deal ${resource('trade')} {
      price: String @mask(rule: AMOUNT) bidder: String
      rows(by: String @reads(fields: ["Sale.price"])): [String!] ${open}
      lines(by: String): [String!] ${open}
    }
    type Gift implements Deal ${resource('trade')} { rows(by: String): [String!] ${open} lines(by: String): [String!] ${open} }`;
  const lists = { rows: () => ['行'], lines: () => ['列'] };
  let trade: GovernedGraph;
  beforeAll(async () => {
    trade = await startGovernedGraph({
      guard: [
        '@id("open") permit (principal, action in Action::"unconditional", resource);',
        '@id("not-shared") forbid (principal, action in Action::"class NONE", resource);',
      ].join('\n'),
      takesAnyGuard: true,
      departments: () => ({
        trade: {
          typeDefs: withVocabulary(parse(deal)),
          resolvers: {
            Query: { deals: () => [{ __typename: 'Sale' }, { __typename: 'Gift' }] },
            Sale: lists,
            Gift: lists,
          },
        },
      }),
    });
  });
  afterAll(() => trade?.close());

  it.each([
    ['through the interface, where a type says so', '{ deals { rows(by: "price") } }', [null, null]],
    [
      'on the type, where it says so itself',
      '{ deals { ... on Sale { rows(by: "price") } } }',
      [null, undefined],
    ],
    ['through the interface, where it says so itself', '{ deals { lines(by: "price") } }', [null, null]],
    [
      'on a type, where the interface says so',
      '{ deals { ... on Gift { lines(by: "price") } } }',
      [undefined, null],
    ],
  ])('is refused %s', async (_, query, expected) => {
    const reply = await trade.asking(query);
    const member = query.includes('rows') ? 'rows' : 'lines';
    expect((reply.data as { deals: Record<string, unknown>[] }).deals.map((each) => each[member])).toEqual(
      expected,
    );
    expect(new Set(reasonsOf(reply))).toEqual(new Set([`deals.@.${member} REVEALING_ARGUMENT`]));
    expect(JSON.stringify(reply.operations)).not.toContain('price');
  });

  it('is taken on a type of which neither it nor its interface says so', async () => {
    const { data, errors } = await trade.asks('{ deals { ... on Gift { rows(by: "price") } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({ deals: [{}, { rows: ['行'] }] });
  });
});
