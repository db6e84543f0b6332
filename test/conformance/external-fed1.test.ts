import { all, type Declared, find } from './departments.ts';
import { conforms } from './suite.ts';

const products: Declared = {
  federation: 1,
  sdl: /* GraphQL */ `
    type Query { product(id: ID!): Product products: [Product!]! }
    type Product @key(fields: "id") @key(fields: "sku region { code }") {
      id: ID!
      sku: String
      region: Region
      name: String
      grams: Int
    }
    type Region { code: String! name: String }
    type Page { total: Int! more: Boolean }
  `,
  rows: {
    Product: [
      { id: 'p1', sku: 'S1', region: { code: 'ZJ', name: 'Zhejiang' }, name: 'Tea', grams: 100 },
      { id: 'p2', sku: 'S2', region: { code: 'FJ', name: 'Fujian' }, name: 'Cup', grams: null },
    ],
  },
  fields: { Query: { product: find('Product'), products: all('Product') } },
};

/** Extends another department's type in the manner of Federation 1. */
const reviews: Declared = {
  federation: 1,
  sdl: /* GraphQL */ `
    extend type Query { latest: Review reviews: [Review!]! counted: Page }
    type Review @key(fields: "id") { id: ID! text: String product: Product @provides(fields: "name") author: User }
    extend type Product @key(fields: "id") {
      id: ID! @external
      name: String @external
      grams: Int @external
      reviews: [Review!]
      postage: Int @requires(fields: "grams")
    }
    extend type User @key(fields: "login") { login: ID! @external reviews: [Review!] }
    type Page { total: Int! more: Boolean }
  `,
  rows: {
    Review: [
      { id: 'r1', text: 'good', product: { id: 'p1', name: 'Tea' }, author: { login: 'ann' } },
      { id: 'r2', text: null, product: { id: 'p2', name: 'Cup' }, author: null },
    ],
    Product: [
      { id: 'p1', reviews: [{ id: 'r1' }] },
      { id: 'p2', reviews: [{ id: 'r2' }] },
    ],
    User: [{ login: 'ann', reviews: [{ id: 'r1' }] }],
  },
  fields: {
    Query: { latest: { id: 'r2' }, reviews: all('Review'), counted: { total: 2, more: false } },
    Product: { postage: ({ grams }: { grams: number | null }) => (grams ?? 50) * 2 },
  },
};

/** Extends by the old directive, and by a key of two levels. */
const stock: Declared = {
  federation: 1,
  sdl: /* GraphQL */ `
    extend type Query { empty: [Product!] }
    type Product @extends @key(fields: "sku region { code }") {
      sku: String @external
      region: Region @external
      left: Int
    }
    extend type Region { code: String! @external }
  `,
  rows: {
    Product: [
      { sku: 'S1', region: { code: 'ZJ' }, left: 5 },
      { sku: 'S2', region: { code: 'FJ' }, left: 0 },
    ],
  },
  fields: { Query: { empty: [{ sku: 'S2', region: { code: 'FJ' } }] } },
};

const users: Declared = {
  sdl: /* GraphQL */ `
    type Query { user(login: ID!): User }
    type User @key(fields: "login") { login: ID! name: String }
    type Page @shareable { total: Int! more: Boolean }
  `,
  rows: { User: [{ login: 'ann', name: 'Ann' }] },
  fields: { Query: { user: find('User') } },
};

conforms('extensions in the manner of Federation 1', { products, reviews, stock, users }, [
  {
    title: 'a type that another department extends',
    query: '{ product(id: "p1") { name reviews { text } } }',
    expected: { data: { product: { name: 'Tea', reviews: [{ text: 'good' }] } } },
    asked: { products: 1, reviews: 1 },
  },
  {
    title: 'a field outside of its type is asked of the owner',
    query: '{ latest { product { id grams } } }',
    expected: { data: { latest: { product: { id: 'p2', grams: null } } } },
  },
  {
    title: 'what is provided costs no call',
    query: '{ latest { product { name } } }',
    expected: { data: { latest: { product: { name: 'Cup' } } } },
    asked: { reviews: 1 },
  },
  {
    title: 'a requirement of an extension is met',
    query: '{ products { postage } }',
    expected: { data: { products: [{ postage: 200 }, { postage: 100 }] } },
  },
  {
    title: 'a requirement of an extension is met from its own root',
    query: '{ reviews { product { postage name } } }',
    expected: {
      data: {
        reviews: [{ product: { postage: 200, name: 'Tea' } }, { product: { postage: 100, name: 'Cup' } }],
      },
    },
  },
  {
    title: 'an extension by the old directive, with an outside key within an object',
    query: '{ products { left region { name } } }',
    expected: {
      data: {
        products: [
          { left: 5, region: { name: 'Zhejiang' } },
          { left: 0, region: { name: 'Fujian' } },
        ],
      },
    },
  },
  {
    title: 'from an outside key to the owner, and on to another extension',
    query: '{ empty { left name reviews { id } } }',
    expected: { data: { empty: [{ left: 0, name: 'Cup', reviews: [{ id: 'r2' }] }] } },
  },
  {
    title: 'what an outside key tells costs no call',
    query: '{ empty { sku region { code } } }',
    expected: { data: { empty: [{ sku: 'S2', region: { code: 'FJ' } }] } },
    asked: { stock: 1 },
  },
  {
    title: 'a type of Federation 2 is extended by a department of Federation 1',
    query: '{ user(login: "ann") { name reviews { product { name left } } } }',
    expected: { data: { user: { name: 'Ann', reviews: [{ product: { name: 'Tea', left: 5 } }] } } },
  },
  {
    title: 'a department of Federation 1 leads to one of Federation 2',
    query: '{ reviews { author { login name } } }',
    expected: { data: { reviews: [{ author: { login: 'ann', name: 'Ann' } }, { author: null }] } },
  },
  {
    title: 'a value type that all departments have is told by any',
    query: '{ counted { more total } }',
    expected: { data: { counted: { more: false, total: 2 } } },
  },
]);
