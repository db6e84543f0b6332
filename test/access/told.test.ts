import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { child, company, shen, trader, zhou } from './governed-departments.ts';
import { type GovernedGraph, matter, startGovernedGraph } from './governed-graph.ts';

// What a caller is told of what is not shown: why, and what would change it, in both languages, and nothing else.

const all = { 'Query.citizens': 'clear', 'Query.citizen': 'clear' } as const;
const ofParty = { show: 'clear', where: ['party'], otherwise: 'denied' } as const;
let graph: GovernedGraph;
beforeAll(async () => {
  graph = await startGovernedGraph({
    cases: { 'C-1': [zhou] },
    matters: [
      matter('names', {
        ...all,
        'Citizen.name': 'masked',
        'Citizen.phone': 'clear',
        'Household.benefit': 'clear',
      }),
      matter('party', { ...all, 'Citizen.phone': ofParty }),
      matter('mask-only', { ...all, 'Citizen.*': 'clear', 'Citizen.phone': ofParty }, { case: 'required' }),
      matter('masked', { ...all, 'Citizen.alias': 'masked' }),
      matter('tags', { ...all, 'Citizen.tags': 'masked' }),
      matter('ill', { ...all, 'Citizen.*': 'clear' }, { minors: { basis: '法' } }),
    ],
  });
});
afterAll(() => graph?.close());
afterEach(() => graph.departments['population']?.answersTruly());

const away = { matter: 'mask-only', case: 'C-away' };
const provenance = { 'x-provenance': 'include' };

describe('a refused field', () => {
  it('is told as an error of this shape', async () => {
    const { text, status } = await graph.asks(`{ citizen(idNumber: "${zhou}") { n: name tags } }`, {
      matter: 'names',
    });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      data: { citizen: { n: '周**', tags: null } },
      errors: [
        {
          message: 'The matter "names" does not grant Citizen.tags.',
          path: ['citizen', 'tags'],
          extensions: {
            code: 'UNAUTHORIZED_FIELD_OR_TYPE',
            reason: 'NOT_GRANTED',
            coordinate: 'Citizen.tags',
            messageZh: '「names」没有 Citizen.tags 的查询授权。',
          },
        },
      ],
    });
  });

  it('of single records is told at each, with its place in the list', async () => {
    const { errors } = await graph.asks('{ citizens { phone } }', { matter: 'party', case: 'C-1' });
    expect(errors).toEqual([
      {
        message:
          'The matter "party" grants Citizen.phone only of parties of the case or within your region, and this record is of neither.',
        path: ['citizens', 1, 'phone'],
        extensions: {
          code: 'UNAUTHORIZED_FIELD_OR_TYPE',
          reason: 'NOT_THIS_RECORD',
          messageZh: '「party」只授权查办件当事人或者管辖区域内的 Citizen.phone,这条记录不在其中。',
        },
      },
      expect.objectContaining({ path: ['citizens', 2, 'phone'] }),
    ]);
  });

  it.each([
    ['NO_MATTER', {}, 'citizens { sex }', /依法履职.*"x-matter"/, /依法履职.*x-matter/],
    ['NOT_SHARED', { matter: 'names' }, 'citizens { secret }', /not shared \(档案法\)/, /不予共享.档案法./],
    ['CASE_NEEDED', { matter: 'mask-only' }, 'citizens { sex }', /"x-case"/, /x-case/],
    ['CASE_UNVERIFIED', away, 'citizens { phone }', /register of cases is away/, /办件库/],
    ['CASE_UNVERIFIED', away, 'citizens { tags }', /register of cases is away/, /办件库/],
    ['NOT_MASKABLE', { matter: 'tags' }, 'citizens { tags }', /can't be masked/, /无法脱敏/],
    ['CLEARANCE', { matter: 'ill', by: 'low-clerk' }, 'citizens { illness }', /level L4/, /L4 级/],
    [
      'MINOR',
      { matter: 'names' },
      `citizen(idNumber: "${child}") { phone }`,
      /under fourteen/,
      /未满十四周岁/,
    ],
    [
      'REVEALING_ARGUMENT',
      { matter: 'names' },
      'citizens(orderBy: NAME) { sex }',
      /reveal Citizen\.name.*leave the argument out/,
      /Citizen\.name.*去掉该参数/,
    ],
  ] as const)(
    'says why and what to do in both languages: %s',
    async (reason, manner, query, message, messageZh) => {
      const { errors } = await graph.asks(`{ ${query} }`, manner);
      expect(errors.length).toBeGreaterThan(0);
      for (const error of errors) {
        expect(error.extensions).toMatchObject({ code: 'UNAUTHORIZED_FIELD_OR_TYPE', reason });
        expect(error.message).toMatch(message);
        expect(error.extensions['messageZh']).toMatch(messageZh);
      }
    },
  );

  it('is told without any value or number', async () => {
    const { errors } = await graph.asks(
      `{ a: citizen(idNumber: "${shen}") { tags phone secret } b: citizens(filter: { name: "沈" }) { sex } enterprise(uscc: "${company}") { capital } }`,
      { matter: 'party' },
    );
    expect(errors.length).toBe(5);
    expect(JSON.stringify(errors)).not.toMatch(new RegExp(`沈|139|1234567|${shen}|${company}|${trader}`));
  });

  it('that nobody named a matter for is told alike whether the matter is unknown, not the caller’s, or not in force', async () => {
    for (const manner of [{ matter: 'unknown' }, { matter: 'names', by: 'analyst' }]) {
      const { status, errors, data } = await graph.asks('{ count }', manner);
      expect([status, data]).toEqual([403, undefined]);
      expect(errors).toMatchObject([
        { extensions: { code: 'MATTER_REFUSED', messageZh: expect.stringContaining('事项') } },
      ]);
    }
  });
});

