import { all, type Declared, find } from './departments.ts';
import { conforms } from './suite.ts';

/** Tells one key for the other, and holds what the others need in interfaces and lists. */
const register: Declared = {
  sdl: /* GraphQL */ `
    type Query { plot(id: ID!): Plot plots: [Plot!]! lands: [Land!]! street: Street }
    interface Land { id: ID! }
    type Plot implements Land @key(fields: "id") @key(fields: "sheet { code } number") {
      id: ID!
      sheet: Sheet!
      number: Int!
      holder: Party
      parties: [Party]
      grid: [[Corner!]!]
    }
    type Lake implements Land @key(fields: "id") { id: ID! depth: Int }
    type Sheet { code: String! }
    interface Party { name: String! }
    type Person implements Party @key(fields: "id") { id: ID! name: String! born: Int }
    type Firm implements Party @key(fields: "id") { id: ID! name: String! uscc: String }
    type Corner { x: Int! y: Int }
    type Street { name: String plots: [Plot] main: Plot }
  `,
  rows: {
    Plot: [
      {
        id: 'a',
        sheet: { code: 'S' },
        number: 1,
        holder: { __typename: 'Person', id: 'p1' },
        parties: [{ __typename: 'Person', id: 'p1' }, null, { __typename: 'Firm', id: 'f1' }],
        grid: [
          [
            { x: 1, y: 2 },
            { x: 3, y: null },
          ],
          [],
        ],
      },
      {
        id: 'b',
        sheet: { code: 'S' },
        number: 2,
        holder: { __typename: 'Firm', id: 'f1' },
        parties: [],
        grid: null,
      },
      { id: 'c', sheet: { code: 'T' }, number: 1, holder: null, parties: null, grid: [] },
    ],
    Lake: [{ id: 'l', depth: 9 }],
    Person: [{ id: 'p1', name: 'Ann', born: 1980 }],
    Firm: [{ id: 'f1', name: 'Swift', uscc: '91A' }],
  },
  fields: {
    Query: {
      plot: find('Plot'),
      plots: all('Plot'),
      lands: [
        { __typename: 'Lake', id: 'l' },
        { __typename: 'Plot', id: 'b' },
      ],
      street: { name: 'Elm', plots: [{ id: 'b' }, null, { id: 'a' }], main: { id: 'c' } },
    },
  },
};

/** Asks by the short key. */
const survey: Declared = {
  sdl: /* GraphQL */ `
    type Query { surveyed: [Plot!]! }
    type Plot @key(fields: "id") {
      id: ID!
      area: Int
      tax: Int @external
      bill: String @requires(fields: "tax")
      neighbour: Plot
    }
    type Lake @key(fields: "id") { id: ID! area: Int }
  `,
  rows: {
    Plot: [
      { id: 'a', area: 10, neighbour: { id: 'b' } },
      { id: 'b', area: 20, neighbour: { id: 'a' } },
      { id: 'c', area: null, neighbour: null },
    ],
    Lake: [{ id: 'l', area: 500 }],
  },
  fields: {
    Query: { surveyed: [{ id: 'b' }] },
    Plot: { bill: ({ tax }: { tax: number | null }) => `${tax ?? 'nothing'} due` },
  },
};

/** Asks by the long key, and needs what is known by the short one. */
const value: Declared = {
  sdl: /* GraphQL */ `
    type Query { dearest: Plot }
    type Plot @key(fields: "sheet { code } number") {
      sheet: Sheet!
      number: Int!
      area: Int @external
      worth: Int @requires(fields: "area")
      rate: Int
    }
    type Sheet { code: String! }
  `,
  rows: {
    Plot: [
      { sheet: { code: 'S' }, number: 1, rate: 2 },
      { sheet: { code: 'S' }, number: 2, rate: 3 },
      { sheet: { code: 'T' }, number: 1, rate: 4 },
    ],
  },
  fields: {
    Query: { dearest: { sheet: { code: 'S' }, number: 2 } },
    Plot: {
      worth: ({ area, rate }: { area: number | null; rate: number }) => (area === null ? null : area * rate),
    },
  },
};

type Party = { readonly name: string; readonly born?: number; readonly uscc?: string };

/** Needs what another computed of a third, and what lies in interfaces and lists. */
const tax: Declared = {
  sdl: /* GraphQL */ `
    type Query { taxed: Plot }
    type Plot @key(fields: "id") {
      id: ID!
      worth: Int @external
      rate: Int @external
      holder: Party @external
      parties: [Party] @external
      grid: [[Corner!]!] @external
      tax: Int @requires(fields: "worth rate")
      addressee: String @requires(fields: "holder { name ... on Person { born } ... on Firm { uscc } }")
      copies: String @requires(fields: "parties { name }")
      outline: String @requires(fields: "grid { x y }")
    }
    interface Party { name: String! }
    type Person implements Party @key(fields: "id") { id: ID! name: String! @external born: Int @external }
    type Firm implements Party @key(fields: "id") { id: ID! name: String! @external uscc: String @external }
    type Corner { x: Int! @external y: Int @external }
  `,
  fields: {
    Query: { taxed: { id: 'a' } },
    Plot: {
      tax: ({ worth, rate }: { worth: number | null; rate: number }) =>
        worth === null ? null : worth + rate,
      addressee: ({ holder }: { holder: Party | null }) =>
        holder && `${holder.name} ${String(holder.born ?? holder.uscc)}`,
      copies: ({ parties }: { parties: (Party | null)[] | null }) =>
        parties && parties.map((party) => party?.name ?? 'nobody').join(', '),
      outline: ({ grid }: { grid: { x: number; y: number | null }[][] | null }) =>
        grid && JSON.stringify(grid.map((row) => row.map(({ x, y }) => [x, y]))),
    },
  },
};

