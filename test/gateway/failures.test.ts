import { parse } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Instead, type SmallGraph, startSmallGraph } from './small-graph.ts';

// A department that fails, in every way a department can: its own part is missing and told, the rest arrives, and its
// own words stay in the house.

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])';
const owner = parse(`${link}
  type Query { firm(id: ID!): Firm firms: [Firm!]! count: Int }
  type Firm @key(fields: "id") { id: ID! name: String! }
`);
const tax = parse(`${link}
  enum State { NORMAL ABNORMAL }
  type Query { taxes: Int }
  type Firm @key(fields: "id") { id: ID! state: State paid: Int owed(year: Int): Int grades: [Grade!] must: Int! }
  type Grade { year: Int! level: String! }
`);
const names: Readonly<Record<string, string>> = { a: '甲', b: '乙', c: '丙' };
const grades = [
  { year: 2024, level: 'A' },
  { year: 2025, level: 'B' },
];
const secret = '内部口令 330199197903129813';

let graph: SmallGraph;
beforeAll(async () => {
  graph = await startSmallGraph(
    {
      owner: {
        typeDefs: owner,
        resolvers: {
          Query: {
            firm: (_: never, { id }: { id: string }) => (names[id] ? { id, name: names[id] } : null),
            firms: () => Object.entries(names).map(([id, name]) => ({ id, name })),
            count: () => 3,
          },
        },
      },
      tax: {
        typeDefs: tax,
        resolvers: {
          Query: { taxes: () => 7 },
          Firm: {
            __resolveReference: ({ id }: { id: string }) =>
              id === 'c' ? null : { id, state: 'NORMAL', paid: 5, owed: 1, grades, must: 1 },
          },
        },
      },
    },
    { departmentTimeoutMs: 400 },
  );
});
afterAll(() => graph?.close());
afterEach(() => graph.departments['tax']?.answersTruly());

const insteadOfTax = (change: Parameters<NonNullable<typeof graph.departments.tax>['answersInstead']>[0]) =>
  graph.departments['tax']?.answersInstead(change);
const toldOf = ({ errors }: Awaited<ReturnType<SmallGraph['ask']>>) =>
  errors
    .map(
      ({ path, extensions }) =>
        `${path?.join('.')} ${String(extensions['code'])} ${String(extensions['department'])}`,
    )
    .toSorted();

describe('a department that can not be asked', () => {
  const ways: readonly (readonly [way: string, instead: Instead, code: string])[] = [
    ['answers with 500', { status: 500, body: secret }, 'DEPARTMENT_UNAVAILABLE'],
    ['refuses with 401', { status: 401, body: { errors: [{ message: secret }] } }, 'DEPARTMENT_UNAVAILABLE'],
    ['is too busy, 429', { status: 429, body: secret }, 'DEPARTMENT_UNAVAILABLE'],
    ['never answers', null, 'DEPARTMENT_UNAVAILABLE'],
    ['hangs up half way', 'hang up', 'DEPARTMENT_UNAVAILABLE'],
    ['never stops talking', { body: `"${secret.repeat(1_300_000)}"` }, 'DEPARTMENT_UNAVAILABLE'],
    ['answers with a page', { type: 'text/html', body: `<h1>${secret}</h1>` }, 'DEPARTMENT_ANSWER_INVALID'],
    ['answers with no GraphQL', { body: { message: secret } }, 'DEPARTMENT_ANSWER_INVALID'],
    ['answers with a list', { body: [secret] }, 'DEPARTMENT_ANSWER_INVALID'],
    ['answers with too few entities', { body: { data: { _entities: [] } } }, 'DEPARTMENT_ANSWER_INVALID'],
    ['answers with no entities', { body: { data: {} } }, 'DEPARTMENT_ANSWER_INVALID'],
    [
      'answers with entities that are none',
      { body: { data: { _entities: [secret] } } },
      'DEPARTMENT_ANSWER_INVALID',
    ],
    ['answers with errors alone', { body: { errors: [{ message: secret }] } }, 'DEPARTMENT_FAILED'],
    [
      'answers with null and errors',
      { body: { data: null, errors: [{ message: secret, path: ['_entities'] }] } },
      'DEPARTMENT_FAILED',
    ],
    [
      'answers with errors that are none',
      { body: { data: null, errors: [5, null, { path: 'x' }] } },
      'DEPARTMENT_FAILED',
    ],
  ];

  it.each(ways)(
    'because it %s: its part is null and told at each path, the rest arrives',
    async (_, instead, code) => {
      insteadOfTax(() => instead);
      const answer = await graph.ask('{ firm(id: "a") { name mine: state grades { level } } count }');
      expect(answer.status).toBe(200);
      expect(answer.data).toEqual({ firm: { name: '甲', mine: null, grades: null }, count: 3 });
      expect(toldOf(answer)).toEqual([`firm.grades ${code} tax`, `firm.mine ${code} tax`]);
      expect(answer.body).not.toMatch(/内部口令|330199197903129813/);
      expect(graph.logged()).not.toMatch(/内部口令|330199197903129813/);
    },
  );

  it('is told at every item of a list', async () => {
    insteadOfTax(() => ({ status: 503, body: '' }));
    const answer = await graph.ask('{ firms { name paid } }');
    expect(answer.data).toEqual({ firms: Object.values(names).map((name) => ({ name, paid: null })) });
    expect(toldOf(answer)).toEqual(
      [0, 1, 2].map((index) => `firms.${index}.paid DEPARTMENT_UNAVAILABLE tax`),
    );
  });

  it('takes with it what can not be null, and is told once', async () => {
    insteadOfTax(() => ({ status: 503, body: '' }));
    const answer = await graph.ask('{ firm(id: "a") { name must } count }');
    expect(answer.data).toEqual({ firm: null, count: 3 });
    expect(toldOf(answer)).toEqual(['firm.must DEPARTMENT_UNAVAILABLE tax']);
  });

  it('loses its own root fields alone', async () => {
    insteadOfTax(() => ({ status: 503, body: '' }));
    const answer = await graph.ask('{ taxes count }');
    expect(answer.data).toEqual({ taxes: null, count: 3 });
    expect(toldOf(answer)).toEqual(['taxes DEPARTMENT_UNAVAILABLE tax']);
  });

  it('has a line in the log for the operator, found by the trace id, with the reason and without its words', async () => {
    insteadOfTax(() => ({ status: 503, body: secret }));
    await graph.ask('{ firm(id: "a") { paid } }');
    const line = JSON.parse(graph.logged().trim().split('\n').at(-1) ?? '{}');
    expect(line).toMatchObject({
      msg: 'department failed',
      trace: 'test',
      department: 'tax',
      reason: 'HTTP_503',
      codes: ['DEPARTMENT_UNAVAILABLE'],
    });
  });
});

