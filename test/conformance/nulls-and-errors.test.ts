import { all, type Declared, find } from './departments.ts';
import { conforms } from './suite.ts';

const broken = new Error('broken');

const registry: Declared = {
  sdl: /* GraphQL */ `
    type Query {
      firm(id: ID!): Firm
      firms: [Firm]
      sure: [Firm!]
      surest: [Firm!]!
      grid: [[Firm!]]
      strict: [[Firm]!]!
      none: [Firm!]!
      found: [Found]
      count: Int
      must: Int!
      flaky: [Int]
      brittle: [[Int!]]
      faulty: Int
    }
    union Found = Firm | Mark
    type Mark { text: String! }
    type Firm @key(fields: "id") { id: ID! name: String! branch: Branch sole: Branch! partners: [Firm] }
    type Branch { town: String! head: Firm deep: [Branch!] }
  `,
  rows: {
    Firm: [
      {
        id: 'f1',
        name: 'Swift',
        branch: { town: 'Port', head: { id: 'f2' }, deep: [{ town: 'A' }, { town: null }] },
        sole: { town: 'Hill', head: { id: 'f1' } },
        partners: [{ id: 'f2' }, { id: 'f1' }, { id: 'f2' }],
      },
      {
        id: 'f2',
        name: 'Bold',
        branch: { town: null },
        sole: { town: null },
        partners: [{ id: 'f1' }],
      },
      { id: 'f3', name: broken, branch: null, sole: { town: 'X', head: null }, partners: null },
    ],
  },
  fields: {
    Query: {
      firm: find('Firm'),
      firms: all('Firm'),
      sure: [{ id: 'f1' }, { id: 'f2' }],
      surest: [{ id: 'f1' }, { id: 'f2' }],
      grid: [[{ id: 'f1' }], [{ id: 'f1' }, { id: 'f2' }], null],
      strict: [[{ id: 'f1' }, null, { id: 'f2' }], []],
      none: [],
      found: [
        { __typename: 'Mark', text: null },
        { __typename: 'Firm', id: 'f2' },
        { __typename: 'Mark', text: 'ok' },
      ],
      count: 3,
      must: 1,
      flaky: [1, broken, 3],
      brittle: [[1, 2], [3, null], null],
      faulty: broken,
    },
  },
};

/** Knows nothing of the second firm, and fails over the third. */
const tax: Declared = {
  sdl: /* GraphQL */ `
    type Query { taxes: Int! }
    type Firm @key(fields: "id") {
      id: ID!
      due: Int!
      grade: String
      rows: [Row!]
      loose: [Row]
      year(of: Int): Int
    }
    type Row { n: Int! }
  `,
  fields: {
    Query: { taxes: 5 },
    Firm: {
      __resolveReference: ({ id }: { id: string }) =>
        id === 'f2'
          ? null
          : id === 'f3'
            ? broken
            : { id, due: 7, grade: 'A', rows: [{ n: 1 }, { n: null }], loose: [{ n: 1 }, { n: null }, null] },
      year: (_: object, { of }: { of?: number }) => (of === 0 ? broken : of),
    },
  },
};

