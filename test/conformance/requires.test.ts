import { type Declared, find } from './departments.ts';
import { conforms } from './suite.ts';

const goods: Declared = {
  sdl: /* GraphQL */ `
    type Query { good(id: ID!): Good goods: [Good!]! pairs: [[Good]] first: Thing things: [Thing!]! }
    interface Thing { id: ID! grams: Int }
    type Good implements Thing @key(fields: "id") {
      id: ID!
      grams: Int
      price(currency: String = "CNY"): Int
      size: Size
      parts: [Part!]
      seller: Seller
      pack: Pack
    }
    type Size { width: Int! height: Int! unit: Unit }
    type Unit { name: String! }
    type Part { id: ID! grams: Int! }
    type Seller @key(fields: "id") { id: ID! country: String! }
    union Pack = Crate | Bag
    type Crate { boards: Int! }
    type Bag { litres: Int! }
    type Tool implements Thing @key(fields: "id") { id: ID! grams: Int }
  `,
  rows: {
    Good: [
      {
        id: 'g1',
        grams: 500,
        size: { width: 2, height: 3, unit: { name: 'dm' } },
        parts: [
          { id: 'p1', grams: 200 },
          { id: 'p2', grams: 300 },
        ],
        seller: { id: 's1' },
        pack: { __typename: 'Crate', boards: 6 },
      },
      {
        id: 'g2',
        grams: null,
        size: null,
        parts: null,
        seller: null,
        pack: { __typename: 'Bag', litres: 40 },
      },
      {
        id: 'g3',
        grams: 1500,
        size: { width: 5, height: 5, unit: null },
        parts: [],
        seller: { id: 's2' },
        pack: null,
      },
      { id: 'g4', grams: new Error('the scales are broken') },
    ],
    Seller: [
      { id: 's1', country: 'CN' },
      { id: 's2', country: 'FR' },
    ],
    Tool: [{ id: 't1', grams: 900 }],
  },
  fields: {
    Query: {
      good: find('Good'),
      goods: [{ id: 'g1' }, { id: 'g2' }, { id: 'g3' }],
      pairs: [[{ id: 'g3' }, null], [], null, [{ id: 'g1' }]],
      first: { __typename: 'Good', id: 'g1' },
      things: [
        { __typename: 'Tool', id: 't1' },
        { __typename: 'Good', id: 'g3' },
      ],
    },
    Good: {
      price: (row: { id: string }, { currency }: { currency: string }) =>
        ({ g1: { CNY: 70, EUR: 9 }, g3: { CNY: 700, EUR: 90 } })[row.id]?.[currency as 'CNY' | 'EUR'] ?? null,
    },
  },
};

type Given = {
  readonly id: string;
  readonly grams?: number | null;
  readonly price?: number | null;
  readonly size?: { width: number; height: number; unit: { name: string } | null } | null;
  readonly parts?: readonly { grams: number }[] | null;
  readonly pack?: { boards?: number; litres?: number } | null;
  readonly freight?: number | null;
  readonly zone?: string | null;
  readonly country?: string;
};

const freight: Declared = {
  sdl: /* GraphQL */ `
    type Query { cheapest: Good }
    type Good @key(fields: "id") {
      id: ID!
      grams: Int @external
      price(currency: String = "CNY"): Int @external
      size: Size @external
      parts: [Part!] @external
      pack: Pack @external
      freight: Int @requires(fields: "grams")
      label(upper: Boolean! = false): String @requires(fields: "grams size { unit { name } }")
      area: Int @requires(fields: "size { width height }")
      heaviest: Int @requires(fields: "parts { grams }")
      duty: Int @requires(fields: "price(currency: \\"EUR\\")")
      wrap: String @requires(fields: "pack { ... on Crate { boards } ... on Bag { litres } }")
      carrier: String
    }
    type Size { width: Int! @external height: Int! @external unit: Unit @external }
    type Unit { name: String! @external }
    type Part { grams: Int! @external }
    union Pack = Crate | Bag
    type Crate { boards: Int! @external }
    type Bag { litres: Int! @external }
    type Tool @key(fields: "id") { id: ID! grams: Int @external freight: Int @requires(fields: "grams") }
    type Seller @key(fields: "id") { id: ID! country: String! @external zone: String @requires(fields: "country") }
  `,
  fields: {
    Query: { cheapest: { id: 'g1' } },
    Good: {
      freight: ({ grams }: Given) => (typeof grams === 'number' ? grams / 100 : -1),
      label: ({ grams, size }: Given, { upper }: { upper: boolean }) => {
        const label = `${grams}g/${size?.unit?.name ?? 'none'}`;
        return upper ? label.toUpperCase() : label;
      },
      area: ({ size }: Given) => size && size.width * size.height,
      heaviest: ({ parts }: Given) => parts && Math.max(0, ...parts.map((part) => part.grams)),
      duty: ({ price }: Given) => (typeof price === 'number' ? price * 2 : null),
      wrap: ({ pack }: Given) =>
        pack && (pack.boards === undefined ? `${pack.litres} litres` : `${pack.boards} boards`),
      carrier: ({ id }: Given) => (id === 'g1' ? 'rail' : 'road'),
    },
    Tool: { freight: ({ grams }: Given) => (grams ?? 0) / 10 },
    Seller: { zone: ({ country }: Given) => (country === 'CN' ? 'home' : 'abroad') },
  },
};

