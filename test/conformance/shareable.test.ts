import { all, type Declared, find } from './departments.ts';
import { conforms } from './suite.ts';

const east: Declared = {
  sdl: /* GraphQL */ `
    type Query { map: Map! @shareable town(id: ID!): Town towns: [Town!]! route: Route @shareable weather: [Weather!] @shareable }
    type Map { scale: Int @shareable roads: Int legend: Legend @shareable }
    type Legend { title: String @shareable colours: [Colour!] @shareable author: String }
    type Colour { name: String! @shareable code: String }
    type Town @key(fields: "id") { id: ID! name: String @shareable place: Place @shareable mayor: String }
    type Place { x: Float! @shareable y: Float! height: Int @shareable }
    type Route @shareable { from: Town to: Town km: Int }
    type Weather @shareable { day: Int! rain: Boolean }
  `,
  rows: {
    Town: [
      { id: 't1', name: 'Port', place: { x: 1.5, y: 2, height: 3 }, mayor: 'Wu' },
      { id: 't2', name: 'Hill', place: { x: 7, y: 8.25, height: 900 }, mayor: null },
    ],
  },
  fields: {
    Query: {
      map: {
        scale: 100,
        roads: 12,
        legend: {
          title: 'Roads and rivers',
          author: 'East',
          colours: [
            { name: 'red', code: '#f00' },
            { name: 'blue', code: '#00f' },
          ],
        },
      },
      town: find('Town'),
      towns: all('Town'),
      route: { from: { id: 't1' }, to: { id: 't2' }, km: 80 },
      weather: [
        { day: 1, rain: true },
        { day: 2, rain: null },
      ],
    },
  },
};

const west: Declared = {
  sdl: /* GraphQL */ `
    type Query { map: Map! @shareable highest: Town route: Route @shareable weather: [Weather!] @shareable }
    type Map { scale: Int @shareable rivers: Int legend: Legend @shareable }
    type Legend { title: String @shareable colours: [Colour!] @shareable printed: Int }
    type Colour { name: String! @shareable shade: String }
    type Town @key(fields: "id") { id: ID! name: String @shareable place: Place @shareable people: Int }
    type Place { x: Float! @shareable zone: String height: Int @shareable }
    type Route @shareable { from: Town to: Town km: Int }
    type Weather @shareable { day: Int! rain: Boolean }
  `,
  rows: {
    Town: [
      { id: 't1', name: 'Port', place: { x: 1.5, zone: 'coast', height: 3 }, people: 5000 },
      { id: 't2', name: 'Hill', place: { x: 7, zone: 'alps', height: 900 }, people: 80 },
    ],
  },
  fields: {
    Query: {
      map: {
        scale: 100,
        rivers: 4,
        legend: {
          title: 'Roads and rivers',
          printed: 1999,
          colours: [
            { name: 'red', shade: 'dark' },
            { name: 'blue', shade: 'pale' },
          ],
        },
      },
      highest: { id: 't2' },
      route: { from: { id: 't1' }, to: { id: 't2' }, km: 80 },
      weather: [
        { day: 1, rain: true },
        { day: 2, rain: null },
      ],
    },
  },
};

conforms('@shareable', { east, west }, [
  {
    title: 'a shared field is asked of one department',
    query: '{ map { scale legend { title } } }',
    expected: { data: { map: { scale: 100, legend: { title: 'Roads and rivers' } } } },
  },
  {
    title: 'a value without a key is put together from both departments at its root',
    query: '{ map { roads scale rivers } }',
    expected: { data: { map: { roads: 12, scale: 100, rivers: 4 } } },
    asked: { east: 1, west: 1 },
  },
  {
    title: 'values within values are put together too',
    query: '{ map { legend { author title printed } } }',
    expected: { data: { map: { legend: { author: 'East', title: 'Roads and rivers', printed: 1999 } } } },
  },
  {
    title: 'items of shared lists are put together one by one',
    query: '{ map { legend { colours { code name shade } } } }',
    expected: {
      data: {
        map: {
          legend: {
            colours: [
              { code: '#f00', name: 'red', shade: 'dark' },
              { code: '#00f', name: 'blue', shade: 'pale' },
            ],
          },
        },
      },
    },
  },
  {
    title: 'aliases in a value of two departments stand where they were asked',
    query: '{ m: map { a: legend { x: printed y: author } b: legend { x: title } } }',
    expected: { data: { m: { a: { x: 1999, y: 'East' }, b: { x: 'Roads and rivers' } } } },
  },
  {
    title: 'a shared field of an entity needs no second department',
    query: '{ town(id: "t1") { name place { x height } } }',
    expected: { data: { town: { name: 'Port', place: { x: 1.5, height: 3 } } } },
    asked: { east: 1 },
  },
  {
    title: "an entity's value is put together from both departments",
    query: '{ towns { place { y zone } } }',
    expected: {
      data: { towns: [{ place: { y: 2, zone: 'coast' } }, { place: { y: 8.25, zone: 'alps' } }] },
    },
    asked: { east: 1, west: 1 },
  },
  {
    title: 'shared, own and foreign fields stand in the order asked for',
    query: '{ highest { people name mayor place { zone x y height } } }',
    expected: {
      data: {
        highest: {
          people: 80,
          name: 'Hill',
          mayor: null,
          place: { zone: 'alps', x: 7, y: 8.25, height: 900 },
        },
      },
    },
  },
  {
    title: 'a whole type may be shared, with entities within',
    query: '{ route { km from { mayor } to { people } } }',
    expected: { data: { route: { km: 80, from: { mayor: 'Wu' }, to: { people: 80 } } } },
  },
  {
    title: 'a shared list is told once',
    query: '{ weather { rain day } }',
    expected: {
      data: {
        weather: [
          { rain: true, day: 1 },
          { rain: null, day: 2 },
        ],
      },
    },
  },
  {
    title: 'one department being dark, the other still tells its part of a value',
    query: '{ map { roads rivers } }',
    dark: ['west'],
    expected: { data: { map: { roads: 12, rivers: null } }, errors: ['map.rivers'] },
  },
]);
