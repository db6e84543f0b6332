import { all, type Declared, find } from './departments.ts';
import { conforms } from './suite.ts';

const catalogue: Declared = {
  sdl: /* GraphQL */ `
    type Query {
      book(isbn: ID!): Book
      books: [Book]!
      shelf(room: Int!, row: String!): Shelf
      series: [Series!]!
      boxes: [Box!]!
      readers: [Reader!]!
      carts: [Cart]
    }
    type Book @key(fields: "isbn") { isbn: ID! title: String shelf: Shelf }
    type Shelf @key(fields: "room row") { room: Int! row: String! label: String }
    type Series @key(fields: "house { country { code } } number") { house: House! number: Int! name: String }
    type House { country: Country! city: String }
    type Country { code: String! }
    type Box @key(fields: "items { isbn } marks") { items: [Item!]! marks: [String!]! }
    type Item { isbn: ID! }
    type Reader @key(fields: "card") { card: Int! nickname: String }
    type Cart { reader: Reader book: Book }
  `,
  rows: {
    Book: [
      { isbn: 'b1', title: 'Tides', shelf: { room: 1, row: 'A' } },
      { isbn: 'b2', title: 'Roots', shelf: { room: 1, row: 'B' } },
      { isbn: 'b3', title: 'Dust', shelf: null },
    ],
    Shelf: [
      { room: 1, row: 'A', label: 'sea' },
      { room: 1, row: 'B', label: 'land' },
    ],
    Series: [
      { house: { country: { code: 'CN' }, city: 'Hangzhou' }, number: 1, name: 'Blue' },
      { house: { country: { code: 'FR' }, city: 'Lyon' }, number: 1, name: 'Bleu' },
    ],
    Box: [
      { items: [{ isbn: 'b1' }, { isbn: 'b2' }], marks: ['old', 'heavy'] },
      { items: [{ isbn: 'b2' }, { isbn: 'b1' }], marks: ['old', 'heavy'] },
      { items: [], marks: [] },
    ],
    Reader: [
      { card: 1, nickname: 'owl' },
      { card: 2, nickname: 'hare' },
      { card: 3, nickname: 'fox' },
    ],
  },
  fields: {
    Query: {
      book: find('Book'),
      books: [{ isbn: 'b2' }, { isbn: 'b1' }, null, { isbn: 'b3' }, { isbn: 'b2' }],
      shelf: find('Shelf'),
      series: all('Series'),
      boxes: all('Box'),
      readers: all('Reader'),
      carts: [{ reader: { card: 2 }, book: { isbn: 'b1' } }, null, { reader: null, book: { isbn: 'b2' } }],
    },
  },
};

const store: Declared = {
  sdl: /* GraphQL */ `
    type Query { heaviest: Book }
    type Book @key(fields: "isbn") { isbn: ID! grams: Int }
    type Shelf @key(fields: "row room") { room: Int! row: String! metres: Float }
    type Series @key(fields: "number house { country { code } }") { house: House! number: Int! copies: Int }
    type House { country: Country! }
    type Country { code: String! }
    type Box @key(fields: "items { isbn } marks") { items: [Item!]! marks: [String!]! place: String }
    type Item { isbn: ID! }
    type Reader @key(fields: "card") @key(fields: "mail") { card: Int! mail: String }
  `,
  rows: {
    Book: [
      { isbn: 'b1', grams: 300 },
      { isbn: 'b2', grams: 450 },
    ],
    Shelf: [
      { room: 1, row: 'B', metres: 2.5 },
      { room: 2, row: 'A', metres: 9 },
      { room: 1, row: 'A', metres: 4 },
    ],
    Series: [
      { house: { country: { code: 'FR' } }, number: 1, copies: 20 },
      { house: { country: { code: 'CN' } }, number: 1, copies: 10 },
    ],
    Box: [
      { items: [{ isbn: 'b2' }, { isbn: 'b1' }], marks: ['old', 'heavy'], place: 'cellar' },
      { items: [{ isbn: 'b1' }, { isbn: 'b2' }], marks: ['old', 'heavy'], place: 'attic' },
    ],
    Reader: [
      { card: 1, mail: 'owl@example.org' },
      { card: 2, mail: null },
      { card: 3, mail: 'fox@example.org' },
    ],
  },
  fields: { Query: { heaviest: { isbn: 'b2' } } },
};

/** Knows readers by an address alone, which nobody but the store can tell; and books as somebody else's. */
const mailing: Declared = {
  sdl: /* GraphQL */ `
    type Query { letters: [Letter!]! }
    type Letter { number: Int! to: Reader about: Book }
    type Reader @key(fields: "mail") @key(fields: "box") { mail: String box: ID letters: [Letter!] }
    type Book @key(fields: "isbn", resolvable: false) { isbn: ID! }
  `,
  rows: {
    Reader: [
      { mail: 'owl@example.org', box: 'x1', letters: [{ number: 7, about: { isbn: 'b3' } }] },
      { mail: 'fox@example.org', box: 'x3', letters: [] },
    ],
  },
  fields: {
    Query: {
      letters: [
        { number: 7, to: { mail: 'owl@example.org' }, about: { isbn: 'b3' } },
        { number: 8, to: { mail: 'fox@example.org' }, about: { isbn: 'b1' } },
        { number: 9, to: null, about: null },
      ],
    },
  },
};

