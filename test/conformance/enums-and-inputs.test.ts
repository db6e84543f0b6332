import type { Declared } from './departments.ts';
import { conforms } from './suite.ts';

const echo = (_: null, args: object) => JSON.stringify(args);

const paint: Declared = {
  sdl: /* GraphQL */ `
    type Query {
      walls: [Wall!]!
      wall(id: ID!): Wall
      paints(filter: Filter, sort: Sort): String!
      size(unit: Unit = METRE, digits: Int): String @shareable
    }
    type Wall @key(fields: "id") { id: ID! colour: Colour @shareable coats: [Colour!] }
    enum Colour { RED GREEN }
    enum Sort { NAME PRICE }
    enum Unit { METRE FOOT }
    input Filter { name: String price: Int sort: Sort both: [Filter!] }
  `,
  rows: {
    Wall: [
      { id: 'w1', colour: 'RED', coats: ['RED', 'GREEN'] },
      { id: 'w2', colour: null, coats: [] },
    ],
  },
  fields: {
    Query: {
      walls: [{ id: 'w1' }, { id: 'w2' }],
      wall: (_: null, { id }: { id: string }) => ({ id }),
      paints: echo,
      size: (_: null, { unit }: { unit: string }) => unit,
    },
  },
};

const paper: Declared = {
  sdl: /* GraphQL */ `
    type Query { papers(filter: Filter, sort: Sort): String! newest: Colour swatch: [[Colour]] size(unit: Unit = METRE): String @shareable }
    type Wall @key(fields: "id") { id: ID! pattern: Colour }
    enum Colour { RED BLUE }
    enum Sort { NAME WIDTH }
    enum Unit { METRE FOOT }
    input Filter { name: String width: Int sort: Sort both: [Filter!] }
  `,
  rows: {
    Wall: [
      { id: 'w1', pattern: 'BLUE' },
      { id: 'w2', pattern: 'RED' },
    ],
  },
  fields: {
    Query: {
      papers: echo,
      newest: 'BLUE',
      swatch: [['RED', null], null, ['BLUE']],
      size: (_: null, { unit }: { unit: string }) => unit,
    },
  },
};

conforms('enums and inputs', { paint, paper }, [
  {
    title: 'an enum that is only told has the values of all departments',
    query: '{ walls { colour pattern } }',
    expected: {
      data: {
        walls: [
          { colour: 'RED', pattern: 'BLUE' },
          { colour: null, pattern: 'RED' },
        ],
      },
    },
  },
  {
    title: 'all values of an enum that is only told are in the schema',
    query: '{ __type(name: "Colour") { enumValues { name } } }',
    expected: {
      data: { __type: { enumValues: [{ name: 'RED' }, { name: 'GREEN' }, { name: 'BLUE' }] } },
    },
    asked: {},
  },
  {
    title: 'lists of an enum, and lists of lists',
    query: '{ swatch newest wall(id: "w1") { coats } }',
    expected: {
      data: { swatch: [['RED', null], null, ['BLUE']], newest: 'BLUE', wall: { coats: ['RED', 'GREEN'] } },
    },
  },
  {
    title: 'an enum that is only asked with has the values that all departments know',
    query: '{ __type(name: "Sort") { enumValues { name } } paints(sort: NAME) papers(sort: NAME) }',
    expected: {
      data: {
        __type: { enumValues: [{ name: 'NAME' }] },
        paints: '{"sort":"NAME"}',
        papers: '{"sort":"NAME"}',
      },
    },
  },
  {
    title: 'a value that one department alone would take is refused',
    query: '{ paints(sort: PRICE) }',
    expected: /PRICE/,
  },
  {
    title: 'a value that one department alone would take is refused as a variable',
    query: 'query ($s: Sort) { papers(sort: $s) }',
    variables: { s: 'WIDTH' },
    expected: /\$s/,
  },
  {
    title: 'an input has the fields that all departments know',
    query: '{ __type(name: "Filter") { inputFields { name } } }',
    expected: { data: { __type: { inputFields: [{ name: 'name' }, { name: 'sort' }, { name: 'both' }] } } },
  },
  {
    title: 'the fields that all departments know reach each of them, nested too',
    query:
      'query ($f: Filter) { paints(filter: $f) papers(filter: { name: "x", both: [{ sort: NAME }, {}] }) }',
    variables: { f: { both: [{ name: 'y' }], sort: 'NAME' } },
    expected: {
      data: {
        paints: '{"filter":{"sort":"NAME","both":[{"name":"y"}]}}',
        papers: '{"filter":{"name":"x","both":[{"sort":"NAME"},{}]}}',
      },
    },
  },
  {
    title: 'a field of an input that one department alone knows is refused',
    query: '{ papers(filter: { width: 3 }) }',
    expected: /width/,
  },
  {
    title: 'an argument that one department alone knows is refused',
    query: '{ size(digits: 2) }',
    expected: /digits/,
  },
  {
    title: 'a default of a shared argument holds, and so does a value in its place',
    query: '{ size small: size(unit: FOOT) }',
    expected: { data: { size: 'METRE', small: 'FOOT' } },
  },
]);