describe('a department that fails in part', () => {
  it('is told at the path of its own error, within the entity it was asked for', async () => {
    insteadOfTax(() => ({
      body: {
        data: { _entities: [{ paid: 1, state: null }, { paid: null, state: 'NORMAL' }, null] },
        errors: [
          { message: secret, path: ['_entities', 0, 'state'] },
          { message: secret, path: ['_entities', 1, 'paid'], extensions: { code: 'BAD_USER_INPUT' } },
        ],
      },
    }));
    const answer = await graph.ask('{ firms { name paid state } }');
    expect(answer.data).toEqual({
      firms: [
        { name: '甲', paid: 1, state: null },
        { name: '乙', paid: null, state: 'NORMAL' },
        { name: '丙', paid: null, state: null },
      ],
    });
    expect(toldOf(answer)).toEqual([
      'firms.0.state DEPARTMENT_FAILED tax',
      'firms.1.paid ARGUMENT_REFUSED tax',
    ]);
    expect(answer.body).not.toContain('内部口令');
  });

  it('gives null without an error for an entity that it does not hold', async () => {
    const answer = await graph.ask('{ firm(id: "c") { name paid grades { year } } }');
    expect(answer).toMatchObject({ data: { firm: { name: '丙', paid: null, grades: null } }, errors: [] });
  });

  it.each([
    ['a word for a number', { paid: '内部口令' }, 'firm.paid'],
    ['a state that the schema has not', { state: '内部口令' }, 'firm.state'],
    ['a list for one', { paid: [1] }, 'firm.paid'],
    ['one for a list', { grades: '内部口令' }, 'firm.grades'],
    ['null in a list that holds none', { grades: [null] }, 'firm.grades.0'],
    ['an object for a number', { paid: { inside: '内部口令' } }, 'firm.paid'],
  ])('by %s: that field is null, told without the value', async (_, entity, path) => {
    const fit = { state: 'NORMAL', paid: 5, grades };
    insteadOfTax(() => ({ body: { data: { _entities: [{ ...fit, ...entity }] } } }));
    const answer = await graph.ask('{ firm(id: "a") { name state paid grades { year level } } }');
    expect(answer.data).toMatchObject({ firm: { name: '甲' } });
    expect(answer.errors.map((error) => [error.path?.join('.'), error.extensions['code']])).toEqual([
      [path, 'DEPARTMENT_ANSWER_INVALID'],
    ]);
    expect(answer.body + graph.logged()).not.toContain('内部口令');
  });

  it('by hostile keys harms nothing', async () => {
    insteadOfTax(() => ({
      body: '{"data":{"_entities":[{"paid":9,"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}]}}',
    }));
    const { body } = await graph.ask('{ firm(id: "a") { name paid } }');
    expect(JSON.parse(body)).toEqual({ data: { firm: { name: '甲', paid: 9 } } });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    graph.departments['tax']?.answersTruly();
    const aliased = await graph.ask('{ firm(id: "a") { __proto__: name constructor: paid toString: owed } }');
    expect(aliased.body).toContain('{"__proto__":"甲","constructor":5,"toString":1}');
  });
});

describe('after a dark time', () => {
  it('the next request is answered in full', async () => {
    insteadOfTax(() => 'hang up');
    await graph.ask('{ firm(id: "a") { paid } }');
    graph.departments['tax']?.answersTruly();
    expect(await graph.ask('{ firm(id: "a") { paid } }')).toMatchObject({
      data: { firm: { paid: 5 } },
      errors: [],
    });
  });

  it('a department that is gone for good leaves the others answering', async () => {
    await graph.departments['tax']?.kill();
    const answer = await graph.ask('{ firm(id: "a") { name paid } }');
    expect(answer.data).toEqual({ firm: { name: '甲', paid: null } });
    expect(toldOf(answer)).toEqual(['firm.paid DEPARTMENT_UNAVAILABLE tax']);
  });
});