conforms('@requires across keys, interfaces and lists', { register, survey, value, tax }, [
  {
    title: 'a requirement is met by a department of another key',
    query: '{ plots { worth } }',
    expected: { data: { plots: [{ worth: 20 }, { worth: 60 }, { worth: null }] } },
  },
  {
    title: 'a requirement is met from a root that knows neither the requirement nor its key',
    query: '{ dearest { worth } }',
    expected: { data: { dearest: { worth: 60 } } },
  },
  {
    title: 'a requirement of a requirement changes keys on the way',
    query: '{ plot(id: "a") { tax } }',
    expected: { data: { plot: { tax: 22 } } },
  },
  {
    title: 'the last requirement comes back to the department that met the first',
    query: '{ plot(id: "b") { bill } }',
    expected: { data: { plot: { bill: '63 due' } } },
  },
  {
    title: 'the last requirement comes back to the department that was the root',
    query: '{ surveyed { bill area } }',
    expected: { data: { surveyed: [{ bill: '63 due', area: 20 }] } },
  },
  {
    title: 'every step of the chain may be asked for beside its end, in any order',
    query: '{ plots { bill worth id tax rate area number } }',
    expected: {
      data: {
        plots: [
          { bill: '22 due', worth: 20, id: 'a', tax: 22, rate: 2, area: 10, number: 1 },
          { bill: '63 due', worth: 60, id: 'b', tax: 63, rate: 3, area: 20, number: 2 },
          { bill: 'nothing due', worth: null, id: 'c', tax: null, rate: 4, area: null, number: 1 },
        ],
      },
    },
  },
  {
    title: 'a chain starts from its last department',
    query: '{ taxed { tax worth } }',
    expected: { data: { taxed: { tax: 22, worth: 20 } } },
  },
  {
    title: 'a chain is walked for an entity within an entity',
    query: '{ plot(id: "a") { neighbour { bill neighbour { tax } } } }',
    expected: { data: { plot: { neighbour: { bill: '63 due', neighbour: { tax: 22 } } } } },
  },
  {
    title: 'a chain is walked for an entity and for one within it at once',
    query: '{ plot(id: "a") { bill neighbour { bill } } }',
    expected: { data: { plot: { bill: '22 due', neighbour: { bill: '63 due' } } } },
  },
  {
    title: 'chains are walked in different places of one answer',
    query: '{ street { name plots { worth } main { tax } } x: plot(id: "b") { bill } }',
    expected: {
      data: {
        street: { name: 'Elm', plots: [{ worth: 60 }, null, { worth: 20 }], main: { tax: null } },
        x: { bill: '63 due' },
      },
    },
  },
  {
    title: 'a chain is walked behind a fragment on one type of an interface',
    query: '{ lands { id ... on Plot { tax } ... on Lake { area depth } } }',
    expected: {
      data: {
        lands: [
          { id: 'l', area: 500, depth: 9 },
          { id: 'b', tax: 63 },
        ],
      },
    },
  },
  {
    title: 'what is required of an interface comes with the fields of each type',
    query: '{ plots { addressee } }',
    expected: {
      data: { plots: [{ addressee: 'Ann 1980' }, { addressee: 'Swift 91A' }, { addressee: null }] },
    },
  },
  {
    title: 'what is required of an interface is had beside what is asked of it',
    query: '{ plots { holder { __typename ... on Person { year: born } ... on Firm { id } } addressee } }',
    expected: {
      data: {
        plots: [
          { holder: { __typename: 'Person', year: 1980 }, addressee: 'Ann 1980' },
          { holder: { __typename: 'Firm', id: 'f1' }, addressee: 'Swift 91A' },
          { holder: null, addressee: null },
        ],
      },
    },
  },
  {
    title: 'a list of an interface may be required, with nulls in it',
    query: '{ plots { copies } }',
    expected: { data: { plots: [{ copies: 'Ann, nobody, Swift' }, { copies: '' }, { copies: null }] } },
  },
  {
    title: 'a list of lists may be required',
    query: '{ plots { outline grid { y } } }',
    expected: {
      data: {
        plots: [
          { outline: '[[[1,2],[3,null]],[]]', grid: [[{ y: 2 }, { y: null }], []] },
          { outline: null, grid: null },
          { outline: '[]', grid: [] },
        ],
      },
    },
  },
  {
    title: 'aliases in every place of a chain',
    query: '{ plot(id: "a") { area: bill bill: area worth: rate tax: worth rate: tax } }',
    expected: { data: { plot: { area: '22 due', bill: 10, worth: 2, tax: 20, rate: 22 } } },
  },
  {
    title: 'a chain with a dark link is told at its end alone',
    query: '{ plot(id: "a") { number bill } }',
    dark: ['value'],
    expected: { data: { plot: { number: 1, bill: null } }, errors: ['plot.bill'] },
  },
]);
