import type { Declared } from './departments.ts';
import { conforms } from './suite.ts';

const registry: Declared = {
  sdl: /* GraphQL */ `
    type Query { firm(id: ID!, unit: Unit = FOOT): Firm things: [[Thing!]!] }
    type Mutation { close(id: ID!): Boolean }
    "What is in the register."
    interface Thing { id: ID! }
    "A firm."
    type Firm implements Thing @key(fields: "id") {
      id: ID!
      "Its name in Chinese: 名称."
      name: String!
      old: Int @deprecated(reason: "See name.")
      kin: Kin
    }
    type Person implements Thing @key(fields: "id") { id: ID! }
    union Kin = Firm | Person
    enum Unit { METRE FOOT INCH @deprecated }
    input Filter { text: String = "x" count: [Int!]! }
    scalar Day @specifiedBy(url: "https://example.org/day")
  `,
  rows: { Firm: [{ id: 'f1', name: 'Swift', old: 1, kin: { __typename: 'Person', id: 'p1' } }] },
  fields: { Query: { firm: (_: null, { id }: { id: string }) => ({ id }), things: [] } },
};

const tax: Declared = {
  sdl: /* GraphQL */ `
    type Query { taxes(filter: Filter): Int }
    input Filter { text: String = "x" count: [Int!]! }
    type Firm @key(fields: "id") { id: ID! due: Int paidOn: Day }
    type Person @key(fields: "id") { id: ID! }
    scalar Day @specifiedBy(url: "https://example.org/day")
  `,
  rows: { Firm: [{ id: 'f1', due: 7, paidOn: '2025-01-02' }] },
  fields: { Query: { taxes: 5 } },
};

