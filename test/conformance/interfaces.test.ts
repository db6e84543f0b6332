import { all, type Declared } from './departments.ts';
import { conforms } from './suite.ts';

const registry: Declared = {
  sdl: /* GraphQL */ `
    type Query { vehicles: [Vehicle!]! vehicle(plate: ID!): Vehicle depot: [[Vehicle]] parties: [Party] }
    interface Vehicle { plate: ID! owner: Party }
    interface Party { name: String! }
    interface Legal implements Party { name: String! phone: String code: String }
    type Car implements Vehicle @key(fields: "plate") { plate: ID! owner: Party seats: Int }
    type Bus implements Vehicle @key(fields: "plate") { plate: ID! owner: Party lines: [String!] }
    type Tram implements Vehicle @key(fields: "plate") { plate: ID! owner: Party wheels: Int tracks: Int }
    type Person implements Party @key(fields: "id") { id: ID! name: String! }
    type Firm implements Legal & Party @key(fields: "id") { id: ID! name: String! phone: String @shareable code: String }
  `,
  rows: {
    Car: [{ plate: 'C1', owner: { __typename: 'Person', id: 'p1' }, seats: 5 }],
    Bus: [{ plate: 'B1', owner: { __typename: 'Firm', id: 'f1' }, lines: ['1', '2'] }],
    Tram: [{ plate: 'T1', owner: null, wheels: 8, tracks: 2 }],
    Person: [{ id: 'p1', name: 'Ann' }],
    Firm: [{ id: 'f1', name: 'Swift', phone: null, code: '91A' }],
  },
  fields: {
    Query: {
      vehicles: all('Car', 'Bus', 'Tram'),
      vehicle: (_: null, { plate }: { plate: string }) =>
        ({ C1: { __typename: 'Car', plate }, B1: { __typename: 'Bus', plate } })[plate] ?? null,
      depot: [[{ __typename: 'Tram', plate: 'T1' }, null], null, [], [{ __typename: 'Car', plate: 'C1' }]],
      parties: [{ __typename: 'Firm', id: 'f1' }, null, { __typename: 'Person', id: 'p1' }],
    },
  },
};

/** Knows the wheels that the register has of trams alone; and no trams. */
const inspection: Declared = {
  sdl: /* GraphQL */ `
    type Query { next: Vehicle checked: [Vehicle!]! }
    interface Vehicle { plate: ID! wheels: Int }
    type Car implements Vehicle @key(fields: "plate") { plate: ID! wheels: Int checks: [Check!] }
    type Bus implements Vehicle @key(fields: "plate") { plate: ID! wheels: Int doors: Int }
    type Check { year: Int! by: Party }
    interface Party { phone: String }
    type Person implements Party @key(fields: "id") { id: ID! phone: String }
    type Firm implements Party @key(fields: "id") { id: ID! phone: String @shareable }
  `,
  rows: {
    Car: [
      {
        plate: 'C1',
        wheels: 4,
        checks: [
          { year: 2024, by: { __typename: 'Firm', id: 'f1' } },
          { year: 2025, by: null },
        ],
      },
    ],
    Bus: [{ plate: 'B1', wheels: 6, doors: 3 }],
    Person: [{ id: 'p1', phone: '100' }],
    Firm: [{ id: 'f1', phone: null }],
  },
  fields: {
    Query: {
      next: { __typename: 'Bus', plate: 'B1' },
      checked: [
        { __typename: 'Bus', plate: 'B1' },
        { __typename: 'Car', plate: 'C1' },
      ],
    },
  },
};

