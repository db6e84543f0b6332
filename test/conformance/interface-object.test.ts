import { all, type Declared, find } from './departments.ts';
import { conforms } from './suite.ts';

/** Knows what each medium is. */
const library: Declared = {
  sdl: /* GraphQL */ `
    type Query { media: [Media!]! medium(id: ID!): Media film(id: ID!): Film pile: [[Media]] kept: [Kept!]! }
    interface Media @key(fields: "id") { id: ID! title: String pages: Int }
    type Film implements Media @key(fields: "id") { id: ID! title: String pages: Int minutes: Int }
    type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int author: String }
    type Chair { legs: Int }
    union Kept = Film | Chair
  `,
  rows: {
    Film: [{ id: 'f1', title: 'Rain', pages: null, minutes: 90 }],
    Book: [
      { id: 'b1', title: 'Tides', pages: 200, author: 'Su' },
      { id: 'b2', title: null, pages: 10, author: null },
    ],
  },
  fields: {
    Query: {
      media: all('Book', 'Film'),
      medium: (_: null, { id }: { id: string }) => ({ __typename: id.startsWith('f') ? 'Film' : 'Book', id }),
      film: find('Film'),
      pile: [[{ __typename: 'Film', id: 'f1' }, null], null, [{ __typename: 'Book', id: 'b1' }]],
      kept: [
        { __typename: 'Chair', legs: 4 },
        { __typename: 'Film', id: 'f1' },
      ],
    },
  },
};

/** Adds to every medium without knowing what it is. */
const reviews: Declared = {
  sdl: /* GraphQL */ `
    type Query { best: Media ranking: [Media!]! }
    type Media @key(fields: "id") @interfaceObject {
      id: ID!
      stars: Int
      critics: [Critic!]
      title: String @external
      blurb(loud: Boolean = false): String @requires(fields: "title")
    }
    type Critic { name: String! favourite: Media }
  `,
  rows: {
    Media: [
      { id: 'f1', stars: 5, critics: [{ name: 'Qi', favourite: { id: 'b1' } }] },
      { id: 'b1', stars: 3, critics: [{ name: 'Lu', favourite: { id: 'f1' } }] },
      { id: 'b2', stars: null, critics: [] },
    ],
  },
  fields: {
    Query: { best: { id: 'f1' }, ranking: [{ id: 'f1' }, { id: 'b1' }] },
    Media: {
      blurb: ({ title }: { title: string | null }, { loud }: { loud: boolean }) =>
        `${title ?? 'untitled'}${loud ? '!' : '.'}`,
    },
  },
};

/** A second one that adds to every medium, and needs what the first one adds. */
const rental: Declared = {
  sdl: /* GraphQL */ `
    type Query { cheapest: Media }
    type Media @key(fields: "id") @interfaceObject {
      id: ID!
      price: Int
      stars: Int @external
      deposit: Int @requires(fields: "stars")
      similar: [Media]
    }
  `,
  rows: {
    Media: [
      { id: 'f1', price: 8, similar: [{ id: 'b2' }, null, { id: 'f1' }] },
      { id: 'b1', price: 2, similar: [] },
    ],
  },
  fields: {
    Query: { cheapest: { id: 'b1' } },
    Media: { deposit: ({ stars }: { stars: number | null }) => (stars ?? 0) * 100 },
  },
};

/** Knows one of the types by name. */
const cinema: Declared = {
  sdl: /* GraphQL */ `
    type Query { tonight: Film }
    type Film @key(fields: "id") { id: ID! director: String }
  `,
  rows: { Film: [{ id: 'f1', director: 'Xu' }] },
  fields: { Query: { tonight: { id: 'f1' } } },
};

