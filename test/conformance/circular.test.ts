import { type Declared, find } from './departments.ts';
import { conforms } from './suite.ts';

const people: Declared = {
  sdl: /* GraphQL */ `
    type Query { person(id: ID!): Person }
    type Person @key(fields: "id") {
      id: ID!
      name: String
      friends: [Person]
      rank: Int @external
      title: String @requires(fields: "rank")
    }
    type Firm @key(fields: "id") { id: ID! owner: Person staff: [Person!] }
  `,
  rows: {
    Person: [
      { id: 'p1', name: 'Ann', friends: [{ id: 'p2' }, null, { id: 'p1' }] },
      { id: 'p2', name: 'Bo', friends: [{ id: 'p1' }] },
      { id: 'p3', name: 'Cy', friends: [] },
    ],
    Firm: [
      { id: 'f1', owner: { id: 'p2' }, staff: [{ id: 'p1' }, { id: 'p3' }] },
      { id: 'f2', owner: { id: 'p1' }, staff: [{ id: 'p2' }] },
    ],
  },
  fields: {
    Query: { person: find('Person') },
    Person: { title: ({ rank }: { rank: number }) => `rank ${rank}` },
  },
};

const firms: Declared = {
  sdl: /* GraphQL */ `
    type Query { firm(id: ID!): Firm }
    type Firm @key(fields: "id") { id: ID! name: String parent: Firm }
    type Person @key(fields: "id") {
      id: ID!
      employer: Firm
      rank: Int
      title: String @external
      badge: String @requires(fields: "title")
    }
  `,
  rows: {
    Firm: [
      { id: 'f1', name: 'Swift', parent: { id: 'f2' } },
      { id: 'f2', name: 'Bold', parent: null },
    ],
    Person: [
      { id: 'p1', employer: { id: 'f1' }, rank: 3 },
      { id: 'p2', employer: { id: 'f2' }, rank: 1 },
      { id: 'p3', employer: null, rank: 9 },
    ],
  },
  fields: {
    Query: { firm: find('Firm') },
    Person: { badge: ({ title }: { title: string }) => `[${title}]` },
  },
};

conforms('circles', { people, firms }, [
  {
    title: 'there and back',
    query: '{ person(id: "p1") { name employer { name owner { name } } } }',
    expected: { data: { person: { name: 'Ann', employer: { name: 'Swift', owner: { name: 'Bo' } } } } },
  },
  {
    title: 'there and back five times, with a name at each stop',
    query: `{ person(id: "p1") { employer { name owner { name employer { name owner { name employer { name owner { name
      employer { name owner { name employer { name } } } } } } } } } } }`,
    expected: {
      data: {
        person: {
          employer: {
            name: 'Swift',
            owner: {
              name: 'Bo',
              employer: {
                name: 'Bold',
                owner: {
                  name: 'Ann',
                  employer: {
                    name: 'Swift',
                    owner: {
                      name: 'Bo',
                      employer: { name: 'Bold', owner: { name: 'Ann', employer: { name: 'Swift' } } },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
  {
    title: 'an entity may hold itself',
    query: '{ person(id: "p1") { friends { name friends { name friends { name } } } } }',
    expected: {
      data: {
        person: {
          friends: [
            { name: 'Bo', friends: [{ name: 'Ann', friends: [{ name: 'Bo' }, null, { name: 'Ann' }] }] },
            null,
            {
              name: 'Ann',
              friends: [
                { name: 'Bo', friends: [{ name: 'Ann' }] },
                null,
                { name: 'Ann', friends: [{ name: 'Bo' }, null, { name: 'Ann' }] },
              ],
            },
          ],
        },
      },
    },
    asked: { people: 1 },
  },
  {
    title: 'one entity at two depths may have other fields asked of it at each',
    query:
      '{ person(id: "p1") { name friends { employer { name } friends { id employer { parent { name } } } } } }',
    expected: {
      data: {
        person: {
          name: 'Ann',
          friends: [
            { employer: { name: 'Bold' }, friends: [{ id: 'p1', employer: { parent: { name: 'Bold' } } }] },
            null,
            {
              employer: { name: 'Swift' },
              friends: [
                { id: 'p2', employer: { parent: null } },
                null,
                { id: 'p1', employer: { parent: { name: 'Bold' } } },
              ],
            },
          ],
        },
      },
    },
  },
  {
    title: 'lists within a circle widen it',
    query: '{ firm(id: "f1") { staff { name employer { staff { rank employer { name } } } } } }',
    expected: {
      data: {
        firm: {
          staff: [
            {
              name: 'Ann',
              employer: {
                staff: [
                  { rank: 3, employer: { name: 'Swift' } },
                  { rank: 9, employer: null },
                ],
              },
            },
            { name: 'Cy', employer: null },
          ],
        },
      },
    },
  },
  {
    title: 'departments require of each other in turns',
    query: '{ person(id: "p1") { badge } }',
    expected: { data: { person: { badge: '[rank 3]' } } },
  },
  {
    title: 'requirements in turns are met deep in a circle',
    query: '{ firm(id: "f2") { owner { employer { owner { badge title rank } } } } }',
    expected: {
      data: { firm: { owner: { employer: { owner: { badge: '[rank 1]', title: 'rank 1', rank: 1 } } } } },
    },
  },
  {
    title: 'a fragment that comes back to its own type at each level',
    query: `{ person(id: "p2") { ...A } }
      fragment A on Person { name employer { ...B } }
      fragment B on Firm { name parent { name } owner { name title } }`,
    expected: {
      data: {
        person: {
          name: 'Bo',
          employer: { name: 'Bold', parent: null, owner: { name: 'Ann', title: 'rank 3' } },
        },
      },
    },
  },
]);
