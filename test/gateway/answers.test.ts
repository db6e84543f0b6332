import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';
import { monolith, town } from './town.ts';

// One answer from many departments: what one schema over all their rows would have answered, byte for byte.

let graph: SmallGraph;
let truth: ReturnType<typeof monolith>;
beforeAll(async () => {
  graph = await startSmallGraph(town);
  truth = monolith(graph.sdl);
});
afterAll(() => graph?.close());

type Case = readonly [
  what: string,
  query: string,
  data: Readonly<Record<string, unknown>>,
  asked: Readonly<Record<string, number>>,
];

const answers: readonly Case[] = [
  [
    'fields of two departments',
    '{ enterprise(uscc: "E1") { taxGrade name due } }',
    { enterprise: { taxGrade: 'A', name: 'Bright', due: 7 } },
    { registry: 1, tax: 1 },
  ],
  [
    'aliases, of root fields and of others, one field twice',
    '{ e: enterprise(uscc: "E1") { n: name g: taxGrade a: founded(format: "a") b: founded } }',
    { e: { n: 'Bright', g: 'A', a: '2000 a', b: '2000 plain' } },
    { registry: 1, tax: 1 },
  ],
  [
    "an alias that is the name of the entity's key: the key asked for is still the key",
    '{ enterprise(uscc: "E1") { uscc: founded capital: name taxGrade burden } }',
    { enterprise: { uscc: '2000 plain', capital: 'Bright', taxGrade: 'A', burden: 250 } },
    { registry: 1, tax: 1 },
  ],
  [
    'an alias that repeats the name of a field which another field needs, beside the same need elsewhere',
    '{ all: enterprises(first: 1) { p: burden(rounded: false) } one: enterprise(uscc: "E1") { capital: capital b: burden } }',
    { all: [{ p: 250 }], one: { capital: 1000, b: 250 } },
    { registry: 1, tax: 1 },
  ],
  [
    'aliases that every object inherits, and one for a type that is another field',
    '{ enterprise(uscc: "E1") { __proto__: name constructor: taxGrade toString: due __typename: kind } }',
    JSON.parse(
      '{ "enterprise": { "__proto__": "Bright", "constructor": "A", "toString": 7, "__typename": "FIRM" } }',
    ),
    { registry: 1, tax: 1 },
  ],
  [
    'a field called constructor',
    '{ enterprise(uscc: "E1") { branches { constructor } } }',
    {
      enterprise: {
        branches: [[{ constructor: 'Chen' }], [], null, [{ constructor: null }, { constructor: null }]],
      },
    },
    { registry: 1 },
  ],
  [
    'an interface, whose type nobody asked for',
    '{ parties { name } }',
    { parties: [{ name: 'Bo' }, { name: 'Bright' }, { name: 'Ann' }] },
    { registry: 1 },
  ],
  [
    'an interface, whose type is asked for under another name alone',
    '{ parties(limit: 2) { sort: __typename } }',
    { parties: [{ sort: 'Citizen' }, { sort: 'Enterprise' }] },
    { registry: 1 },
  ],
  [
    'fragments on an interface and on its types',
    '{ parties(limit: 2) { ...P ... on Enterprise { taxGrade } ... on Citizen { water } } } fragment P on Party { __typename name }',
    {
      parties: [
        { __typename: 'Citizen', name: 'Bo', water: 20 },
        { __typename: 'Enterprise', name: 'Bright', taxGrade: 'A' },
      ],
    },
    { registry: 1, tax: 1, water: 1 },
  ],
  [
    'fragments on a union',
    '{ search(text: "n") { __typename ... on Enterprise { due } ... on Citizen { name insuredSince } } }',
    { search: [{ __typename: 'Citizen', name: 'Ann', insuredSince: '2001-01-01' }] },
    { registry: 1, insurance: 1 },
  ],
  [
    'one key for different fields of different types, whose departments disagree on what may be null',
    '{ assets { ... on House { n: rooms label } ... on Ship { n: berths label } } }',
    {
      assets: [
        { n: 4, label: 'red house' },
        { n: 12, label: 'ark' },
        { n: 1, label: 'hut' },
      ],
    },
    { tax: 1 },
  ],
  [
    'an interface that another department knows as one object',
    '{ assets { __typename premium price ... on Ship { owner { name } } } }',
    {
      assets: [
        { __typename: 'House', premium: 9, price: 100 },
        { __typename: 'Ship', premium: 90, price: null, owner: { name: 'Bright' } },
        { __typename: 'House', premium: null, price: 1 },
      ],
    },
    { tax: 1, insurance: 1, registry: 1 },
  ],
  [
    'entities in lists of lists, with nulls at every level',
    '{ grid { name insuredCount } enterprise(uscc: "E1") { branches { city head { water } } } }',
    {
      grid: [
        [{ name: 'Bright', insuredCount: 12 }, null],
        null,
        [],
        [
          { name: 'Clear', insuredCount: 1 },
          { name: 'Bright', insuredCount: 12 },
        ],
      ],
      enterprise: {
        branches: [
          [{ city: 'Hangzhou', head: { water: 20 } }],
          [],
          null,
          [
            { city: 'Ningbo', head: { water: 30 } },
            { city: 'Wenzhou', head: null },
          ],
        ],
      },
    },
    { registry: 1, insurance: 1, water: 1 },
  ],
  [
    'entities within entities, there and back again',
    '{ enterprise(uscc: "E1") { owner { household { members { name employer { name taxGrade } } } } } }',
    {
      enterprise: {
        owner: {
          household: {
            members: [
              { name: 'Ann', employer: { name: 'Clear', taxGrade: null } },
              { name: 'Bo', employer: null },
            ],
          },
        },
      },
    },
    { registry: 3, water: 1, insurance: 1, tax: 1 },
  ],
  [
    'an entity with a compound key',
    '{ permits { number office { code } volume wells { depth } } }',
    {
      permits: [
        { number: 1, office: { code: 'north' }, volume: 1.5, wells: [{ depth: 10 }, { depth: 90 }] },
        { number: 2, office: { code: 'north' }, volume: null, wells: null },
        { number: 1, office: { code: 'south' }, volume: null, wells: [] },
      ],
    },
    { tax: 1, water: 1 },
  ],
  [
    'what a field requires of another department, null included',
    '{ enterprises { burden(rounded: true) again: burden } }',
    { enterprises: [{ burden: 250, again: 250 }, null, { burden: null, again: null }] },
    { registry: 1, tax: 1 },
  ],
  [
    'a shared value type, part from here and part from there',
    '{ enterprise(uscc: "E1") { site { zone plot area } } }',
    { enterprise: { site: { zone: 'core', plot: 'N1', area: 40 } } },
    { registry: 1, tax: 1 },
  ],
  [
    'null for an entity that nobody knows, and for what one department does not know of it',
    '{ none: enterprise(uscc: "E9") { name taxGrade } enterprises(first: 4) { name insuredCount } }',
    {
      none: null,
      enterprises: [
        { name: 'Bright', insuredCount: 12 },
        null,
        { name: 'Clear', insuredCount: 1 },
        { name: 'Deep', insuredCount: null },
      ],
    },
    { registry: 1, insurance: 1 },
  ],
  [
    'introspection beside values, through fragments too',
    'query ($type: String! = "Rating") { __typename ...Q enterprise(uscc: "E2") { name } } fragment Q on Query { t: __type(name: $type) { kind fields { name } } __schema { queryType { name } } }',
    {
      __typename: 'Query',
      t: { kind: 'OBJECT', fields: [{ name: 'stars' }] },
      __schema: { queryType: { name: 'Query' } },
      enterprise: { name: 'Clear' },
    },
    { registry: 1 },
  ],
  [
    'introspection in fragments alone, asking nobody',
    '{ ...A } fragment A on Query { ...B ...B t: __type(name: "Nothing") { name } } fragment B on Query { __typename }',
    { __typename: 'Query', t: null },
    {},
  ],
  [
    'its own type alone, asking nobody',
    '{ a: __typename __typename }',
    { a: 'Query', __typename: 'Query' },
    {},
  ],
];

describe('the answer has', () => {
  it.each(answers)('%s', async (_, query, data, asked) => {
    expect((await graph.ask(query)).body).toBe(`${JSON.stringify({ data })}\n`);
    expect(graph.asked()).toEqual(asked);
    expect(JSON.stringify(await truth(query))).toBe(JSON.stringify({ data }));
  });
});