conforms('@interfaceObject', { library, reviews, rental, cinema }, [
  {
    title: 'a field added to an interface is had for each of its types',
    query: '{ media { title stars } }',
    expected: {
      data: {
        media: [
          { title: 'Tides', stars: 3 },
          { title: null, stars: null },
          { title: 'Rain', stars: 5 },
        ],
      },
    },
    asked: { library: 1, reviews: 1 },
  },
  {
    title: 'a field added to an interface is had from a concrete type',
    query: '{ film(id: "f1") { minutes stars critics { name } } }',
    expected: { data: { film: { minutes: 90, stars: 5, critics: [{ name: 'Qi' }] } } },
  },
  {
    title: 'a concrete type of a department that knows nothing of the interface has the added fields too',
    query: '{ tonight { director stars price title } }',
    expected: { data: { tonight: { director: 'Xu', stars: 5, price: 8, title: 'Rain' } } },
  },
  {
    title: 'an interface object leads back to the fields of the interface',
    query: '{ best { stars title } }',
    expected: { data: { best: { stars: 5, title: 'Rain' } } },
  },
  {
    title: 'its own fields are had without any other',
    query: '{ best { id stars } }',
    expected: { data: { best: { id: 'f1', stars: 5 } } },
  },
  {
    title: 'the type of an interface object is the concrete one, which another department knows',
    query: '{ ranking { __typename id } }',
    expected: {
      data: {
        ranking: [
          { __typename: 'Film', id: 'f1' },
          { __typename: 'Book', id: 'b1' },
        ],
      },
    },
  },
  {
    title: 'the concrete type may be asked for under another name',
    query: '{ best { kind: __typename } }',
    expected: { data: { best: { kind: 'Film' } } },
  },
  {
    title: 'fragments on types choose among interface objects',
    query: '{ ranking { stars ... on Film { minutes } ... on Book { author } } }',
    expected: {
      data: {
        ranking: [
          { stars: 5, minutes: 90 },
          { stars: 3, author: 'Su' },
        ],
      },
    },
  },
  {
    title: 'a fragment on a type keeps an added field to that type',
    query: '{ media { id ... on Book { stars } } }',
    expected: { data: { media: [{ id: 'b1', stars: 3 }, { id: 'b2', stars: null }, { id: 'f1' }] } },
  },
  {
    title: 'a fragment on a type keeps an added field to that type in the adding department too',
    query: '{ ranking { id ... on Book { stars } } }',
    expected: { data: { ranking: [{ id: 'f1' }, { id: 'b1', stars: 3 }] } },
  },
  {
    title: 'a type that a third department continues is reached from an interface object',
    query: '{ best { ... on Film { director minutes } } }',
    expected: { data: { best: { director: 'Xu', minutes: 90 } } },
  },
  {
    title: 'an added field may require a field of the interface',
    query: '{ media { blurb } }',
    expected: { data: { media: [{ blurb: 'Tides.' }, { blurb: 'untitled.' }, { blurb: 'Rain.' }] } },
  },
  {
    title: 'an added field requires from its own root too, with arguments',
    query: '{ best { quiet: blurb loud: blurb(loud: true) } }',
    expected: { data: { best: { quiet: 'Rain.', loud: 'Rain!' } } },
  },
  {
    title: 'an added field that requires is had from a concrete type',
    query: '{ film(id: "f1") { blurb } tonight { blurb } }',
    expected: { data: { film: { blurb: 'Rain.' }, tonight: { blurb: 'Rain.' } } },
  },
  {
    title: 'two departments add to one interface',
    query: '{ media { id price stars } }',
    expected: {
      data: {
        media: [
          { id: 'b1', price: 2, stars: 3 },
          { id: 'b2', price: null, stars: null },
          { id: 'f1', price: 8, stars: 5 },
        ],
      },
    },
  },
  {
    title: 'one adding department leads to the other',
    query: '{ cheapest { price stars } best { price } }',
    expected: { data: { cheapest: { price: 2, stars: 3 }, best: { price: 8 } } },
  },
  {
    title: 'an added field may require what another department added',
    query: '{ cheapest { deposit } film(id: "f1") { deposit } }',
    expected: { data: { cheapest: { deposit: 300 }, film: { deposit: 500 } } },
  },
  {
    title: 'interface objects within interface objects are each what they are',
    query:
      '{ best { similar { __typename title } critics { name favourite { title ... on Book { author } } } } }',
    expected: {
      data: {
        best: {
          similar: [{ __typename: 'Book', title: null }, null, { __typename: 'Film', title: 'Rain' }],
          critics: [{ name: 'Qi', favourite: { title: 'Tides', author: 'Su' } }],
        },
      },
    },
  },
  {
    title: 'lists of lists of an interface keep their shape',
    query: '{ pile { stars } }',
    expected: { data: { pile: [[{ stars: 5 }, null], null, [{ stars: 3 }]] } },
  },
  {
    title: 'a member of a union has the added fields',
    query: '{ kept { ... on Film { stars } ... on Chair { legs } } }',
    expected: { data: { kept: [{ legs: 4 }, { stars: 5 }] } },
  },
  {
    title: 'a fragment on the interface within a union has the added fields',
    query: '{ kept { __typename ... on Media { title stars } } }',
    expected: { data: { kept: [{ __typename: 'Chair' }, { __typename: 'Film', title: 'Rain', stars: 5 }] } },
  },
  {
    title: 'the adding department being dark, the interface keeps its other fields',
    query: '{ medium(id: "b1") { title stars } }',
    dark: ['reviews'],
    expected: { data: { medium: { title: 'Tides', stars: null } }, errors: ['medium.stars'] },
  },
]);