conforms('introspection', { registry, tax }, [
  {
    title: 'tells the roots, and asks nobody',
    query: '{ __schema { queryType { name } mutationType { name kind } subscriptionType { name } } }',
    expected: {
      data: {
        __schema: {
          queryType: { name: 'Query' },
          mutationType: { name: 'Mutation', kind: 'OBJECT' },
          subscriptionType: null,
        },
      },
    },
    asked: {},
  },
  {
    title: 'shows nothing of the machinery between departments',
    query: `{
      a: __type(name: "_Service") { name } b: __type(name: "_Entity") { name } c: __type(name: "_Any") { name }
      d: __type(name: "join__Graph") { name } e: __type(name: "federation__FieldSet") { name }
      f: __type(name: "link__Import") { name } query: __type(name: "Query") { fields { name } }
    }`,
    expected: {
      data: {
        a: null,
        b: null,
        c: null,
        d: null,
        e: null,
        f: null,
        query: { fields: [{ name: 'firm' }, { name: 'things' }, { name: 'taxes' }] },
      },
    },
  },
  {
    title: 'refuses the roots between departments',
    query: '{ _service { sdl } }',
    expected: /_service/,
  },
  {
    title: 'refuses to be asked for entities directly',
    query: '{ _entities(representations: []) { __typename } }',
    expected: /_entities/,
  },
  {
    title: 'tells a type of two departments as one, with descriptions',
    query: '{ __type(name: "Firm") { kind description fields { name description } interfaces { name } } }',
    expected: {
      data: {
        __type: {
          kind: 'OBJECT',
          description: 'A firm.',
          fields: [
            { name: 'id', description: null },
            { name: 'name', description: 'Its name in Chinese: 名称.' },
            { name: 'kin', description: null },
            { name: 'due', description: null },
            { name: 'paidOn', description: null },
          ],
          interfaces: [{ name: 'Thing' }],
        },
      },
    },
  },
  {
    title: 'tells what is deprecated where asked to',
    query: `{
      firm: __type(name: "Firm") { fields(includeDeprecated: true) { name isDeprecated deprecationReason } }
      unit: __type(name: "Unit") { some: enumValues { name } all: enumValues(includeDeprecated: true) { name isDeprecated } }
    }`,
    expected: {
      data: {
        firm: {
          fields: [
            { name: 'id', isDeprecated: false, deprecationReason: null },
            { name: 'name', isDeprecated: false, deprecationReason: null },
            { name: 'old', isDeprecated: true, deprecationReason: 'See name.' },
            { name: 'kin', isDeprecated: false, deprecationReason: null },
            { name: 'due', isDeprecated: false, deprecationReason: null },
            { name: 'paidOn', isDeprecated: false, deprecationReason: null },
          ],
        },
        unit: {
          some: [{ name: 'METRE' }, { name: 'FOOT' }],
          all: [
            { name: 'METRE', isDeprecated: false },
            { name: 'FOOT', isDeprecated: false },
            { name: 'INCH', isDeprecated: true },
          ],
        },
      },
    },
  },
  {
    title: 'tells wrapped types, arguments and defaults',
    query: `{ __type(name: "Query") { fields {
      name
      args { name defaultValue type { kind name ofType { name } } }
      type { kind ofType { kind ofType { kind ofType { kind ofType { name } } } } }
    } } }`,
    expected: {
      data: {
        __type: {
          fields: [
            {
              name: 'firm',
              args: [
                {
                  name: 'id',
                  defaultValue: null,
                  type: { kind: 'NON_NULL', name: null, ofType: { name: 'ID' } },
                },
                { name: 'unit', defaultValue: 'FOOT', type: { kind: 'ENUM', name: 'Unit', ofType: null } },
              ],
              type: { kind: 'OBJECT', ofType: null },
            },
            {
              name: 'things',
              args: [],
              type: {
                kind: 'LIST',
                ofType: {
                  kind: 'NON_NULL',
                  ofType: { kind: 'LIST', ofType: { kind: 'NON_NULL', ofType: { name: 'Thing' } } },
                },
              },
            },
            {
              name: 'taxes',
              args: [
                {
                  name: 'filter',
                  defaultValue: null,
                  type: { kind: 'INPUT_OBJECT', name: 'Filter', ofType: null },
                },
              ],
              type: { kind: 'SCALAR', ofType: null },
            },
          ],
        },
      },
    },
  },
  {
    title: 'tells inputs, unions, interfaces and scalars',
    query: `{
      filter: __type(name: "Filter") { inputFields { name defaultValue type { kind } } }
      kin: __type(name: "Kin") { kind possibleTypes { name } }
      thing: __type(name: "Thing") { kind possibleTypes { name } description }
      day: __type(name: "Day") { kind specifiedByURL }
    }`,
    expected: {
      data: {
        filter: {
          inputFields: [
            { name: 'text', defaultValue: '"x"', type: { kind: 'SCALAR' } },
            { name: 'count', defaultValue: null, type: { kind: 'NON_NULL' } },
          ],
        },
        kin: { kind: 'UNION', possibleTypes: [{ name: 'Firm' }, { name: 'Person' }] },
        thing: {
          kind: 'INTERFACE',
          possibleTypes: [{ name: 'Firm' }, { name: 'Person' }],
          description: 'What is in the register.',
        },
        day: { kind: 'SCALAR', specifiedByURL: 'https://example.org/day' },
      },
    },
  },
  {
    title: 'an unknown type is null',
    query: 'query ($n: String!) { __type(name: $n) { name } }',
    variables: { n: 'Nobody' },
    expected: { data: { __type: null } },
  },
  {
    title: 'stands among data, in the order written',
    query:
      '{ a: taxes(filter: { count: 1 }) t: __type(name: "Kin") { name } firm(id: "f1") { due __typename name } b: __typename }',
    expected: {
      data: { a: 5, t: { name: 'Kin' }, firm: { due: 7, __typename: 'Firm', name: 'Swift' }, b: 'Query' },
    },
    asked: { registry: 1, tax: 2 },
  },
  {
    title: 'the type of the root asks nobody, under any name',
    query: '{ __typename root: __typename ...Q } fragment Q on Query { again: __typename }',
    expected: { data: { __typename: 'Query', root: 'Query', again: 'Query' } },
    asked: {},
  },
  {
    title: 'has aliases, fragments, conditions and variables as all else has',
    query: `query ($name: String!, $yes: Boolean!) {
      kind: __type(name: $name) { ...T n: name @skip(if: $yes) fields @include(if: $yes) { is: name } }
      __schema @skip(if: $yes) { types { name } }
    } fragment T on __Type { kind ofType { ...U } } fragment U on __Type { name }`,
    variables: { name: 'Person', yes: true },
    expected: { data: { kind: { kind: 'OBJECT', ofType: null, fields: [{ is: 'id' }] } } },
  },
  {
    title: 'the type of an entity and of a member is told by itself',
    query: '{ firm(id: "f1") { __typename kin { __typename t: __typename } } }',
    expected: { data: { firm: { __typename: 'Firm', kin: { __typename: 'Person', t: 'Person' } } } },
    asked: { registry: 1 },
  },
  {
    title: 'the types of introspection tell their own type',
    query: '{ __schema { __typename queryType { __typename } } }',
    expected: { data: { __schema: { __typename: '__Schema', queryType: { __typename: '__Type' } } } },
  },
]);
