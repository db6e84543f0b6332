import { all, type Declared, find } from './departments.ts';
import { conforms } from './suite.ts';

const registry: Declared = {
  sdl: /* GraphQL */ `
    type Query { firm(id: ID!): Firm firms: [Firm!]! things: [Thing!]! }
    interface Thing { id: ID! }
    type Firm implements Thing @key(fields: "id") {
      id: ID!
      name(upper: Boolean = false): String
      capital: Int
      owner: Person
      staff(first: Int): [Person!]
      constructor: String
    }
    type Person implements Thing @key(fields: "id") { id: ID! name: String toString: Int }
  `,
  rows: {
    Firm: [
      { id: 'f1', capital: 100, owner: { id: 'p1' }, constructor: 'Chen' },
      { id: 'f2', capital: 200, owner: { id: 'p2' }, constructor: null },
    ],
    Person: [
      { id: 'p1', name: 'Ann', toString: 1 },
      { id: 'p2', name: 'Bo', toString: 2 },
    ],
  },
  fields: {
    Query: { firm: find('Firm'), firms: all('Firm'), things: all('Person', 'Firm') },
    Firm: {
      name: ({ id }: { id: string }, { upper }: { upper: boolean }) =>
        upper ? id.toUpperCase() : `firm ${id}`,
      staff: (_: object, { first = 2 }: { first?: number }) => [{ id: 'p2' }, { id: 'p1' }].slice(0, first),
    },
  },
};

const tax: Declared = {
  sdl: /* GraphQL */ `
    type Query { taxes(year: Int): Int }
    type Firm @key(fields: "id") {
      id: ID!
      due(year: Int): Int
      capital: Int @external
      burden: Int @requires(fields: "capital")
    }
    type Person @key(fields: "id") { id: ID! paid(year: Int): Int employer: Firm }
  `,
  rows: {
    Person: [
      { id: 'p1', employer: { id: 'f2' } },
      { id: 'p2', employer: { id: 'f1' } },
    ],
  },
  fields: {
    Query: { taxes: (_: null, { year = 0 }: { year?: number }) => year },
    Firm: {
      due: (_: object, { year = 0 }: { year?: number }) => year + 1,
      burden: ({ capital }: { capital: number }) => capital / 10,
    },
    Person: {
      paid: ({ id }: { id: string }, { year = 0 }: { year?: number }) => year + (id === 'p1' ? 1 : 2),
    },
  },
};

/** What only text can say: `__proto__` in a literal is no field. */
const hostile = JSON.parse(
  '{ "firm": { "__proto__": 100, "constructor": 1, "hasOwnProperty": "Chen", "toString": { "valueOf": "Ann", "constructor": 1 } } }',
) as unknown;