const fieldsOf = async (query: string, manner: object) =>
  (await graph.asks(query, { ...manner, headers: provenance })).extensions?.['fields'];

describe('extensions.fields', () => {
  it('tells what is masked and what is refused, of all items of a list at once', async () => {
    expect(
      await fieldsOf('{ citizens { a: alias tags } households { benefit } }', { matter: 'masked' }),
    ).toEqual([
      { path: ['citizens', '@', 'a'], status: 'MASKED', rule: 'NAME' },
      { path: ['citizens', '@', 'tags'], status: 'DENIED', reason: 'NOT_GRANTED' },
      { path: ['households', '@', 'benefit'], status: 'DENIED', reason: 'NOT_GRANTED' },
    ]);
  });

  it('tells what is refused of a single record at its place', async () => {
    expect(await fieldsOf('{ citizens { phone sex } }', { matter: 'party', case: 'C-1' })).toEqual([
      { path: ['citizens', 1, 'phone'], status: 'DENIED', reason: 'NOT_THIS_RECORD' },
      { path: ['citizens', 2, 'phone'], status: 'DENIED', reason: 'MINOR' },
    ]);
  });

  it('tells what is not reachable apart from what is not permitted', async () => {
    graph.departments['civil']?.answersInstead(() => ({ status: 503, body: '' }));
    const fields = await fieldsOf(
      `{ citizen(idNumber: "${zhou}") { alias tags } households { benefit } enterprise(uscc: "${company}") { account { pledge } } }`,
      { matter: 'names' },
    );
    graph.departments['civil']?.answersTruly();
    expect(fields).toEqual([
      { path: ['citizen', 'alias'], status: 'DENIED', reason: 'NOT_GRANTED' },
      { path: ['citizen', 'tags'], status: 'DENIED', reason: 'NOT_GRANTED' },
      { path: ['enterprise', 'account', 'pledge'], status: 'DENIED', reason: 'NOT_GRANTED' },
      { path: ['households', 0, 'benefit'], status: 'UNAVAILABLE', reason: 'DEPARTMENT_UNAVAILABLE' },
      { path: ['households', 1, 'benefit'], status: 'UNAVAILABLE', reason: 'DEPARTMENT_UNAVAILABLE' },
    ]);
  });

  it('is not there unless it is asked for', async () => {
    expect((await graph.asks('{ citizens { tags } }', { matter: 'names' })).extensions).toBeUndefined();
  });
});

describe('of thousands of refused values', () => {
  it('five hundred are told and no more, whatever refuses them', async () => {
    graph.departments['population']?.answersInstead(({ data }) => ({
      body: {
        data: Object.fromEntries(Object.entries(data ?? {}).map(([key, value]) => [key, many(value)])),
      },
    }));
    const { errors, data } = await graph.asks('{ citizens { phone name tags alias } }', { matter: 'names' });
    expect((data as { citizens: unknown[] }).citizens).toHaveLength(900);
    expect(errors).toHaveLength(500);
    expect(errors.slice(0, 3).map(({ path }) => path)).toEqual([
      ['citizens', '@', 'tags'],
      ['citizens', '@', 'alias'],
      ['citizens', 2, 'phone'],
    ]);
    expect(new Set((data as { citizens: object[] }).citizens.map((each) => JSON.stringify(each))).size).toBe(
      3,
    );
  });
});

function many(value: unknown): unknown {
  return Array.isArray(value) ? Array.from({ length: 300 }, () => value as unknown[]).flat() : value;
}
