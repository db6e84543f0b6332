import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { company, elsewhere, shen, zhou } from './governed-departments.ts';
import { type GovernedGraph, matter, startGovernedGraph } from './governed-graph.ts';

// What a verdict refuses is not asked of any department: not first, not early, not as what another field requires.

let graph: GovernedGraph;
beforeAll(async () => {
  graph = await startGovernedGraph({
    cases: { 'C-1': [zhou] },
    matters: [
      matter('due', { 'Enterprise.due': 'clear' }),
      matter('rating', { 'Enterprise.rating': 'clear' }),
      matter('capital', { 'Enterprise.capital': 'clear', 'Enterprise.rating': 'clear' }),
      matter('people', { 'Query.citizen': 'clear', 'Query.citizens': 'clear', 'Account.bank': 'masked' }),
      matter('party', {
        'Query.citizens': 'clear',
        'Citizen.household': 'clear',
        'Household.benefit': { show: 'clear', where: ['party'], otherwise: 'denied' },
      }),
    ],
  });
});
afterAll(() => graph?.close());
afterEach(() => {
  for (const department of Object.values(graph.departments)) department.answersTruly();
});

/** Everything that a field is called by in what departments are asked. */
const words = (operations: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(
    Object.entries(operations).map(([name, asked]) => [
      name,
      asked.map((each) => each.match(/\b[a-z]\w+/g) ?? []),
    ]),
  );

describe('a refused root field', () => {
  it('is not asked, and its department only for what is left', async () => {
    const { operations, data } = await graph.asking('{ citizens { sex } count enterprises { name } }', {});
    expect(data).toMatchObject({ citizens: null, count: 2, enterprises: [{}, {}, {}] });
    expect(operations['population']).toEqual(['{count}']);
    expect(Object.keys(operations)).toEqual(['population', 'legal']);
  });

  it('leaves a department of which nothing else is asked alone', async () => {
    const { operations, data } = await graph.asking(
      '{ a: citizens { sex } b: citizens { name } enterprises { name } allowances }',
    );
    expect(data).toMatchObject({ a: null, b: null, allowances: null });
    expect(Object.keys(operations)).toEqual(['legal']);
  });

  it('takes the fields of other departments under it along', async () => {
    const { operations } = await graph.asking('{ citizens { ventures { due account { bank grant } } } }');
    expect(operations).toEqual({});
  });
});

describe('a refused field of an entity', () => {
  it('is not asked, its department not at all where it has nothing else', async () => {
    const none = await graph.asking('{ enterprises { due rating } }');
    expect(Object.keys(none.operations)).toEqual(['legal']);
    const some = await graph.asking('{ enterprises { due rating account { bank grant } } }', {
      matter: 'due',
    });
    expect(Object.keys(some.operations)).toEqual(['legal', 'tax']);
    expect(JSON.stringify(words(some.operations))).toMatch(/"due"/);
    expect(JSON.stringify(words(some.operations))).not.toMatch(/bank|grant|rating|capital/);
  });

  it('is asked by whoever may see it, in the same gateway, before and after', async () => {
    const query = '{ enterprises { due } }';
    const asked = async (code?: string) =>
      Object.keys((await graph.asking(query, code ? { matter: code } : {})).operations);
    expect([
      await asked(),
      await asked('due'),
      await asked(),
      await asked('rating'),
      await asked('due'),
    ]).toEqual([['legal'], ['legal', 'tax'], ['legal'], ['legal'], ['legal', 'tax']]);
  });

  it('is not asked of a type of a union where it may be of another', async () => {
    const { operations } = await graph.asking(
      `{ enterprise(uscc: "${company}") { owners { ... on Citizen { tags } ... on Enterprise { due } } } }`,
      { matter: 'due' },
    );
    expect(Object.keys(operations)).toEqual(['legal', 'tax']);
    expect(JSON.stringify(operations)).not.toContain('tags');
  });

  it('is asked where some records may show it, and shown of those alone', async () => {
    const reply = await graph.asking('{ citizens { household { benefit } } }', {
      matter: 'party',
      case: 'C-1',
    });
    expect(Object.keys(reply.operations)).toEqual(['population', 'civil']);
    expect(reply.data).toMatchObject({
      citizens: [
        { household: { benefit: '补贴H1' } },
        { household: { benefit: null } },
        { household: { benefit: null } },
      ],
    });
    const without = await graph.asking('{ citizens { household { benefit } } }', { matter: 'party' });
    expect(Object.keys(without.operations)).toEqual(['population']);
  });
});

describe('in one wave', () => {
  const profile = `{ enterprise(uscc: "${company}") { name due rating account { bank } } }`;

  it('what is permitted is asked at once, what is refused not at all', async () => {
    const order: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    graph.departments['legal']?.answersInstead(async (truth) => {
      // The owner answers only once the other was asked.
      await promise;
      order.push('legal');
      return { body: truth };
    });
    graph.departments['tax']?.answersInstead((truth) => {
      order.push('tax');
      resolve();
      return { body: truth };
    });
    const reply = await graph.asking(profile, { matter: 'due' });
    expect(order).toEqual(['tax', 'legal']);
    expect(reply.data).toMatchObject({ enterprise: { due: 7, rating: null, account: { bank: null } } });
    expect(JSON.stringify(words(reply.operations)['tax'])).not.toMatch(/rating|bank|capital/);
  });

  it('nobody is asked early for a caller who may see nothing of it', async () => {
    const { operations } = await graph.asking(profile);
    expect(Object.keys(operations)).toEqual(['legal', 'tax']);
    expect(JSON.stringify(words(operations))).not.toMatch(/due|rating|capital|bank/);
    const none = await graph.asking(`{ enterprise(uscc: "${company}") { name due rating } }`);
    expect(Object.keys(none.operations)).toEqual(['legal']);
  });

  it('nobody is asked early where the lookup itself is refused', async () => {
    const { operations } = await graph.asking(
      `{ citizen(idNumber: "${shen}") { sex accounts { uscc bank } ventureCodes } count }`,
    );
    expect(operations).toEqual({ population: ['{count}'] });
  });
});

describe('what a field requires', () => {
  const query = `{ enterprise(uscc: "${elsewhere}") { rating capital } }`;

  it('is not asked for where the field is refused', async () => {
    const { operations } = await graph.asking(query, { matter: 'due' });
    expect(Object.keys(operations)).toEqual(['legal']);
    expect(JSON.stringify(operations)).not.toMatch(/capital|rating/);
  });

  it('is not shown where it is refused by itself', async () => {
    const reply = await graph.asking(query, { matter: 'rating' });
    expect(reply.data).toEqual({ enterprise: { rating: 'A', capital: null } });
    expect(reply.text).not.toContain('1234567');
    const renamed = await graph.asks(
      `{ enterprise(uscc: "${elsewhere}") { capital: rating rating: capital } }`,
      {
        matter: 'rating',
      },
    );
    expect(renamed.data).toEqual({ enterprise: { capital: 'A', rating: null } });
  });

  it('is told to the department as it is, however the caller sees it', async () => {
    const { data } = await graph.asks(query, { matter: 'capital', by: 'low-clerk' });
    expect(data).toMatchObject({ enterprise: { rating: 'A' } });
    const { representations } = graph.departments['tax']?.calls.at(-1)?.variables ?? {};
    expect(representations).toEqual([{ __typename: 'Enterprise', uscc: elsewhere, capital: '1234567.00' }]);
  });
});