/** Requires what itself requires, and from two departments at once. */
const customs: Declared = {
  sdl: /* GraphQL */ `
    type Query { office: String }
    type Good @key(fields: "id") {
      id: ID!
      freight: Int @external
      grams: Int @external
      seller: Seller @external
      price(currency: String = "CNY"): Int @external
      fee: Int @requires(fields: "freight grams")
      origin: String @requires(fields: "seller { zone }")
      toll: Int @requires(fields: "price(currency: \\"CNY\\")")
      code: String
    }
    type Seller @key(fields: "id") { id: ID! zone: String @external }
  `,
  fields: {
    Query: { office: 'harbour' },
    Good: {
      fee: ({ freight: cost, grams }: Given) =>
        typeof cost === 'number' && typeof grams === 'number' ? cost + grams : null,
      origin: ({ seller }: Given & { seller?: { zone: string } | null }) => seller && `from ${seller.zone}`,
      toll: ({ price }: Given) => (typeof price === 'number' ? price + 1 : null),
      code: ({ id }: Given) => `C-${id}`,
    },
  },
};

/** The last of a chain of three. */
const audit: Declared = {
  sdl: /* GraphQL */ `
    type Query { auditor: String }
    type Good @key(fields: "id") { id: ID! fee: Int @external code: String @external check: String @requires(fields: "fee code") }
  `,
  fields: {
    Query: { auditor: 'Lin' },
    Good: { check: ({ fee, code }: { fee: number | null; code: string }) => `${code}:${fee ?? 'no fee'}` },
  },
};

