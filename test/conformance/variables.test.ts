import type { Declared } from './departments.ts';
import { conforms } from './suite.ts';

/** Tells what arguments arrived, as they arrived. */
const echo = (_: object, args: object) => JSON.stringify(args);

const registry: Declared = {
  sdl: /* GraphQL */ `
    type Query {
      echo(
        id: ID
        int: Int
        float: Float
        text: String
        flag: Boolean
        unit: Unit
        ids: [ID!]
        grid: [[Int]]
        input: Filter
        any: Json
      ): String
      defaults(text: String = "nothing", unit: Unit = FOOT, ids: [ID!] = ["a"], input: Filter = { text: "x" }): String
      must(text: String!, ids: [ID!]!): String
      firm(id: ID!): Firm
      json(any: Json): Json
    }
    enum Unit { METRE FOOT }
    input Filter { text: String count: Int = 1 unit: Unit units: [Unit!] not: Filter all: [Filter!] }
    scalar Json
    type Firm @key(fields: "id") { id: ID! extra: Json }
  `,
  fields: {
    Query: {
      echo,
      defaults: echo,
      must: echo,
      firm: (_: null, { id }: { id: string }) => ({ id }),
      json: (_: null, { any }: { any?: unknown }) => any,
    },
    Firm: { extra: { a: [1, { b: null, c: 'x' }], __typename: 'not a type', d: 1.5 } },
  },
};

const tax: Declared = {
  sdl: /* GraphQL */ `
    type Query { taxes: Int }
    enum Unit { METRE FOOT }
    input Filter { text: String count: Int = 1 unit: Unit units: [Unit!] not: Filter all: [Filter!] }
    scalar Json
    type Firm @key(fields: "id") { id: ID! told(input: Filter, unit: Unit = METRE, text: String, any: Json): String }
  `,
  fields: { Query: { taxes: 1 }, Firm: { told: echo } },
};