conforms('aliases and fragments', { registry, tax }, [
  {
    title: 'one root twice, with other arguments and fields',
    query: '{ a: firm(id: "f1") { name } b: firm(id: "f2") { due capital } }',
    expected: { data: { a: { name: 'firm f1' }, b: { due: 1, capital: 200 } } },
  },
  {
    title: 'one field twice in one place, with other arguments, in another department',
    query: '{ firms { a: due(year: 1) b: due(year: 2) due } }',
    expected: {
      data: {
        firms: [
          { a: 2, b: 3, due: 1 },
          { a: 2, b: 3, due: 1 },
        ],
      },
    },
    asked: { registry: 1, tax: 1 },
  },
  {
    title: 'two lists of one field, with other arguments and other fields of their items',
    query: '{ firm(id: "f1") { one: staff(first: 1) { name p: paid } two: staff { id p: paid(year: 10) } } }',
    expected: {
      data: {
        firm: {
          one: [{ name: 'Bo', p: 2 }],
          two: [
            { id: 'p2', p: 12 },
            { id: 'p1', p: 11 },
          ],
        },
      },
    },
  },
  {
    title: "an alias that is the key's name",
    query: '{ firm(id: "f1") { id: name due } }',
    expected: { data: { firm: { id: 'firm f1', due: 1 } } },
  },
  {
    title: "an alias that is the key's name, beside the key under another",
    query: '{ firms { id: due key: id } }',
    expected: {
      data: {
        firms: [
          { id: 1, key: 'f1' },
          { id: 1, key: 'f2' },
        ],
      },
    },
  },
  {
    title: 'two fields that change names',
    query: '{ firm(id: "f1") { name: capital capital: name burden } }',
    expected: { data: { firm: { name: 100, capital: 'firm f1', burden: 10 } } },
  },
  {
    title: 'an alias of one department that is the name of a field of another',
    query: '{ firm(id: "f1") { due: name name: due(year: 4) } }',
    expected: { data: { firm: { due: 'firm f1', name: 5 } } },
  },
  {
    title: 'a field under its own name as alias',
    query: '{ firm: firm(id: "f1") { capital: capital burden: burden } }',
    expected: { data: { firm: { capital: 100, burden: 10 } } },
  },
  {
    title: 'a type under an alias, beside itself and after other fields',
    query: '{ things { id kind: __typename __typename } }',
    expected: {
      data: {
        things: [
          { id: 'p1', kind: 'Person', __typename: 'Person' },
          { id: 'p2', kind: 'Person', __typename: 'Person' },
          { id: 'f1', kind: 'Firm', __typename: 'Firm' },
          { id: 'f2', kind: 'Firm', __typename: 'Firm' },
        ],
      },
    },
  },
  {
    title: "another field under the type's name does not change what an object is",
    query: '{ things { __typename: id ... on Firm { due } ... on Person { paid } } }',
    expected: {
      data: {
        things: [
          { __typename: 'p1', paid: 1 },
          { __typename: 'p2', paid: 2 },
          { __typename: 'f1', due: 1 },
          { __typename: 'f2', due: 1 },
        ],
      },
    },
  },
  {
    title: 'aliases that every object inherits',
    query:
      '{ firm(id: "f1") { __proto__: capital constructor: due hasOwnProperty: constructor toString: owner { valueOf: name constructor: toString } } }',
    expected: { data: hostile },
  },
  {
    title: 'fields that every object inherits, known or null',
    query: '{ firms { constructor owner { toString } } }',
    expected: {
      data: {
        firms: [
          { constructor: 'Chen', owner: { toString: 1 } },
          { constructor: null, owner: { toString: 2 } },
        ],
      },
    },
  },
  {
    title: 'fragments five deep, through both departments',
    query: `{ firm(id: "f1") { ...A } }
      fragment A on Firm { id ...B }
      fragment B on Firm { owner { ...C } }
      fragment C on Person { name employer { ...D } }
      fragment D on Firm { due ...E }
      fragment E on Firm { name(upper: true) owner { paid(year: 5) } }`,
    expected: {
      data: {
        firm: { id: 'f1', owner: { name: 'Ann', employer: { due: 1, name: 'F2', owner: { paid: 7 } } } },
      },
    },
  },
  {
    title: 'a fragment that is spread in many places',
    query: `{ a: firm(id: "f1") { owner { ...P } staff(first: 1) { ...P } } firms { owner { ...P } } }
      fragment P on Person { name paid }`,
    expected: {
      data: {
        a: { owner: { name: 'Ann', paid: 1 }, staff: [{ name: 'Bo', paid: 2 }] },
        firms: [{ owner: { name: 'Ann', paid: 1 } }, { owner: { name: 'Bo', paid: 2 } }],
      },
    },
  },
  {
    title: 'objects that fragments repeat become one, in the order of their first mention',
    query: `{ firm(id: "f1") { owner { paid } ...A due ... on Firm { capital owner { id } } ...A } }
      fragment A on Firm { name owner { name paid } due }`,
    expected: {
      data: { firm: { owner: { paid: 1, name: 'Ann', id: 'p1' }, name: 'firm f1', due: 1, capital: 100 } },
    },
  },
  {
    title: 'repeated roots become one, and are asked once',
    query:
      '{ firm(id: "f1") { name } ...Q } fragment Q on Query { firm(id: "f1") { capital } taxes(year: 9) }',
    expected: { data: { firm: { name: 'firm f1', capital: 100 }, taxes: 9 } },
    asked: { registry: 1, tax: 1 },
  },
  {
    title: 'fragments on an interface that narrow and widen',
    query: '{ things { ... on Firm { ... on Thing { ... on Firm { due } id } } } }',
    expected: { data: { things: [{}, {}, { due: 1, id: 'f1' }, { due: 1, id: 'f2' }] } },
  },
  {
    title: 'one field with different arguments under one name is refused',
    query: '{ firm(id: "f1") { due(year: 1) ...F } } fragment F on Firm { due(year: 2) }',
    expected: /conflict/,
  },
  {
    title: 'the order of an answer is the order written, whoever answers first',
    query: '{ t: taxes(year: 1) firm(id: "f2") { burden due owner { paid name id } capital id } u: taxes }',
    expected: {
      data: {
        t: 1,
        firm: { burden: 20, due: 1, owner: { paid: 2, name: 'Bo', id: 'p2' }, capital: 200, id: 'f2' },
        u: 0,
      },
    },
  },
  {
    title: 'names that look like places in a list or are very long',
    query: `{ firm(id: "f1") { _0: name _: due ${'n'.repeat(200)}: capital } }`,
    expected: { data: { firm: { _0: 'firm f1', _: 1, ['n'.repeat(200)]: 100 } } },
  },
]);