conforms('@requires', { goods, freight, customs, audit }, [
  {
    title: 'a field is told what it requires of another department',
    query: '{ good(id: "g1") { freight } }',
    expected: { data: { good: { freight: 5 } } },
    asked: { goods: 1, freight: 1 },
  },
  {
    title: 'what is required is told to the client only where asked for',
    query: '{ good(id: "g1") { grams freight } }',
    expected: { data: { good: { grams: 500, freight: 5 } } },
  },
  {
    title: 'what is required may be asked for under another name',
    query: '{ good(id: "g1") { weight: grams cost: freight grams: carrier } }',
    expected: { data: { good: { weight: 500, cost: 5, grams: 'rail' } } },
  },
  {
    title: 'a required null is told as null',
    query: '{ good(id: "g2") { freight } }',
    expected: { data: { good: { freight: -1 } } },
  },
  {
    title: 'every entity of a list is told its own',
    query: '{ goods { id freight } }',
    expected: {
      data: {
        goods: [
          { id: 'g1', freight: 5 },
          { id: 'g2', freight: -1 },
          { id: 'g3', freight: 15 },
        ],
      },
    },
    asked: { goods: 1, freight: 1 },
  },
  {
    title: 'entities in lists of lists are told their own',
    query: '{ pairs { freight } }',
    expected: { data: { pairs: [[{ freight: 15 }, null], [], null, [{ freight: 5 }]] } },
  },
  {
    title: 'a root of the requiring department goes to the other one and back',
    query: '{ cheapest { freight carrier } }',
    expected: { data: { cheapest: { freight: 5, carrier: 'rail' } } },
  },
  {
    title: 'several fields of an object may be required',
    query: '{ goods { area } }',
    expected: { data: { goods: [{ area: 6 }, { area: null }, { area: 25 }] } },
  },
  {
    title: 'fields of objects within objects may be required, beside others',
    query: '{ goods { label } }',
    expected: { data: { goods: [{ label: '500g/dm' }, { label: 'nullg/none' }, { label: '1500g/none' }] } },
  },
  {
    title: 'a requiring field keeps its own arguments, also twice in one place',
    query: 'query ($loud: Boolean!) { good(id: "g1") { a: label(upper: $loud) b: label } }',
    variables: { loud: true },
    expected: { data: { good: { a: '500G/DM', b: '500g/dm' } } },
  },
  {
    title: 'a required object is asked for besides what the client asks of it',
    query: '{ good(id: "g1") { size { unit { name } } area } }',
    expected: { data: { good: { size: { unit: { name: 'dm' } }, area: 6 } } },
  },
  {
    title: 'fields of a list of objects may be required',
    query: '{ goods { heaviest } }',
    expected: { data: { goods: [{ heaviest: 300 }, { heaviest: null }, { heaviest: 0 }] } },
  },
  {
    title: 'a field may be required with an argument',
    query: '{ goods { duty } }',
    expected: { data: { goods: [{ duty: 18 }, { duty: null }, { duty: 180 }] } },
  },
  {
    title: 'the client may ask for a required field with other arguments',
    query: '{ good(id: "g1") { price duty } }',
    expected: { data: { good: { price: 70, duty: 18 } } },
  },
  {
    title: 'the client may ask for a required field with the same and with other arguments',
    query: '{ good(id: "g3") { duty price(currency: "CNY") euro: price(currency: "EUR") } }',
    expected: { data: { good: { duty: 180, price: 700, euro: 90 } } },
  },
  {
    title: 'two departments may require one field with different arguments',
    query: '{ good(id: "g1") { duty toll } }',
    expected: { data: { good: { duty: 18, toll: 71 } } },
  },
  {
    title:
      'two departments may require one field with different arguments while the client asks for it by variable',
    query: 'query ($c: String) { good(id: "g1") { price(currency: $c) toll duty } }',
    variables: { c: 'EUR' },
    expected: { data: { good: { price: 9, toll: 71, duty: 18 } } },
  },
  {
    title: 'fields of a union may be required by fragments on its members',
    query: '{ goods { wrap } }',
    expected: { data: { goods: [{ wrap: '6 boards' }, { wrap: '40 litres' }, { wrap: null }] } },
  },
  {
    title: 'what is required may itself require',
    query: '{ goods { fee } }',
    expected: { data: { goods: [{ fee: 505 }, { fee: null }, { fee: 1515 }] } },
  },
  {
    title: 'a chain of three requirements is walked in order',
    query: '{ good(id: "g1") { check } }',
    expected: { data: { good: { check: 'C-g1:505' } } },
  },
  {
    title: 'every link of a chain may be asked for beside it',
    query: '{ good(id: "g3") { check fee freight grams code carrier } }',
    expected: {
      data: {
        good: { check: 'C-g3:1515', fee: 1515, freight: 15, grams: 1500, code: 'C-g3', carrier: 'road' },
      },
    },
  },
  {
    title: 'a requirement may lie in another entity, which requires too',
    query: '{ goods { origin } }',
    expected: { data: { goods: [{ origin: 'from home' }, { origin: null }, { origin: 'from abroad' }] } },
  },
  {
    title: 'a requirement in another entity is met beside a selection of the same entity',
    query: '{ good(id: "g3") { seller { country zone } origin } }',
    expected: { data: { good: { seller: { country: 'FR', zone: 'abroad' }, origin: 'from abroad' } } },
  },
  {
    title: 'a requiring field is reached by a fragment on one type of an interface',
    query: '{ first { ... on Good { freight } } }',
    expected: { data: { first: { freight: 5 } } },
  },
  {
    title: 'types of one interface require each for itself',
    query: '{ things { ... on Good { freight label } ... on Tool { freight } grams } }',
    expected: {
      data: {
        things: [
          { freight: 90, grams: 900 },
          { freight: 15, label: '1500g/none', grams: 1500 },
        ],
      },
    },
  },
  {
    title: 'a requiring field in two fragments is asked for once and told where asked',
    query:
      '{ good(id: "g1") { ...A ...B } } fragment A on Good { freight carrier } fragment B on Good { carrier freight area }',
    expected: { data: { good: { freight: 5, carrier: 'rail', area: 6 } } },
  },
  {
    title: 'nothing is computed from what a dark department could not tell',
    query: '{ good(id: "g1") { fee grams } }',
    dark: ['freight'],
    expected: { data: { good: { fee: null, grams: 500 } }, errors: ['good.fee'] },
    asked: { goods: 1, freight: 1 },
  },
  {
    title: 'a dark department takes its requiring fields along, told at each',
    query: '{ goods { id freight } }',
    dark: ['freight'],
    expected: {
      data: {
        goods: [
          { id: 'g1', freight: null },
          { id: 'g2', freight: null },
          { id: 'g3', freight: null },
        ],
      },
      errors: ['goods.0.freight', 'goods.1.freight', 'goods.2.freight'],
    },
  },
  {
    title: 'a required field that fails is told at the requiring one, where nobody asked for it',
    query: '{ good(id: "g4") { id cost: freight } }',
    expected: { data: { good: { id: 'g4', cost: null } }, errors: ['good.cost'] },
  },
  {
    title: 'a required field that fails is told at both, where both were asked for',
    query: '{ good(id: "g4") { grams freight } }',
    expected: { data: { good: { grams: null, freight: null } }, errors: ['good.freight', 'good.grams'] },
  },
  {
    // One request asks for both, and it can't be made without what the one requires: both are told.
    title: 'what is asked in one request with what requires something is lost with it, and told',
    query: '{ good(id: "g4") { freight carrier } }',
    expected: { data: { good: { freight: null, carrier: null } }, errors: ['good.carrier', 'good.freight'] },
  },
]);
