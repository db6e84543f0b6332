import { all, type Declared, find } from './departments.ts';
import { conforms } from './suite.ts';

const open: Declared = {
  sdl: /* GraphQL */ `
    type Query { house(number: Int!): House houses: [House!]! assets: [Asset!]! secret: Vault @inaccessible things: [Thing] }
    type House @key(fields: "number") @key(fields: "inner") {
      number: Int!
      inner: ID! @inaccessible
      street: String
      owner: Owner @inaccessible
      storeys(deep: Boolean @inaccessible, unit: Unit = WHOLE): Int
      state: State
    }
    type Owner @inaccessible { name: String }
    type Vault @inaccessible { gold: Int }
    enum State { SOUND CRACKED WATCHED @inaccessible }
    enum Unit { WHOLE HALF SECRET @inaccessible }
    interface Asset { worth: Int hidden: Int @inaccessible }
    type Plot implements Asset { worth: Int hidden: Int @inaccessible area: Int }
    type Mine implements Asset @inaccessible { worth: Int hidden: Int depth: Int }
    union Thing = Plot | Vault
  `,
  rows: {
    House: [
      { number: 1, inner: 'i1', street: 'Elm', owner: { name: 'Ann' }, storeys: 2, state: 'SOUND' },
      { number: 2, inner: 'i2', street: 'Oak', owner: { name: 'Bo' }, storeys: 9, state: 'CRACKED' },
    ],
  },
  fields: {
    Query: {
      house: find('House'),
      houses: all('House'),
      assets: [{ __typename: 'Plot', worth: 5, hidden: 6, area: 7 }],
      secret: { gold: 1 },
      things: [{ __typename: 'Plot', worth: 1, area: 2 }],
    },
  },
};

/** Knows houses by what callers may not see, and needs more of it. */
const tax: Declared = {
  sdl: /* GraphQL */ `
    type Query { find(filter: Filter): String guarded: [House!] }
    input Filter { street: String inner: ID @inaccessible }
    type House @key(fields: "inner") {
      inner: ID! @inaccessible
      owner: Owner @external
      tax: Int
      greeting: String @requires(fields: "owner { name }")
    }
    type Owner @inaccessible { name: String @external }
  `,
  rows: {
    House: [
      { inner: 'i1', tax: 10 },
      { inner: 'i2', tax: 20 },
    ],
  },
  fields: {
    Query: { find: (_: null, args: object) => JSON.stringify(args), guarded: [{ inner: 'i2' }] },
    House: { greeting: ({ owner }: { owner: { name: string } }) => `dear ${owner.name}` },
  },
};

conforms('@inaccessible', { open, tax }, [
  {
    title: 'a hidden key still leads from one department to the other',
    query: '{ houses { street tax } }',
    expected: {
      data: {
        houses: [
          { street: 'Elm', tax: 10 },
          { street: 'Oak', tax: 20 },
        ],
      },
    },
    asked: { open: 1, tax: 1 },
  },
  {
    title: 'a hidden key leads back too',
    query: '{ guarded { number street tax } }',
    expected: { data: { guarded: [{ number: 2, street: 'Oak', tax: 20 }] } },
  },
  {
    title: 'a hidden field of a hidden type may be required',
    query: '{ house(number: 1) { greeting } }',
    expected: { data: { house: { greeting: 'dear Ann' } } },
  },
  {
    title: 'a hidden field is refused',
    query: '{ house(number: 1) { street inner } }',
    expected: /inner/,
  },
  { title: 'a hidden root field is refused', query: '{ secret { __typename } }', expected: /secret/ },
  {
    title: 'a hidden argument is refused',
    query: '{ house(number: 1) { storeys(deep: true) } }',
    expected: /deep/,
  },
  {
    title: 'the field of a hidden argument is served without it',
    query: '{ house(number: 2) { storeys(unit: HALF) } }',
    expected: { data: { house: { storeys: 9 } } },
  },
  {
    title: 'a hidden value of an enum is refused',
    query: '{ house(number: 1) { storeys(unit: SECRET) } }',
    expected: /SECRET/,
  },
  {
    title: 'a hidden field of an input is refused',
    query: '{ find(filter: { inner: "i1" }) }',
    expected: /inner/,
  },
  {
    title: 'a hidden field of an input is refused as part of a variable, too',
    query: 'query ($f: Filter) { find(filter: $f) }',
    variables: { f: { street: 'Elm', inner: 'i1' } },
    expected: /\$f/,
  },
  {
    title: 'a fragment on a hidden type is refused',
    query: '{ assets { ... on Mine { worth } } }',
    expected: /Mine/,
  },
  {
    title: 'a hidden field of an interface is refused, its other fields are served',
    query: '{ assets { hidden } }',
    expected: /hidden/,
  },
  {
    title: 'an interface and a union are served without their hidden types',
    query: '{ assets { __typename worth } things { ... on Plot { area } } }',
    expected: { data: { assets: [{ __typename: 'Plot', worth: 5 }], things: [{ area: 2 }] } },
  },
  {
    title: 'introspection shows none of the hidden fields, arguments, values and members',
    query: `{
      house: __type(name: "House") { fields { name args { name } } }
      state: __type(name: "State") { enumValues { name } }
      filter: __type(name: "Filter") { inputFields { name } }
      asset: __type(name: "Asset") { fields { name } possibleTypes { name } }
      thing: __type(name: "Thing") { possibleTypes { name } }
      owner: __type(name: "Owner") { name }
      mine: __type(name: "Mine") { name }
    }`,
    expected: {
      data: {
        house: {
          fields: [
            { name: 'number', args: [] },
            { name: 'street', args: [] },
            { name: 'storeys', args: [{ name: 'unit' }] },
            { name: 'state', args: [] },
            { name: 'tax', args: [] },
            { name: 'greeting', args: [] },
          ],
        },
        state: { enumValues: [{ name: 'SOUND' }, { name: 'CRACKED' }] },
        filter: { inputFields: [{ name: 'street' }] },
        asset: { fields: [{ name: 'worth' }], possibleTypes: [{ name: 'Plot' }] },
        thing: { possibleTypes: [{ name: 'Plot' }] },
        owner: null,
        mine: null,
      },
    },
    asked: {},
  },
]);
