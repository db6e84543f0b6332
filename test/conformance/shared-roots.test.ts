import type { Declared } from './departments.ts';
import { conforms } from './suite.ts';

const city: Declared = {
  sdl: /* GraphQL */ `
    type Query {
      notice: Notice @shareable
      notices: [Notice!] @shareable
      office(id: ID!): Office @shareable
      offices(first: Int = 2): [Office!] @shareable
      missing: Notice @shareable
      mayor: String
      greeting(name: String): String @shareable
    }
    type Notice { id: ID! @shareable text: String body: Body @shareable }
    type Body { lines: Int format: Format @shareable }
    type Format { name: String @shareable size: Int }
    type Office @key(fields: "id") { id: ID! name: String }
  `,
  rows: {
    Office: [
      { id: 'o1', name: 'North' },
      { id: 'o2', name: 'South' },
    ],
  },
  fields: {
    Query: {
      notice: { id: 'n1', text: 'closed', body: { lines: 3, format: { name: 'A4', size: 210 } } },
      notices: [
        { id: 'n1', text: 'closed', body: { lines: 3, format: null } },
        { id: 'n2', text: null, body: null },
      ],
      office: (_: null, { id }: { id: string }) => ({ id }),
      offices: (_: null, { first }: { first: number }) => [{ id: 'o2' }, { id: 'o1' }].slice(0, first),
      missing: null,
      mayor: 'Wu',
      greeting: (_: null, { name }: { name?: string }) => `hello ${name ?? 'you'}`,
    },
  },
};

const province: Declared = {
  sdl: /* GraphQL */ `
    type Query {
      notice: Notice @shareable
      notices: [Notice!] @shareable
      office(id: ID!): Office @shareable
      offices(first: Int = 2): [Office!] @shareable
      missing: Notice @shareable
      governor: String
      greeting(name: String): String @shareable
    }
    type Notice { id: ID! @shareable stamp: String body: Body @shareable }
    type Body { pages: Int format: Format @shareable }
    type Format { name: String @shareable weight: Int }
    type Office @key(fields: "id") { id: ID! budget: Int }
  `,
  rows: {
    Office: [
      { id: 'o1', budget: 10 },
      { id: 'o2', budget: 20 },
    ],
  },
  fields: {
    Query: {
      notice: { id: 'n1', stamp: 'red', body: { pages: 1, format: { name: 'A4', weight: 80 } } },
      notices: [
        { id: 'n1', stamp: 'red', body: { pages: 1, format: null } },
        { id: 'n2', stamp: 'blue', body: null },
      ],
      office: (_: null, { id }: { id: string }) => ({ id }),
      offices: (_: null, { first }: { first: number }) => [{ id: 'o2' }, { id: 'o1' }].slice(0, first),
      missing: null,
      governor: 'Li',
      greeting: (_: null, { name }: { name?: string }) => `hello ${name ?? 'you'}`,
    },
  },
};

conforms('roots of two departments', { city, province }, [
  {
    title: 'a shared root is asked of the department that has the asked field',
    query: '{ notice { stamp id } }',
    expected: { data: { notice: { stamp: 'red', id: 'n1' } } },
    asked: { province: 1 },
  },
  {
    title: 'a shared root is asked of both where both are needed',
    query: '{ notice { text id stamp } }',
    expected: { data: { notice: { text: 'closed', id: 'n1', stamp: 'red' } } },
    asked: { city: 1, province: 1 },
  },
  {
    title: 'objects within the two answers become one',
    query: '{ notice { body { pages format { weight name size } lines } } }',
    expected: {
      data: { notice: { body: { pages: 1, format: { weight: 80, name: 'A4', size: 210 }, lines: 3 } } },
    },
  },
  {
    title: 'items of the two lists become one',
    query: '{ notices { id stamp text body { lines pages format { size weight } } } }',
    expected: {
      data: {
        notices: [
          { id: 'n1', stamp: 'red', text: 'closed', body: { lines: 3, pages: 1, format: null } },
          { id: 'n2', stamp: 'blue', text: null, body: null },
        ],
      },
    },
  },
  {
    title: 'null of both is null',
    query: '{ missing { text stamp } }',
    expected: { data: { missing: null } },
  },
  {
    title: 'an entity from a shared root has the fields of both departments',
    query: '{ office(id: "o1") { budget name } }',
    expected: { data: { office: { budget: 10, name: 'North' } } },
    asked: { city: 1, province: 1 },
  },
  {
    title: 'an entity from a shared root needs one department for its fields there',
    query: '{ office(id: "o2") { budget } }',
    expected: { data: { office: { budget: 20 } } },
    asked: { province: 1 },
  },
  {
    title: 'a shared list of entities keeps its order, with its argument for both',
    query: 'query ($n: Int) { offices(first: $n) { id name budget } }',
    variables: { n: 1 },
    expected: { data: { offices: [{ id: 'o2', name: 'South', budget: 20 }] } },
  },
  {
    title: 'a shared root under two names, with other arguments and fields each',
    query: '{ a: office(id: "o1") { name } b: office(id: "o2") { budget id } }',
    expected: { data: { a: { name: 'North' }, b: { budget: 20, id: 'o2' } } },
  },
  {
    title: 'a shared scalar root under two names',
    query: '{ a: greeting b: greeting(name: "Bo") }',
    expected: { data: { a: 'hello you', b: 'hello Bo' } },
  },
  {
    title: 'shared and own roots side by side stand in the order written',
    query: '{ governor notice { text } mayor office(id: "o1") { id } greeting }',
    expected: {
      data: {
        governor: 'Li',
        notice: { text: 'closed' },
        mayor: 'Wu',
        office: { id: 'o1' },
        greeting: 'hello you',
      },
    },
  },
  {
    title: 'a root of a department that is dark is missing, the other roots arrive',
    query: '{ governor mayor notice { stamp } }',
    dark: ['province'],
    expected: {
      data: { governor: null, mayor: 'Wu', notice: null },
      errors: ['governor', 'notice'],
    },
  },
]);