conforms('interfaces', { registry, inspection }, [
  {
    title: 'one field of an interface comes from different departments, type by type',
    query: '{ vehicles { plate wheels } }',
    expected: {
      data: {
        vehicles: [
          { plate: 'C1', wheels: 4 },
          { plate: 'B1', wheels: 6 },
          { plate: 'T1', wheels: 8 },
        ],
      },
    },
    asked: { registry: 1, inspection: 1 },
  },
  {
    title: 'a department that knows the interface is left for one that knows more of it',
    query: '{ next { owner { name } wheels } }',
    expected: { data: { next: { owner: { name: 'Swift' }, wheels: 6 } } },
  },
  {
    title: 'a type that a department does not know is not asked of it',
    query: '{ next { plate ... on Tram { tracks } ... on Bus { lines } } }',
    expected: { data: { next: { plate: 'B1', lines: ['1', '2'] } } },
  },
  {
    title: 'types are told',
    query: '{ vehicles { __typename } }',
    expected: {
      data: { vehicles: [{ __typename: 'Car' }, { __typename: 'Bus' }, { __typename: 'Tram' }] },
    },
    asked: { registry: 1 },
  },
  {
    title: 'an object may have no field of those asked for',
    query: '{ vehicles { ... on Tram { tracks } } }',
    expected: { data: { vehicles: [{}, {}, { tracks: 2 }] } },
  },
  {
    title: 'one key stands for another field with each type',
    query: '{ vehicles { ... on Car { n: seats } ... on Bus { n: doors } ... on Tram { n: tracks } } }',
    expected: { data: { vehicles: [{ n: 5 }, { n: 3 }, { n: 2 }] } },
  },
  {
    title: 'a fragment on an interface within the interface changes nothing',
    query: '{ vehicles { ... on Vehicle { plate ... on Vehicle { ... on Car { seats } } } } }',
    expected: { data: { vehicles: [{ plate: 'C1', seats: 5 }, { plate: 'B1' }, { plate: 'T1' }] } },
  },
  {
    title: 'an interface that implements another narrows it',
    query: '{ parties { name ... on Legal { code } } }',
    expected: { data: { parties: [{ name: 'Swift', code: '91A' }, null, { name: 'Ann' }] } },
  },
  {
    title: 'an interface is widened to the one that it implements',
    query: '{ vehicles { owner { ... on Legal { ... on Party { name phone } code } } } }',
    expected: {
      data: {
        vehicles: [{ owner: {} }, { owner: { name: 'Swift', phone: null, code: '91A' } }, { owner: null }],
      },
    },
  },
  {
    title: 'fields of an interface within an interface are spread over departments as well',
    query: '{ vehicles { owner { name phone } } }',
    expected: {
      data: {
        vehicles: [
          { owner: { name: 'Ann', phone: '100' } },
          { owner: { name: 'Swift', phone: null } },
          { owner: null },
        ],
      },
    },
  },
  {
    title: 'lists of lists of an interface keep nulls and empty lists',
    query: '{ depot { __typename wheels } }',
    expected: {
      data: {
        depot: [[{ __typename: 'Tram', wheels: 8 }, null], null, [], [{ __typename: 'Car', wheels: 4 }]],
      },
    },
  },
  {
    title: 'an interface of the second department leads back to the first',
    query: '{ vehicle(plate: "C1") { ... on Car { checks { year by { name ... on Firm { id } } } } } }',
    expected: {
      data: {
        vehicle: {
          checks: [
            { year: 2024, by: { name: 'Swift', id: 'f1' } },
            { year: 2025, by: null },
          ],
        },
      },
    },
  },
  {
    title: 'named fragments on the interface and on its types meet in one object, in the order written',
    query: `{ checked { ...Of ...Car ...Of } }
      fragment Of on Vehicle { wheels owner { __typename } }
      fragment Car on Car { seats wheels owner { ... on Person { id } } }`,
    expected: {
      data: {
        checked: [
          { wheels: 6, owner: { __typename: 'Firm' } },
          { wheels: 4, owner: { __typename: 'Person', id: 'p1' }, seats: 5 },
        ],
      },
    },
  },
  {
    title: 'nothing found under an interface is null',
    query: '{ vehicle(plate: "X") { wheels } }',
    expected: { data: { vehicle: null } },
  },
  {
    title: 'a dark department takes its part of a field along, type by type',
    query: '{ vehicles { wheels } }',
    dark: ['inspection'],
    expected: {
      data: { vehicles: [{ wheels: null }, { wheels: null }, { wheels: 8 }] },
      errors: ['vehicles.0.wheels', 'vehicles.1.wheels'],
    },
  },
]);
