import { setTimeout } from 'node:timers/promises';
import type { Context, Declared } from './departments.ts';
import { conforms } from './suite.ts';

/** A mutation that takes a while to take effect, and tells as which one it did. */
const acting =
  (what: string, ms = 0) =>
  async (_: null, { id, amount }: { id: string; amount?: number }, { effects }: Context) => {
    await setTimeout(ms);
    effects.push(`${what} ${id}${amount === undefined ? '' : ` ${amount}`}`);
    return { id, turn: effects.length };
  };
const failing = (_: null, { id }: { id: string }, { effects }: Context) => {
  effects.push(`failed ${id}`);
  return new Error('no');
};

const bank: Declared = {
  sdl: /* GraphQL */ `
    type Query { banks: Int }
    type Mutation {
      credit(id: ID!, amount: Int!): Account!
      batch(entries: [Entry!]!): [Account!]!
      freeze(id: ID!): Account
      note(id: ID!): Turn @shareable
    }
    input Entry { id: ID! amount: Int = 1 }
    type Turn { id: ID @shareable turn: Int @shareable }
    type Account @key(fields: "id") { id: ID! turn: Int @shareable holder: String }
  `,
  fields: {
    Query: { banks: 1 },
    Mutation: {
      credit: acting('credit', 20),
      freeze: failing,
      note: acting('note'),
      batch: (_: null, { entries }: { entries: { id: string; amount: number }[] }, { effects }: Context) =>
        entries.map(({ id, amount }) => ({ id, turn: effects.push(`batch ${id} ${amount}`) })),
    },
    Account: { holder: ({ id }: { id: string }) => `holder of ${id}` },
  },
};

const tax: Declared = {
  sdl: /* GraphQL */ `
    type Query { taxes: Int }
    type Mutation { levy(id: ID!, amount: Int): Account cancel(id: ID!): Account! note(id: ID!): Turn @shareable }
    type Turn { id: ID @shareable turn: Int @shareable }
    type Account @key(fields: "id") {
      id: ID!
      turn: Int @shareable
      due: Int
      look: Int
      holder: String @external
      letter: String @requires(fields: "holder")
    }
  `,
  fields: {
    Query: { taxes: 2 },
    Mutation: { levy: acting('levy'), cancel: failing, note: acting('note') },
    Account: {
      due: ({ id }: { id: string }) => id.length,
      look: (_: object, _args: object, { effects }: Context) => effects.push('look'),
      letter: ({ holder }: { holder: string }) => `dear ${holder}`,
    },
  },
};

