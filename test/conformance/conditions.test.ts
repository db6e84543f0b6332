import { all, type Declared, find } from './departments.ts';
import { conforms } from './suite.ts';

const registry: Declared = {
  sdl: /* GraphQL */ `
    type Query { firm(id: ID!): Firm parties: [Party!]! count: Int }
    interface Party { name: String }
    type Firm implements Party @key(fields: "id") { id: ID! name: String owner: Person staff: [Person!] }
    type Person implements Party @key(fields: "id") { id: ID! name: String }
  `,
  rows: {
    Firm: [{ id: 'f1', name: 'Swift', owner: { id: 'p1' }, staff: [{ id: 'p1' }, { id: 'p2' }] }],
    Person: [
      { id: 'p1', name: 'Ann' },
      { id: 'p2', name: 'Bo' },
    ],
  },
  fields: { Query: { firm: find('Firm'), parties: all('Person', 'Firm'), count: 3 } },
};

const tax: Declared = {
  sdl: /* GraphQL */ `
    type Query { taxes: Int }
    type Firm @key(fields: "id") {
      id: ID!
      name: String @external
      due: Int
      grade(year: Int): String
      notice: String @requires(fields: "name")
    }
    type Person @key(fields: "id") { id: ID! paid: Int }
  `,
  rows: {
    Firm: [{ id: 'f1', due: 7 }],
    Person: [
      { id: 'p1', paid: 1 },
      { id: 'p2', paid: 2 },
    ],
  },
  fields: {
    Query: { taxes: 9 },
    Firm: {
      grade: (_: object, { year }: { year?: number }) => (year ? `A${year}` : 'A'),
      notice: ({ name }: { name: string }) => `to ${name}`,
    },
  },
};

