import { all, type Declared, find } from './departments.ts';
import { conforms } from './suite.ts';

/** Still declares everything, and tells stale values. */
const paper: Declared = {
  sdl: /* GraphQL */ `
    type Query { licence(id: ID!): Licence licences: [Licence!]! count: Int notice: String }
    type Licence @key(fields: "id") {
      id: ID!
      holder: String
      fee: Int
      valid: Boolean
      issuer: String
      office: Office
      kept: String
    }
    type Office { name: String @shareable }
  `,
  rows: {
    Licence: [
      {
        id: 'l1',
        holder: 'stale',
        fee: -1,
        valid: false,
        issuer: 'stale',
        office: { name: 'stale' },
        kept: 'shelf 1',
      },
      { id: 'l2', holder: 'stale', fee: -2, valid: false, issuer: 'stale', office: null, kept: 'shelf 2' },
    ],
  },
  fields: { Query: { licence: find('Licence'), licences: all('Licence'), count: -1, notice: 'on paper' } },
};

const online: Declared = {
  sdl: /* GraphQL */ `
    type Query { count: Int @override(from: "paper") newest: Licence }
    type Licence @key(fields: "id") {
      id: ID!
      holder: String @override(from: "paper")
      valid: Boolean @override(from: "paper", label: "percent(100)")
      issuer: String @override(from: "paper", label: "percent(0)")
      office: Office @override(from: "paper")
      mark: String
    }
    type Office { name: String @shareable }
  `,
  rows: {
    Licence: [
      { id: 'l1', holder: 'Ann', valid: true, issuer: 'online', office: { name: 'Centre' }, mark: 'm1' },
      { id: 'l2', holder: 'Bo', valid: true, issuer: 'online', office: { name: 'North' }, mark: 'm2' },
    ],
  },
  fields: { Query: { count: 2, newest: { id: 'l2' } } },
};

/** Takes a field over from a department that is part of the house no more. */
const cashier: Declared = {
  sdl: /* GraphQL */ `
    type Query { till: Int @override(from: "closed") }
    type Licence @key(fields: "id") { id: ID! fee: Int @override(from: "paper") paid: Boolean bill: String @requires(fields: "holder") holder: String @external }
  `,
  rows: {
    Licence: [
      { id: 'l1', fee: 30, paid: true },
      { id: 'l2', fee: 40, paid: false },
    ],
  },
  fields: {
    Query: { till: 70 },
    Licence: { bill: ({ holder }: { holder: string }) => `to ${holder}` },
  },
};

conforms('@override', { paper, online, cashier }, [
  {
    title: 'a field comes from the department that took it over',
    query: '{ licence(id: "l1") { holder } }',
    expected: { data: { licence: { holder: 'Ann' } } },
    asked: { paper: 1, online: 1 },
  },
  {
    title: 'fields not taken over stay where they are',
    query: '{ licences { kept holder } }',
    expected: {
      data: {
        licences: [
          { kept: 'shelf 1', holder: 'Ann' },
          { kept: 'shelf 2', holder: 'Bo' },
        ],
      },
    },
  },
  {
    title: 'a root field may be taken over, and the old department is not asked',
    query: '{ count }',
    expected: { data: { count: 2 } },
    asked: { online: 1 },
  },
  {
    title: 'a root of the new department tells its fields at once',
    query: '{ newest { holder office { name } } }',
    expected: { data: { newest: { holder: 'Bo', office: { name: 'North' } } } },
    asked: { online: 1 },
  },
  {
    title: 'an object is taken over whole',
    query: '{ licences { office { name } } }',
    expected: { data: { licences: [{ office: { name: 'Centre' } }, { office: { name: 'North' } }] } },
  },
  {
    title: 'two departments may take over from one',
    query: '{ licence(id: "l2") { fee holder paid mark kept } }',
    expected: { data: { licence: { fee: 40, holder: 'Bo', paid: false, mark: 'm2', kept: 'shelf 2' } } },
  },
  {
    title: 'a field is taken over from a department that does not exist',
    query: '{ till notice }',
    expected: { data: { till: 70, notice: 'on paper' } },
  },
  {
    title: 'the new department tells a field while the old one is dark',
    query: '{ newest { holder kept } count }',
    dark: ['paper'],
    expected: { data: { newest: { holder: 'Bo', kept: null }, count: 2 }, errors: ['newest.kept'] },
  },
  {
    title: 'a field taken over to a hundred percent comes from the new department',
    query: '{ licence(id: "l1") { valid } }',
    expected: { data: { licence: { valid: true } } },
  },
  {
    title: 'a field taken over to no percent comes from the old department',
    query: '{ newest { issuer } licence(id: "l1") { issuer } }',
    expected: { data: { newest: { issuer: 'stale' }, licence: { issuer: 'stale' } } },
  },
  {
    title: 'what is required comes from the department that took it over',
    query: '{ licences { bill } }',
    expected: { data: { licences: [{ bill: 'to Ann' }, { bill: 'to Bo' }] } },
  },
]);