conforms('nulls and errors', { registry, tax }, [
  {
    title: 'an unknown entity leaves null where null may be, with no error',
    query: '{ firm(id: "f2") { id grade rows { n } } }',
    expected: { data: { firm: { id: 'f2', grade: null, rows: null } } },
  },
  {
    title: 'what may not be null takes the nearest object with it that may be',
    query: '{ firm(id: "f2") { id due } count }',
    expected: { data: { firm: null, count: 3 }, errors: ['firm.due'] },
  },
  {
    title: 'an item of a list goes where it may, the others stay',
    query: '{ list: firms { id name partners { d: due } } }',
    expected: {
      data: {
        list: [
          { id: 'f1', name: 'Swift', partners: [null, { d: 7 }, null] },
          { id: 'f2', name: 'Bold', partners: [{ d: 7 }] },
          null,
        ],
      },
      errors: ['list.0.partners.0.d', 'list.0.partners.2.d', 'list.2.name'],
    },
  },
  {
    title: 'a list whose items may not be null goes with one of them',
    query: '{ sure { due } count }',
    expected: { data: { sure: null, count: 3 }, errors: ['sure.1.due'] },
  },
  {
    title: 'a list that may not be null either takes all data',
    query: '{ count surest { due } }',
    expected: { data: null, errors: ['surest.1.due'] },
  },
  {
    title: 'in lists of lists the inner list goes',
    query: '{ grid { due } }',
    expected: { data: { grid: [[{ due: 7 }], null, null] }, errors: ['grid.1.1.due'] },
  },
  {
    title: 'in lists of lists an item goes where it may',
    query: '{ strict { due } }',
    expected: { data: { strict: [[{ due: 7 }, null, null], []] }, errors: ['strict.0.2.due'] },
  },
  {
    title: 'an empty list is no reason to ask anybody',
    query: '{ none { due grade } }',
    expected: { data: { none: [] } },
    asked: { registry: 1 },
  },
  {
    title: 'a null deep in one department takes its object with it',
    query: '{ firm(id: "f2") { name branch { town } } }',
    expected: { data: { firm: { name: 'Bold', branch: null } }, errors: ['firm.branch.town'] },
  },
  {
    title: 'a null goes up through an object that may not be null',
    query:
      '{ a: firm(id: "f2") { name home: sole { at: town } } b: firm(id: "f1") { home: sole { at: town } } }',
    expected: { data: { a: null, b: { home: { at: 'Hill' } } }, errors: ['a.home.at'] },
  },
  {
    title: 'a null goes up from one department into the objects of another',
    query: '{ firm(id: "f1") { branch { town head { due } } sole { head { due } } } }',
    expected: {
      data: { firm: { branch: { town: 'Port', head: null }, sole: { head: { due: 7 } } } },
      errors: ['firm.branch.head.due'],
    },
  },
  {
    title: 'a null in a list of one department takes the list',
    query: '{ firm(id: "f1") { branch { town deep { town } } } }',
    expected: {
      data: { firm: { branch: { town: 'Port', deep: null } } },
      errors: ['firm.branch.deep.1.town'],
    },
  },
  {
    title: 'an error is told at the field that failed, under its alias',
    query: '{ firm(id: "f1") { good: year(of: 3) bad: year(of: 0) year } }',
    expected: { data: { firm: { good: 3, bad: null, year: null } }, errors: ['firm.bad'] },
  },
  {
    title: 'an error at a root leaves the other roots',
    query: '{ x: faulty count taxes }',
    expected: { data: { x: null, count: 3, taxes: 5 }, errors: ['x'] },
  },
  {
    title: 'an error at an item of a list is told with its index',
    query: '{ flaky }',
    expected: { data: { flaky: [1, null, 3] }, errors: ['flaky.1'] },
  },
  {
    title: 'an error in a list of lists is told where it happened',
    query: '{ n: brittle }',
    expected: { data: { n: [[1, 2], null, null] }, errors: ['n.1.1'] },
  },
  {
    title: 'an error in a list of an entity is told where it happened, under the path of the client',
    query: '{ f: firm(id: "f1") { r: rows { m: n } } }',
    expected: { data: { f: { r: null } }, errors: ['f.r.1.m'] },
  },
  {
    title: 'an error in a list of an entity takes the item that may be null',
    query: '{ firm(id: "f1") { loose { n } } }',
    expected: { data: { firm: { loose: [{ n: 1 }, null, null] } }, errors: ['firm.loose.1.n'] },
  },
  {
    title: 'an entity that fails is told at the fields asked of it, and no other entity is touched',
    query: '{ firms { id g: grade } }',
    expected: {
      data: {
        firms: [
          { id: 'f1', g: 'A' },
          { id: 'f2', g: null },
          { id: 'f3', g: null },
        ],
      },
      errors: ['firms.2.g'],
    },
  },
  {
    title: 'an entity that fails and may not be null goes with its error',
    query: '{ firm(id: "f3") { due } count }',
    expected: { data: { firm: null, count: 3 }, errors: ['firm.due'] },
  },
  {
    title: 'a failing member of a union goes alone',
    query: '{ found { ... on Mark { text } ... on Firm { name grade } } }',
    expected: {
      data: { found: [null, { name: 'Bold', grade: null }, { text: 'ok' }] },
      errors: ['found.0.text'],
    },
  },
  {
    title: 'a dark department takes a root that may not be null, and with it all data',
    query: '{ count taxes }',
    dark: ['tax'],
    expected: { data: null, errors: ['taxes'] },
  },
  {
    title: 'a dark department is told at every place, under the aliases of each',
    query: '{ a: firm(id: "f1") { x: grade partners { id y: grade } } count }',
    dark: ['tax'],
    expected: {
      data: {
        a: {
          x: null,
          partners: [
            { id: 'f2', y: null },
            { id: 'f1', y: null },
            { id: 'f2', y: null },
          ],
        },
        count: 3,
      },
      errors: ['a.partners.0.y', 'a.partners.1.y', 'a.partners.2.y', 'a.x'],
    },
  },
]);