conforms('@skip and @include', { registry, tax }, [
  {
    title: 'a skipped field is not there, and its department is not asked',
    query: '{ firm(id: "f1") { name due @skip(if: true) } }',
    expected: { data: { firm: { name: 'Swift' } } },
    asked: { registry: 1 },
  },
  {
    title: 'a field that is not included is not there',
    query: '{ firm(id: "f1") { due @include(if: false) name } }',
    expected: { data: { firm: { name: 'Swift' } } },
    asked: { registry: 1 },
  },
  {
    title: 'a field that is not skipped and one that is included are there',
    query: '{ firm(id: "f1") { due @include(if: true) name @skip(if: false) } }',
    expected: { data: { firm: { due: 7, name: 'Swift' } } },
  },
  ...[
    { on: true, data: { firm: { due: 7 } } },
    { on: false, data: { firm: { name: 'Swift' } } },
  ].map(({ on, data }) => ({
    title: `a variable decides: ${on}`,
    query: 'query ($on: Boolean!) { firm(id: "f1") { name @skip(if: $on) due @include(if: $on) } }',
    variables: { on },
    expected: { data },
  })),
  ...[
    { skip: true, include: true, data: {} },
    { skip: true, include: false, data: {} },
    { skip: false, include: true, data: { due: 7 } },
    { skip: false, include: false, data: {} },
  ].map(({ skip, include, data }) => ({
    title: `both on one field: skip ${skip}, include ${include}`,
    query:
      'query ($skip: Boolean!, $include: Boolean!) { firm(id: "f1") { id due @skip(if: $skip) @include(if: $include) } }',
    variables: { skip, include },
    expected: { data: { firm: { id: 'f1', ...data } } },
  })),
  {
    title: 'an inline fragment may be skipped with all that it holds',
    query: 'query ($no: Boolean!) { firm(id: "f1") { name ... on Firm @skip(if: $no) { due grade } } }',
    variables: { no: true },
    expected: { data: { firm: { name: 'Swift' } } },
    asked: { registry: 1 },
  },
  {
    title: 'an inline fragment without a type may be included',
    query: 'query ($yes: Boolean!) { firm(id: "f1") { ... @include(if: $yes) { due } name } }',
    variables: { yes: true },
    expected: { data: { firm: { due: 7, name: 'Swift' } } },
  },
  {
    title: 'a spread may be skipped in one place and not in another',
    query:
      '{ a: firm(id: "f1") { ...F @skip(if: true) id } b: firm(id: "f1") { ...F @skip(if: false) } } fragment F on Firm { due name }',
    expected: { data: { a: { id: 'f1' }, b: { due: 7, name: 'Swift' } } },
  },
  {
    title: 'a condition within a condition',
    query: `query ($a: Boolean!, $b: Boolean!) {
      firm(id: "f1") { ... @include(if: $a) { name ... @skip(if: $b) { due staff @include(if: $b) { paid } } } }
    }`,
    variables: { a: true, b: false },
    expected: { data: { firm: { name: 'Swift', due: 7 } } },
  },
  {
    title: 'a field asked for twice is there if either is',
    query: 'query ($a: Boolean!) { firm(id: "f1") { due @skip(if: $a) name due @include(if: $a) } }',
    variables: { a: true },
    expected: { data: { firm: { name: 'Swift', due: 7 } } },
  },
  {
    title: 'an object asked for twice has the fields of those that are there',
    query:
      'query ($a: Boolean!) { firm(id: "f1") { owner @skip(if: $a) { name } owner { id } owner @include(if: $a) { paid } } }',
    variables: { a: true },
    expected: { data: { firm: { owner: { id: 'p1', paid: 1 } } } },
  },
  {
    title: 'a skipped root asks nobody',
    query: 'query ($a: Boolean!) { taxes @skip(if: $a) }',
    variables: { a: true },
    expected: { data: {} },
    asked: {},
  },
  {
    title: 'a skipped root leaves the others',
    query: '{ taxes @skip(if: true) count }',
    expected: { data: { count: 3 } },
    asked: { registry: 1 },
  },
  {
    title: 'an object of which all is skipped is an empty one',
    query: '{ firm(id: "f1") { name @skip(if: true) due @include(if: false) } }',
    expected: { data: { firm: {} } },
    asked: { registry: 1 },
  },
  {
    title: 'nothing is an object of which all is skipped',
    query: '{ firm(id: "f9") { name @skip(if: true) } }',
    expected: { data: { firm: null } },
  },
  {
    title: 'fragments on types of an interface have conditions of their own',
    query: `query ($p: Boolean!) {
      parties { ... on Person @include(if: $p) { paid } ... on Firm @skip(if: $p) { due } ...P @include(if: $p) }
    } fragment P on Party { name }`,
    variables: { p: true },
    expected: { data: { parties: [{ paid: 1, name: 'Ann' }, { paid: 2, name: 'Bo' }, { name: 'Swift' }] } },
  },
  {
    title: "a variable's default decides where the variable is absent",
    query: 'query ($a: Boolean = true) { firm(id: "f1") { name @skip(if: $a) due @include(if: $a) } }',
    expected: { data: { firm: { due: 7 } } },
  },
  {
    title: "a variable's value decides against its default",
    query: 'query ($a: Boolean = true) { firm(id: "f1") { name @skip(if: $a) due @include(if: $a) } }',
    variables: { a: false },
    expected: { data: { firm: { name: 'Swift' } } },
  },
  {
    title: 'a condition without a value is refused',
    query: 'query ($a: Boolean!) { count @skip(if: $a) }',
    expected: /\$a/,
  },
  {
    title: 'what is skipped may still be required',
    query: '{ firm(id: "f1") { name @skip(if: true) notice } }',
    expected: { data: { firm: { notice: 'to Swift' } } },
  },
  {
    title: 'what is left out in one place of a list is left out in all, and in no other list',
    query:
      'query ($a: Boolean!) { firm(id: "f1") { staff { id paid @include(if: $a) } owner { paid @skip(if: $a) id } } }',
    variables: { a: false },
    expected: { data: { firm: { staff: [{ id: 'p1' }, { id: 'p2' }], owner: { paid: 1, id: 'p1' } } } },
  },
  {
    title: 'a field with arguments and a condition is asked with them',
    query:
      'query ($y: Int, $a: Boolean!) { firm(id: "f1") { x: grade(year: $y) @include(if: $a) grade @skip(if: $a) } }',
    variables: { y: 5, a: true },
    expected: { data: { firm: { x: 'A5' } } },
  },
  {
    title: 'the type may be left out as well',
    query: '{ parties { __typename @skip(if: true) name } __typename @include(if: false) }',
    expected: { data: { parties: [{ name: 'Ann' }, { name: 'Bo' }, { name: 'Swift' }] } },
  },
]);
