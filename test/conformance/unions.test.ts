import type { Declared } from './departments.ts';
import { conforms } from './suite.ts';

const shop: Declared = {
  sdl: /* GraphQL */ `
    type Query { search: [Found] top: Found @shareable bundles: [[Found!]] basket: [Wrapped!]! }
    union Found = Book | Film
    union Wrapped = Gift | Book
    type Gift { content: Found note: String }
    type Book @key(fields: "id") { id: ID! label: String! @shareable pages: Int! sequel: Found }
    type Film @key(fields: "id") { id: ID! label: String @shareable minutes: Int cast: [Found] }
  `,
  rows: {
    Book: [
      { id: 'b1', label: 'Tides', pages: 200, sequel: { __typename: 'Film', id: 'f1' } },
      { id: 'b2', label: 'Dust', pages: 90, sequel: null },
    ],
    Film: [{ id: 'f1', label: null, minutes: 95, cast: [{ __typename: 'Book', id: 'b2' }, null] }],
  },
  fields: {
    Query: {
      search: [{ __typename: 'Book', id: 'b1' }, null, { __typename: 'Film', id: 'f1' }],
      top: { __typename: 'Film', id: 'f1' },
      bundles: [
        [
          { __typename: 'Film', id: 'f1' },
          { __typename: 'Book', id: 'b2' },
        ],
        null,
        [],
      ],
      basket: [
        { __typename: 'Gift', content: { __typename: 'Book', id: 'b1' }, note: 'dear' },
        { __typename: 'Book', id: 'b2' },
        { __typename: 'Gift', content: null, note: null },
      ],
    },
  },
};

/** Has another member in the union, and is less sure of what may be null. */
const radio: Declared = {
  sdl: /* GraphQL */ `
    type Query { top: Found @shareable played: [Found!]! }
    union Found = Film | Song
    type Film @key(fields: "id") { id: ID! label: String @shareable score: Int }
    type Song @key(fields: "id") { id: ID! label: String @shareable seconds: Int! minutes: Float heard: [Found!] }
    type Book @key(fields: "id") { id: ID! label: String @shareable readBy: String }
  `,
  rows: {
    Film: [{ id: 'f1', label: null, score: 7 }],
    Song: [
      { id: 's1', label: 'Lark', seconds: 180, minutes: 3, heard: [{ __typename: 'Film', id: 'f1' }] },
      { id: 's2', label: null, seconds: 90, minutes: 1.5, heard: null },
    ],
    Book: [{ id: 'b1', label: 'Tides', readBy: 'Lu' }],
  },
  fields: {
    Query: {
      top: { __typename: 'Film', id: 'f1' },
      played: [
        { __typename: 'Song', id: 's1' },
        { __typename: 'Film', id: 'f1' },
        { __typename: 'Song', id: 's2' },
      ],
    },
  },
};

conforms('unions', { shop, radio }, [
  {
    title: 'members are told apart',
    query: '{ search { __typename ... on Book { pages } ... on Film { minutes } } }',
    expected: {
      data: { search: [{ __typename: 'Book', pages: 200 }, null, { __typename: 'Film', minutes: 95 }] },
    },
    asked: { shop: 1 },
  },
  {
    title: 'each member is continued where it is known',
    query: '{ search { ... on Film { score minutes } ... on Book { readBy pages } } }',
    expected: { data: { search: [{ readBy: 'Lu', pages: 200 }, null, { score: 7, minutes: 95 }] } },
  },
  {
    title: 'a member that a department does not have in its union is not asked of it',
    query: '{ played { ... on Book { pages } ... on Song { seconds } ... on Film { minutes } } }',
    expected: { data: { played: [{ seconds: 180 }, { minutes: 95 }, { seconds: 90 }] } },
  },
  {
    title: 'a shared union is asked for members that either department lacks',
    query: '{ top { ... on Book { pages } ... on Song { seconds } ... on Film { label } } }',
    expected: { data: { top: { label: null } } },
  },
  {
    title: 'a shared union is put together for a member of both',
    query: '{ top { __typename ... on Film { id minutes score } } }',
    expected: { data: { top: { __typename: 'Film', id: 'f1', minutes: 95, score: 7 } } },
  },
  {
    title: 'the type alone may be asked for, under any name',
    query: '{ played { sort: __typename __typename } }',
    expected: {
      data: {
        played: [
          { sort: 'Song', __typename: 'Song' },
          { sort: 'Film', __typename: 'Film' },
          { sort: 'Song', __typename: 'Song' },
        ],
      },
    },
  },
  {
    title: 'a member of which nothing is asked is an empty object',
    query: '{ search { ... on Song { label } } }',
    expected: { data: { search: [{}, null, {}] } },
  },
  {
    title: 'one name for fields of two members, of which a department says that only one may be null',
    query: '{ search { ... on Book { label } ... on Film { label } } }',
    expected: { data: { search: [{ label: 'Tides' }, null, { label: null }] } },
  },
  {
    title: 'fields whose types differ between members are refused under one name',
    query: '{ played { ... on Song { minutes } ... on Film { minutes } } }',
    expected: /conflict/,
  },
  {
    title: 'fields whose types differ between members are told under two names',
    query: '{ played { ... on Song { long: minutes } ... on Film { minutes } } }',
    expected: { data: { played: [{ long: 3 }, { minutes: 95 }, { long: 1.5 }] } },
  },
  {
    title: 'a union within a member of the union',
    query: '{ search { ... on Book { sequel { ... on Film { score cast { ... on Book { label } } } } } } }',
    expected: { data: { search: [{ sequel: { score: 7, cast: [{ label: 'Dust' }, null] } }, null, {}] } },
  },
  {
    title: 'a union within an object of another union',
    query:
      '{ basket { ... on Gift { note content { ... on Book { pages readBy } } } ... on Book { label } } }',
    expected: {
      data: {
        basket: [
          { note: 'dear', content: { pages: 200, readBy: 'Lu' } },
          { label: 'Dust' },
          { note: null, content: null },
        ],
      },
    },
  },
  {
    title: 'lists of lists of a union',
    query: '{ bundles { ... on Film { score } ... on Book { id } } }',
    expected: { data: { bundles: [[{ score: 7 }, { id: 'b2' }], null, []] } },
  },
  {
    title: 'fragments on the union itself, one within another',
    query:
      '{ played { ...F } } fragment F on Found { ... on Found { ... on Song { label heard { ...G } } } } fragment G on Found { ... on Film { minutes } }',
    expected: {
      data: { played: [{ label: 'Lark', heard: [{ minutes: 95 }] }, {}, { label: null, heard: null }] },
    },
  },
]);
