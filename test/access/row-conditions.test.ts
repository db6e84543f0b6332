import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { child, shen, zhou } from './governed-departments.ts';
import { type GovernedGraph, matter, reasonsOf, startGovernedGraph } from './governed-graph.ts';

// What is shown of a record depends on whose it is: by what is known of its subject, and of the record around it.

const lookup = { 'Query.citizen': 'clear', 'Query.citizens': 'clear' } as const;
const party = { show: 'clear', where: ['party'], otherwise: 'masked' } as const;
const region = { show: 'clear', where: ['own-region'], otherwise: 'denied' } as const;
const all = { ...lookup, 'Citizen.*': 'clear', 'Household.*': 'clear' } as const;

let graph: GovernedGraph;
beforeAll(async () => {
  graph = await startGovernedGraph({
    cases: { 'C-zhou': [zhou], 'C-child': [child] },
    matters: [
      matter('people', all),
      matter('minors', all, { minors: { basis: '未成年人保护法' } }),
      matter('party', {
        ...lookup,
        'Citizen.name': party,
        'Citizen.phone': { ...party, otherwise: 'denied' },
      }),
      matter('region', {
        'Enterprise.phone': region,
        'Account.grant': region,
        'Account.pledge': { ...region, otherwise: 'masked' },
        'Account.bank': { show: 'clear', where: ['own-region', 'party'], otherwise: 'denied' },
      }),
      matter('case-needed', all, { case: 'required' }),
    ],
  });
});
afterAll(() => graph?.close());
afterEach(() => graph.departments['population']?.answersTruly());

describe('of somebody under fourteen', () => {
  const home = '{ citizens { name alias tags household { number benefit address } } }';

  it('nothing sensitive is shown, and what can be masked is masked, in the records around too', async () => {
    const reply = await graph.asks(home, { matter: 'people' });
    expect(reply.data).toEqual({
      citizens: [
        adult('周明远', '周某某', 'H1'),
        adult('沈秋萍', '沈某某', 'H2'),
        {
          name: null,
          alias: '周**',
          tags: ['标签周雨桐'],
          household: { number: 'H1', benefit: null, address: '浙江省杭州市上城区***' },
        },
      ],
    });
    expect(reasonsOf(reply)).toEqual(['citizens.2.name MINOR', 'citizens.2.household.benefit MINOR']);
  });

  it('a matter for minors shows it, masked where it can be', async () => {
    const { data, errors } = await graph.asks(home, { matter: 'minors' });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      citizens: [
        { name: '周明远' },
        { name: '沈秋萍' },
        { name: '周**', household: { benefit: '补贴H1', address: '浙江省杭州市上城区***' } },
      ],
    });
  });

  it('the child that is the party of the case is shown as it is', async () => {
    const { data } = await graph.asks(home, { matter: 'minors', case: 'C-child' });
    expect(data).toMatchObject({
      citizens: [{}, {}, { name: '周雨桐', household: { address: '浙江省杭州市上城区H1号' } }],
    });
  });

  it('one household shows each member’s what it may, whichever comes first', async () => {
    const query = `{ a: citizen(idNumber: "${child}") { ...H } b: citizen(idNumber: "${zhou}") { ...H }
      c: citizen(idNumber: "${child}") { ...H } }
      fragment H on Citizen { household { benefit address } }`;
    const { data } = await graph.asks(query, { matter: 'people' });
    const hidden = { household: { benefit: null, address: '浙江省杭州市上城区***' } };
    const shown = { household: { benefit: '补贴H1', address: '浙江省杭州市上城区H1号' } };
    expect(data).toEqual({ a: hidden, b: shown, c: hidden });
  });

  it('members of one household are told apart', async () => {
    const { data } = await graph.asks('{ households { members { name } } }', { matter: 'people' });
    expect(data).toEqual({
      households: [{ members: [{ name: '周明远' }, { name: null }] }, { members: [{ name: '沈秋萍' }] }],
    });
  });
});