conforms('mutations', { bank, tax }, [
  {
    title: 'run one after the other, across departments, in the order written',
    query: `mutation {
      a: credit(id: "x", amount: 1) { turn }
      b: levy(id: "y", amount: 2) { turn }
      c: credit(id: "z", amount: 3) { turn }
      d: levy(id: "x") { turn }
    }`,
    expected: { data: { a: { turn: 1 }, b: { turn: 2 }, c: { turn: 3 }, d: { turn: 4 } } },
    effects: ['credit x 1', 'levy y 2', 'credit z 3', 'levy x'],
  },
  {
    title: 'a quick one waits for a slow one of another department before it',
    query: 'mutation { credit(id: "x", amount: 1) { id } levy(id: "x") { id } }',
    expected: { data: { credit: { id: 'x' }, levy: { id: 'x' } } },
    effects: ['credit x 1', 'levy x'],
  },
  {
    title: 'a returned entity is continued in another department',
    query: 'mutation { credit(id: "abc", amount: 5) { due holder id } }',
    expected: { data: { credit: { due: 3, holder: 'holder of abc', id: 'abc' } } },
    effects: ['credit abc 5'],
    asked: { bank: 1, tax: 1 },
  },
  {
    title: 'a returned entity goes there and back for what is required',
    query: 'mutation { levy(id: "q") { letter due } }',
    expected: { data: { levy: { letter: 'dear holder of q', due: 1 } } },
    effects: ['levy q'],
  },
  {
    title: 'one field under two names runs twice',
    query: 'mutation { a: credit(id: "x", amount: 1) { turn } b: credit(id: "x", amount: 1) { turn } }',
    expected: { data: { a: { turn: 1 }, b: { turn: 2 } } },
    effects: ['credit x 1', 'credit x 1'],
  },
  {
    title: 'one field twice under one name runs once, with the fields of both',
    query:
      'mutation { credit(id: "x", amount: 1) { turn } ...C } fragment C on Mutation { credit(id: "x", amount: 1) { due } }',
    expected: { data: { credit: { turn: 1, due: 1 } } },
    effects: ['credit x 1'],
  },
  {
    title: 'one that two departments have runs once',
    query: 'mutation { note(id: "n") { turn id } }',
    expected: { data: { note: { turn: 1, id: 'n' } } },
    effects: ['note n'],
  },
  {
    title: 'one that two departments have runs once in its turn among others',
    query: 'mutation { levy(id: "a") { turn } note(id: "n") { turn } credit(id: "b", amount: 0) { turn } }',
    expected: { data: { levy: { turn: 1 }, note: { turn: 2 }, credit: { turn: 3 } } },
    effects: ['levy a', 'note n', 'credit b 0'],
  },
  {
    title: 'all of one is done, with what it returns from elsewhere, before the next begins',
    query: 'mutation { a: credit(id: "x", amount: 1) { look } b: credit(id: "y", amount: 2) { look } }',
    expected: { data: { a: { look: 2 }, b: { look: 4 } } },
    effects: ['credit x 1', 'look', 'credit y 2', 'look'],
  },
  {
    title: 'a skipped one does not run',
    query:
      'mutation ($no: Boolean!) { credit(id: "x", amount: 1) @skip(if: $no) { turn } levy(id: "y") { turn } }',
    variables: { no: true },
    expected: { data: { levy: { turn: 1 } } },
    effects: ['levy y'],
    asked: { tax: 1 },
  },
  {
    title: 'variables reach them, input objects and defaults too',
    query:
      'mutation ($e: [Entry!]!, $a: Int!) { batch(entries: $e) { id turn due } credit(id: "x", amount: $a) { turn } }',
    variables: { e: [{ id: 'aa', amount: 4 }, { id: 'b' }], a: 9 },
    expected: {
      data: {
        batch: [
          { id: 'aa', turn: 1, due: 2 },
          { id: 'b', turn: 2, due: 1 },
        ],
        credit: { turn: 3 },
      },
    },
    effects: ['batch aa 4', 'batch b 1', 'credit x 9'],
  },
  {
    title: 'one that fails is null and told, the next one runs',
    query: 'mutation { freeze(id: "x") { turn } levy(id: "y") { turn } }',
    expected: { data: { freeze: null, levy: { turn: 2 } }, errors: ['freeze'] },
    effects: ['failed x', 'levy y'],
  },
  {
    title: 'one that fails and may not be null leaves no data',
    query: 'mutation { levy(id: "y") { turn } gone: cancel(id: "x") { turn } }',
    expected: { data: null, errors: ['gone'] },
    effects: ['levy y', 'failed x'],
  },
  {
    title: 'one of a dark department is null and told, the others run',
    query: 'mutation { levy(id: "y") { due } credit(id: "x", amount: 1) { holder } }',
    dark: ['tax'],
    expected: { data: { levy: null, credit: { holder: 'holder of x' } }, errors: ['levy'] },
  },
  {
    title: 'the type of the root is told, and nothing runs for it',
    query: 'mutation { __typename }',
    expected: { data: { __typename: 'Mutation' } },
    effects: [],
    asked: {},
  },
  {
    title: 'a refused one runs in no part',
    query: 'mutation { levy(id: "y") { turn } credit(id: "x") { turn } }',
    expected: /amount/,
    effects: [],
    asked: {},
  },
]);