const lockers: Declared = {
  sdl: /* GraphQL */ `
    type Query { lockers: [Int] }
    type Reader @key(fields: "box") { box: ID key: String }
  `,
  rows: { Reader: [{ box: 'x1', key: 'brass' }] },
  fields: { Query: { lockers: [1, 3] } },
};

conforms('keys', { catalogue, store, mailing, lockers }, [
  {
    title: 'an entity is continued in another department by its key',
    query: '{ book(isbn: "b1") { title grams } }',
    expected: { data: { book: { title: 'Tides', grams: 300 } } },
    asked: { catalogue: 1, store: 1 },
  },
  {
    title: 'a key that was not asked for is not told',
    query: '{ book(isbn: "b1") { grams } }',
    expected: { data: { book: { grams: 300 } } },
  },
  {
    title:
      'entities of a list, with nulls, repetitions and one unknown there, keep their places and cost one call',
    query: '{ books { grams title } }',
    expected: {
      data: {
        books: [
          { grams: 450, title: 'Roots' },
          { grams: 300, title: 'Tides' },
          null,
          { grams: null, title: 'Dust' },
          { grams: 450, title: 'Roots' },
        ],
      },
    },
    asked: { catalogue: 1, store: 1 },
  },
  {
    title: 'an entity that its root does not know is null, and nobody else is asked',
    query: '{ book(isbn: "b9") { title grams } }',
    expected: { data: { book: null } },
    asked: { catalogue: 1 },
  },
  {
    title: 'a root of one department leads to the fields of another',
    query: '{ heaviest { title isbn grams shelf { label } } }',
    expected: { data: { heaviest: { title: 'Roots', isbn: 'b2', grams: 450, shelf: { label: 'land' } } } },
  },
  {
    title: 'what the key alone tells costs no further call',
    query: '{ heaviest { isbn } }',
    expected: { data: { heaviest: { isbn: 'b2' } } },
    asked: { store: 1 },
  },
  {
    title: 'a key of two fields, written in another order elsewhere, is one key',
    query: '{ shelf(room: 1, row: "A") { label metres } }',
    expected: { data: { shelf: { label: 'sea', metres: 4 } } },
  },
  {
    title: 'an entity within an entity is continued by its own key',
    query: '{ books { shelf { metres } } }',
    expected: {
      data: {
        books: [
          { shelf: { metres: 2.5 } },
          { shelf: { metres: 4 } },
          null,
          { shelf: null },
          { shelf: { metres: 2.5 } },
        ],
      },
    },
  },
  {
    title: 'a key may lie within objects',
    query: '{ series { name copies house { city } } }',
    expected: {
      data: {
        series: [
          { name: 'Blue', copies: 10, house: { city: 'Hangzhou' } },
          { name: 'Bleu', copies: 20, house: { city: 'Lyon' } },
        ],
      },
    },
  },
  {
    title: 'a key may hold lists, whose order counts',
    query: '{ boxes { place marks } }',
    expected: {
      data: {
        boxes: [
          { place: 'attic', marks: ['old', 'heavy'] },
          { place: 'cellar', marks: ['old', 'heavy'] },
          { place: null, marks: [] },
        ],
      },
    },
  },
  {
    title: 'a department that shares no key is reached through one that knows both',
    query: '{ readers { nickname letters { number } } }',
    expected: {
      data: {
        readers: [
          { nickname: 'owl', letters: [{ number: 7 }] },
          { nickname: 'hare', letters: null },
          { nickname: 'fox', letters: [] },
        ],
      },
    },
  },
  {
    title: 'the way back through a department that knows both keys works too',
    query: '{ letters { to { nickname } } }',
    expected: { data: { letters: [{ to: { nickname: 'owl' } }, { to: { nickname: 'fox' } }, { to: null }] } },
  },
  {
    title: 'three departments stand between the asked field and its root, each with another key',
    query: '{ readers { card key } }',
    expected: {
      data: {
        readers: [
          { card: 1, key: 'brass' },
          { card: 2, key: null },
          { card: 3, key: null },
        ],
      },
    },
  },
  {
    title: 'several keys at once lead to several departments at once',
    query: '{ letters { to { box mail card key } } }',
    expected: {
      data: {
        letters: [
          { to: { box: 'x1', mail: 'owl@example.org', card: 1, key: 'brass' } },
          { to: { box: 'x3', mail: 'fox@example.org', card: 3, key: null } },
          { to: null },
        ],
      },
    },
  },
  {
    title: 'a department that knows an entity by name only refers to it: its fields come from the others',
    query: '{ letters { number about { isbn title grams } } }',
    expected: {
      data: {
        letters: [
          { number: 7, about: { isbn: 'b3', title: 'Dust', grams: null } },
          { number: 8, about: { isbn: 'b1', title: 'Tides', grams: 300 } },
          { number: 9, about: null },
        ],
      },
    },
  },
  {
    title: 'entities of two types beside each other are continued in one department',
    query: '{ carts { reader { mail } book { grams } } }',
    expected: {
      data: {
        carts: [
          { reader: { mail: null }, book: { grams: 300 } },
          null,
          { reader: null, book: { grams: 450 } },
        ],
      },
    },
  },
]);