describe('of parties of the case', () => {
  const query = '{ citizens { name phone } }';

  it('a field is clear, of others masked or denied as the matter says', async () => {
    const reply = await graph.asks(query, { matter: 'party', case: 'C-zhou' });
    expect(reply.data).toMatchObject({
      citizens: [
        { name: '周明远', phone: '13900000001' },
        { name: '沈**', phone: null },
        { name: null, phone: null },
      ],
    });
    expect(reasonsOf(reply)).toContain('citizens.1.phone NOT_THIS_RECORD');
  });

  it.each([
    ['without a case', undefined],
    ['with one that can’t be verified', 'C-away'],
  ])('%s nobody is one', async (_, number) => {
    const reply = await graph.asks(query, { matter: 'party', ...(number && { case: number }) });
    expect(reply.data).toMatchObject({ citizens: [{ name: '周**', phone: null }, { name: '沈**' }, {}] });
  });

  it('a matter that needs a case shows nothing without one, and what can be masked while none can be verified', async () => {
    const none = await graph.asks('{ citizens { alias } }', { matter: 'case-needed' });
    expect(none.data).toEqual({ citizens: null });
    expect(reasonsOf(none)).toEqual(['citizens CASE_NEEDED']);
    const away = await graph.asks('{ citizens { alias tags } }', { matter: 'case-needed', case: 'C-away' });
    expect(away.data).toEqual({
      citizens: [1, 2, 3].map((at) => ({ alias: at === 2 ? '沈**' : '周**', tags: null })),
    });
    expect(away.extensions).toEqual({ case: 'unverified' });
  });
});

const here = (tail: string) => ({
  phone: '057100000001',
  account: { grant: `资助${tail}`, pledge: `质押证${tail}` },
});

describe('of the caller’s own region', () => {
  const query = '{ enterprises { phone account { grant pledge } } }';
  const shownTo = async (by: string) => (await graph.asks(query, { matter: 'region', by })).data;
  const away = { phone: null, account: { grant: null, pledge: '*******' } };

  it('a field is clear, of a district or a whole city', async () => {
    const expected = { enterprises: [here('0107'), here('0291'), away] };
    expect(await shownTo('clerk')).toEqual(expected);
    expect(await shownTo('city-clerk')).toEqual(expected);
  });

  it('a caller without a region has none', async () => {
    expect(await shownTo('nowhere-clerk')).toEqual({ enterprises: [away, away, away] });
  });

  it('what has no region of its own has that of the record around it, one and the same record at two places too', async () => {
    const { data } = await graph.asks('{ enterprises { boss { accounts { grant pledge } } } }', {
      matter: 'region',
    });
    const near = ['0107', '096J'].map((tail) => here(tail).account);
    const far = [away.account, away.account];
    expect(data).toEqual({ enterprises: [near, far, near].map((accounts) => ({ boss: { accounts } })) });
  });

  it('several conditions must all hold', async () => {
    const reply = await graph.asks('{ enterprises { account { bank } } }', {
      matter: 'region',
      case: 'C-zhou',
    });
    expect(reply.data).toEqual({ enterprises: [1, 2, 3].map(() => ({ account: { bank: null } })) });
  });
});

describe('a record whose subject is not known', () => {
  it('is taken for a minor’s, whoever else’s it may be', async () => {
    graph.departments['population']?.answersInstead((truth) => ({
      body: JSON.stringify(truth).replaceAll(shen, '无号码'),
    }));
    const reply = await graph.asks('{ citizens { name alias } }', { matter: 'people' });
    expect(reply.data).toMatchObject({
      citizens: [{ name: '周明远' }, { name: null, alias: '沈**' }, { name: null }],
    });
    expect(reasonsOf(reply)).toEqual(['citizens.1.name MINOR', 'citizens.2.name MINOR']);
  });

  it('is taken for one outside the region where the department leaves the region out', async () => {
    graph.departments['legal']?.answersInstead((truth) => ({
      body: JSON.stringify(truth).replaceAll('"divisionCode":"330199"', '"divisionCode":null'),
    }));
    const { data } = await graph.asks('{ enterprises { phone } }', { matter: 'region' });
    graph.departments['legal']?.answersTruly();
    expect(data).toEqual({ enterprises: [{ phone: null }, { phone: null }, { phone: null }] });
  });
});

function adult(name: string, alias: string, number: string) {
  const household = { number, benefit: `补贴${number}`, address: `浙江省杭州市上城区${number}号` };
  return { name, alias, tags: [`标签${name}`], household };
}