conforms('variables', { registry, tax }, [
  {
    title: 'scalars of all kinds arrive as they are',
    query: `query ($id: ID, $int: Int, $float: Float, $text: String, $flag: Boolean) {
      echo(id: $id, int: $int, float: $float, text: $text, flag: $flag)
    }`,
    variables: { id: 'a"b', int: -7, float: 1.5, text: '通查\n"\\', flag: false },
    expected: {
      data: { echo: JSON.stringify({ id: 'a"b', int: -7, float: 1.5, text: '通查\n"\\', flag: false }) },
    },
  },
  {
    title: 'literals of all kinds arrive as they are',
    query:
      '{ echo(id: 5, int: 0, float: 2, text: """  a "b"  """, flag: true, unit: FOOT, ids: ["x", 1], grid: [[1, null], null, []]) }',
    expected: {
      data: {
        echo: JSON.stringify({
          id: '5',
          int: 0,
          float: 2,
          text: '  a "b"  ',
          flag: true,
          unit: 'FOOT',
          ids: ['x', '1'],
          grid: [[1, null], null, []],
        }),
      },
    },
  },
  {
    title: 'a number is taken for an identifier, and a whole number for a float',
    query: 'query ($id: ID, $float: Float) { echo(id: $id, float: $float) }',
    variables: { id: 12, float: 3 },
    expected: { data: { echo: '{"id":"12","float":3}' } },
  },
  {
    title: 'an absent variable leaves its argument out',
    query: 'query ($text: String, $int: Int) { echo(text: $text, int: $int) }',
    variables: { int: 1 },
    expected: { data: { echo: '{"int":1}' } },
  },
  {
    title: 'null is a value, not absence',
    query: 'query ($text: String) { echo(text: $text, int: null) }',
    variables: { text: null },
    expected: { data: { echo: '{"int":null,"text":null}' } },
  },
  {
    title: "an absent variable leaves the argument its department's default",
    query:
      'query ($text: String, $unit: Unit, $ids: [ID!], $input: Filter) { defaults(text: $text, unit: $unit, ids: $ids, input: $input) }',
    expected: {
      data: { defaults: '{"text":"nothing","unit":"FOOT","ids":["a"],"input":{"text":"x","count":1}}' },
    },
  },
  {
    title: 'null takes the place of a default',
    query: 'query ($text: String) { defaults(text: $text, unit: null, ids: null, input: null) }',
    variables: { text: null },
    expected: { data: { defaults: '{"text":null,"unit":null,"ids":null,"input":null}' } },
  },
  {
    title: "a variable's own default is used where it is absent",
    query:
      'query ($text: String = "own", $unit: Unit = METRE) { defaults(text: $text, unit: $unit, ids: [], input: {}) }',
    expected: { data: { defaults: '{"text":"own","unit":"METRE","ids":[],"input":{"count":1}}' } },
  },
  {
    title: "a variable's own default gives way to null",
    query: 'query ($text: String = "own") { echo(text: $text) }',
    variables: { text: null },
    expected: { data: { echo: '{"text":null}' } },
  },
  {
    title: 'one value is taken for a list of it, at every depth',
    query:
      'query ($ids: [ID!], $grid: [[Int]]) { a: echo(ids: $ids, grid: $grid) b: echo(ids: "y", grid: 2) }',
    variables: { ids: 'x', grid: 1 },
    expected: { data: { a: '{"ids":["x"],"grid":[[1]]}', b: '{"ids":["y"],"grid":[[2]]}' } },
  },
  {
    title: 'input objects within input objects, with defaults at every depth',
    query: 'query ($f: Filter) { echo(input: $f) }',
    variables: {
      f: { text: 'a', units: 'FOOT', not: { count: null }, all: [{}, { unit: 'METRE', count: 2 }] },
    },
    expected: {
      data: {
        echo: JSON.stringify({
          input: {
            text: 'a',
            count: 1,
            units: ['FOOT'],
            not: { count: null },
            all: [{ count: 1 }, { count: 2, unit: 'METRE' }],
          },
        }),
      },
    },
  },
  {
    title: 'variables within input objects and lists, absent and present',
    query:
      'query ($t: String, $n: Int, $u: Unit!) { echo(input: { text: $t, count: $n, units: [$u, FOOT], not: { text: $t } }, ids: ["x"]) }',
    variables: { t: 'v', u: 'METRE' },
    expected: {
      data: {
        echo: JSON.stringify({
          ids: ['x'],
          input: { text: 'v', count: 1, units: ['METRE', 'FOOT'], not: { text: 'v', count: 1 } },
        }),
      },
    },
  },
  {
    title: 'one variable reaches several departments',
    query:
      'query ($t: String, $f: Filter, $id: ID!) { echo(text: $t, input: $f) firm(id: $id) { told(text: $t, input: $f) } }',
    variables: { t: 'x', f: { unit: 'FOOT' }, id: 'f1' },
    expected: {
      data: {
        echo: '{"text":"x","input":{"count":1,"unit":"FOOT"}}',
        firm: { told: '{"input":{"count":1,"unit":"FOOT"},"unit":"METRE","text":"x"}' },
      },
    },
  },
  {
    title: 'arguments of an entity: absent, null, a default and a variable with one',
    query: `query ($a: String, $b: String, $u: Unit = FOOT) {
      firm(id: "f1") { a: told(text: $a) b: told(text: $b, unit: null) c: told(unit: $u) }
    }`,
    variables: { b: null },
    expected: {
      data: {
        firm: { a: '{"unit":"METRE"}', b: '{"unit":null,"text":null}', c: '{"unit":"FOOT"}' },
      },
    },
  },
  {
    title: 'a scalar of their own takes any shape, from literals with variables in them too',
    query:
      'query ($j: Json, $n: Int) { a: json(any: $j) b: json(any: { a: [1, { b: $n, c: null }], d: "x", e: E }) }',
    variables: { j: { x: [true, null, { y: 1.5 }], z: {} }, n: 4 },
    expected: {
      data: {
        a: { x: [true, null, { y: 1.5 }], z: {} },
        b: { a: [1, { b: 4, c: null }], d: 'x', e: 'E' },
      },
    },
  },
  {
    title: 'a scalar of any shape is told as it is, whatever its fields are called',
    query: '{ firm(id: "f1") { extra told(any: { deep: [{ er: 1 }] }) } }',
    expected: {
      data: {
        firm: {
          extra: { a: [1, { b: null, c: 'x' }], __typename: 'not a type', d: 1.5 },
          told: '{"unit":"METRE","any":{"deep":[{"er":1}]}}',
        },
      },
    },
  },
  {
    title: 'a scalar of any shape may be null, false, nought, empty or a list',
    query:
      'query ($e: Json) { a: json(any: null) b: json(any: false) c: json(any: 0) d: json(any: "") e: json(any: $e) f: json }',
    variables: { e: [] },
    expected: { data: { a: null, b: false, c: 0, d: '', e: [], f: null } },
  },
  {
    title: 'a value that must be there and is not is refused',
    query: 'query ($t: String!) { must(text: $t, ids: []) }',
    expected: /\$t/,
  },
  {
    title: 'null for what may not be null is refused',
    query: 'query ($ids: [ID!]!) { must(text: "x", ids: $ids) }',
    variables: { ids: ['a', null] },
    expected: /\$ids/,
  },
  {
    title: 'a value of the wrong kind is refused',
    query: 'query ($n: Int) { echo(int: $n) }',
    variables: { n: '1' },
    expected: /\$n/,
  },
  {
    title: 'an unknown field of an input is refused',
    query: 'query ($f: Filter) { echo(input: $f) }',
    variables: { f: { text: 'x', other: 1 } },
    expected: /\$f/,
  },
  {
    title: 'a variable that nobody declared is refused',
    query: '{ echo(text: $t) }',
    variables: { t: 'x' },
    expected: /\$t/,
  },
  {
    title: 'a value that no variable takes is ignored',
    query: 'query ($t: String) { echo(text: $t) }',
    variables: { t: 'x', other: { deep: 1 } },
    expected: { data: { echo: '{"text":"x"}' } },
  },
]);
