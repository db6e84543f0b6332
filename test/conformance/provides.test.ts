import { all, type Declared, find } from './departments.ts';
import { conforms } from './suite.ts';

const people: Declared = {
  sdl: /* GraphQL */ `
    type Query { person(id: ID!): Person }
    type Person @key(fields: "id") { id: ID! name: String @shareable born: Int @shareable home: Home @shareable }
    type Home { city: String @shareable street: String @shareable }
    interface Animal { id: ID! name: String }
    type Dog implements Animal @key(fields: "id") { id: ID! name: String @shareable tail: Int @shareable }
    type Cat implements Animal @key(fields: "id") { id: ID! name: String @shareable lives: Int @shareable }
  `,
  rows: {
    Person: [
      { id: 'p1', name: 'Ann', born: 1980, home: { city: 'Hangzhou', street: 'West Lake 1' } },
      { id: 'p2', name: 'Bo', born: 1990, home: null },
    ],
    Dog: [{ id: 'd1', name: 'Rex', tail: 1 }],
    Cat: [{ id: 'c1', name: 'Mo', lives: 9 }],
  },
  fields: { Query: { person: find('Person') } },
};

/** Copies some of what the people's department knows, and says where. */
const deeds: Declared = {
  sdl: /* GraphQL */ `
    type Query {
      deed(id: ID!): Deed
      deeds: [Deed!]!
      boss: Person @provides(fields: "name")
      pets: [Animal] @provides(fields: "... on Dog { name } ... on Cat { name lives }")
      strays: [Animal]
      finds: [Found] @provides(fields: "... on Dog { tail } ... on Person { born }")
    }
    type Deed @key(fields: "id") {
      id: ID!
      owner: Person @provides(fields: "name home { city }")
      notary: Person
      witnesses: [Person!] @provides(fields: "name")
      file: File @provides(fields: "clerk { name }")
    }
    type File @shareable { number: Int clerk: Person }
    type Person @key(fields: "id") { id: ID! name: String @external born: Int @external home: Home @external }
    type Home { city: String @external }
    interface Animal { id: ID! name: String }
    type Dog implements Animal @key(fields: "id") { id: ID! name: String @external tail: Int @external }
    type Cat implements Animal @key(fields: "id") { id: ID! name: String @external lives: Int @external }
    union Found = Dog | Person
  `,
  rows: {
    Deed: [
      {
        id: 'x1',
        owner: { id: 'p1', name: 'Ann', home: { city: 'Hangzhou' } },
        notary: { id: 'p2' },
        witnesses: [
          { id: 'p2', name: 'Bo' },
          { id: 'p1', name: 'Ann' },
        ],
        file: { number: 4, clerk: { id: 'p2', name: 'Bo' } },
      },
      { id: 'x2', owner: null, notary: null, witnesses: [], file: null },
    ],
  },
  fields: {
    Query: {
      deed: find('Deed'),
      deeds: all('Deed'),
      boss: { id: 'p2', name: 'Bo' },
      pets: [
        { __typename: 'Dog', id: 'd1', name: 'Rex' },
        null,
        { __typename: 'Cat', id: 'c1', name: 'Mo', lives: 9 },
      ],
      strays: [{ __typename: 'Dog', id: 'd1' }],
      finds: [
        { __typename: 'Dog', id: 'd1', tail: 1 },
        { __typename: 'Person', id: 'p1', born: 1980 },
      ],
    },
  },
};

conforms('@provides', { people, deeds }, [
  {
    title: 'what a field provides costs no call',
    query: '{ boss { id name } }',
    expected: { data: { boss: { id: 'p2', name: 'Bo' } } },
    asked: { deeds: 1 },
  },
  {
    title: 'what a field does not provide comes from its owner',
    query: '{ boss { name born } }',
    expected: { data: { boss: { name: 'Bo', born: 1990 } } },
    asked: { deeds: 1, people: 1 },
  },
  {
    title: 'fields of an object are provided, with nothing of it asked elsewhere',
    query: '{ deeds { owner { name home { city } } } }',
    expected: { data: { deeds: [{ owner: { name: 'Ann', home: { city: 'Hangzhou' } } }, { owner: null }] } },
    asked: { deeds: 1 },
  },
  {
    title: 'an object that is provided in part gets its other fields from its owner',
    query: '{ deed(id: "x1") { owner { home { city street } } } }',
    expected: { data: { deed: { owner: { home: { city: 'Hangzhou', street: 'West Lake 1' } } } } },
    asked: { deeds: 1, people: 1 },
  },
  {
    title: 'the same type under a field that provides nothing comes from its owner',
    query: '{ deed(id: "x1") { owner { name } notary { name } } }',
    expected: { data: { deed: { owner: { name: 'Ann' }, notary: { name: 'Bo' } } } },
    asked: { deeds: 1, people: 1 },
  },
  {
    title: 'every item of a list is provided for',
    query: '{ deeds { witnesses { n: name } } }',
    expected: { data: { deeds: [{ witnesses: [{ n: 'Bo' }, { n: 'Ann' }] }, { witnesses: [] }] } },
    asked: { deeds: 1 },
  },
  {
    title: 'fields are provided through an object in between',
    query: '{ deed(id: "x1") { file { number clerk { name } } } }',
    expected: { data: { deed: { file: { number: 4, clerk: { name: 'Bo' } } } } },
    asked: { deeds: 1 },
  },
  {
    title: 'fields of an interface are provided type by type',
    query: '{ pets { ... on Dog { name } ... on Cat { lives name } } }',
    expected: { data: { pets: [{ name: 'Rex' }, null, { lives: 9, name: 'Mo' }] } },
    asked: { deeds: 1 },
  },
  {
    title: 'what is provided for one type of an interface comes from its owner for another',
    query: '{ pets { __typename name ... on Dog { tail } ... on Cat { lives } } }',
    expected: {
      data: {
        pets: [
          { __typename: 'Dog', name: 'Rex', tail: 1 },
          null,
          { __typename: 'Cat', name: 'Mo', lives: 9 },
        ],
      },
    },
  },
  {
    title: 'an interface under a field that provides nothing comes from its owner',
    query: '{ strays { id name } }',
    expected: { data: { strays: [{ id: 'd1', name: 'Rex' }] } },
    asked: { deeds: 1, people: 1 },
  },
  {
    title: 'fields of members of a union are provided',
    query: '{ finds { ... on Dog { tail } ... on Person { born } } }',
    expected: { data: { finds: [{ tail: 1 }, { born: 1980 }] } },
    asked: { deeds: 1 },
  },
  {
    title: 'what is provided survives a dark owner',
    query: '{ boss { name born } }',
    dark: ['people'],
    expected: { data: { boss: { name: 'Bo', born: null } }, errors: ['boss.born'] },
  },
]);
