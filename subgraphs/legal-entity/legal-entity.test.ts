import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createWorld } from '#subgraphs/world/create-world.ts';
import { seededRegister, type Variables } from '#test/setup/register.ts';
import { department } from './department.ts';

const world = createWorld({ seed: 1714, citizens: 2_000, enterprises: 400 });
const { ask, dataOf, counted, close } = await seededRegister(department, department.seed(world));
afterAll(close);

// Named firms of the world, the same for every seed.
const drinks = '91330199MA2TC00107';
const soleTrader = '92330199MA2TC00291';
const school = '52330199MA2TC00370';
const groupRoot = '91330199MA2TC0045R';
const waterworks = '91330199MA2TC0053L';
const supplier = '91330699MA2TC00619';
const buses = '91330199MA2TC007X7';
const removedFromList = '91330199MA2TC0168T';
const startup = '91330199MA2TC02051';

describe('an enterprise', () => {
  it('is found by its credit code, with what its licence says', async () => {
    expect(
      await dataOf(
        `{ enterprise(uscc: "${drinks}") { name state typeName industryName registeredCapital capitalCurrency establishedOn registrationNumber registrationAuthority legalRepresentativeName } }`,
      ),
    ).toEqual({
      enterprise: {
        name: '杭州明远饮品有限公司',
        state: 'ACTIVE',
        typeName: '有限责任公司(自然人投资或控股)',
        industryName: '果菜汁及果菜汁饮料制造',
        registeredCapital: '50000000.00',
        capitalCurrency: '人民币',
        establishedOn: '2008-05-12',
        registrationNumber: '330199000000018',
        registrationAuthority: '浙江省杭州市上城区市场监督管理局',
        legalRepresentativeName: '周明远',
      },
    });
  });

  it('is null where the register lacks it, and where a code belongs to nobody', async () => {
    const lacking = enterprises.find(({ absentFrom }) => absentFrom.has('legal-entity'));
    expect(
      await dataOf(
        'query ($lacking: ID!, $nobody: ID!) { lacking: enterprise(uscc: $lacking) { name } nobody: enterprise(uscc: $nobody) { name } }',
        {
          lacking: lacking?.uscc,
          nobody: '91330199MA2TC00000',
        },
      ),
    ).toEqual({ lacking: null, nobody: null });
  });

  it('has officers, the legal representative first; a sole trader has an operator and no shareholders', async () => {
    const { firm, trader } = await dataOf<{
      [alias: string]: { positions: { title: string; citizen: object }[] };
    }>(
      `{ firm: enterprise(uscc: "${drinks}") { ...people } trader: enterprise(uscc: "${soleTrader}") { ...people shareholders { name } } }
       fragment people on Enterprise { legalRepresentative { idNumber } positions { title citizen { idNumber } } }`,
    );
    expect(firm?.positions.map(({ title }) => title)).toEqual(['执行董事', '总经理', '财务负责人']);
    expect(firm).toMatchObject({ legalRepresentative: firm?.positions[0]?.citizen });
    expect(trader).toMatchObject({ positions: [{ title: '经营者' }], shareholders: [] });
  });

  it('costs one register call for fifty references, and one more for each relation of all fifty', async () => {
    const of = held.slice(0, 50).map(({ uscc }) => ({ __typename: 'Enterprise', uscc }));
    const cost = (fields: string) =>
      costOf(
        `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise { ${fields} } } }`,
        { of },
      );
    expect(await cost('name state domicile')).toBe(1);
    expect(await cost('name legalRepresentative { idNumber } positions { citizen { idNumber } }')).toBe(2);
    expect(await cost('shareholders { name } investments { name } annualReports { year }')).toBe(4);
    expect(await cost('shareholders { enterprise { name } } investments { invested { name } }')).toBe(4);
    expect(await cost('changes(first: 2) { totalCount edges { node { item } } }')).toBe(3);
  });
});

describe('owners and holdings', () => {
  it('tell people, enterprises and state bodies apart; of a state body there is only name and code', async () => {
    const answer = await dataOf(
      `{ startup: enterprise(uscc: "${startup}") { ...owners } root: enterprise(uscc: "${groupRoot}") { ...owners } }
       fragment owners on Enterprise { shareholders { kind name uscc ratio subscribedCapital citizen { idNumber } enterprise { uscc name } } }`,
    );
    expect(answer).toEqual({
      startup: {
        shareholders: [
          {
            kind: 'CITIZEN',
            name: world.citizen(12).name,
            uscc: null,
            ratio: 70,
            subscribedCapital: '700000.00',
            citizen: { idNumber: world.citizen(12).idNumber },
            enterprise: null,
          },
          {
            kind: 'ENTERPRISE',
            name: '杭州明远饮品有限公司',
            uscc: drinks,
            ratio: 30,
            subscribedCapital: '300000.00',
            citizen: null,
            enterprise: { uscc: drinks, name: '杭州明远饮品有限公司' },
          },
        ],
      },
      root: {
        shareholders: [
          {
            kind: 'STATE',
            name: '浙江省人民政府国有资产监督管理委员会',
            uscc: expect.stringMatching(/^11/),
            ratio: 100,
            subscribedCapital: '5000000000.00',
            citizen: null,
            enterprise: null,
          },
        ],
      },
    });
  });

  it('walk a group down from its root with two register calls a level', async () => {
    const query = `{ enterprise(uscc: "${groupRoot}") { investments { invested { uscc name investments { invested { uscc name } } } } } }`;
    type Held = { invested: { uscc: string; investments: Held[] } };
    const { enterprise } = await dataOf<{ enterprise: { investments: Held[] } }>(query);
    const tree = enterprise.investments.map(({ invested }) => [
      invested.uscc,
      invested.investments.map((each) => each.invested.uscc),
    ]);
    expect(Object.fromEntries(tree)).toEqual({ [waterworks]: [buses, supplier], [buses]: [] });
    expect(await costOf(query)).toBe(5);
  });

  it('lead to an owner that this register lacks by its code, for others to answer', async () => {
    const rows = [...department.seed(world)].filter(
      ([table, row]) => table !== 'enterprise' || (row as { uscc: string }).uscc !== waterworks,
    );
    const lacking = await seededRegister(department, rows);
    onTestFinished(lacking.close);
    expect(
      await lacking.dataOf(
        `{ enterprise(uscc: "${supplier}") { shareholders { name enterprise { uscc name } } } }`,
      ),
    ).toMatchObject({
      enterprise: {
        shareholders: [
          { name: '浙江江海水务有限公司', enterprise: { uscc: waterworks, name: null } },
          { enterprise: null },
        ],
      },
    });
  });
});

describe('a citizen', () => {
  it('is known by office, by share and as legal representative, closed firms included', async () => {
    const { idNumber } = world.citizen(0);
    const led = enterprises.filter(({ legalRepresentative }) => legalRepresentative === 0);
    const { _entities } = await dataOf<{ _entities: { [field: string]: unknown[] }[] }>(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Citizen {
         legalRepresentativeOf { name state } enterprisePositions { title enterprise { name } } shareholdings { ratio invested { name } }
       } } }`,
      { of: [{ __typename: 'Citizen', idNumber }] },
    );
    expect(_entities[0]).toMatchObject({
      legalRepresentativeOf: expect.arrayContaining([
        { name: '杭州明远饮品有限公司', state: 'ACTIVE' },
        { name: '杭州博远五金有限公司', state: 'CANCELLED' },
      ]),
      enterprisePositions: expect.arrayContaining([
        { title: '执行董事', enterprise: { name: '杭州明远饮品有限公司' } },
      ]),
      shareholdings: expect.arrayContaining([{ ratio: 45, invested: { name: '杭州明远饮品有限公司' } }]),
    });
    expect(_entities[0]?.['legalRepresentativeOf']).toHaveLength(led.length);
  });

  it('is null to the rest of the graph when no enterprise knows them', async () => {
    const involved = new Set(
      enterprises.flatMap(({ legalRepresentative, officers, shareholders }) => [
        legalRepresentative,
        ...officers,
        ...shareholders.flatMap((each) => (each.kind === 'citizen' ? [each.citizen] : [])),
      ]),
    );
    const stranger = [...world.citizens()].find(({ index }) => !involved.has(index));
    const of = [{ __typename: 'Citizen', idNumber: stranger?.idNumber }];
    expect(
      await dataOf(
        'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Citizen { idNumber } } }',
        { of },
      ),
    ).toEqual({ _entities: [null] });
  });

  it('costs one register call for fifty references, and one more for each relation of all fifty', async () => {
    const people = new Set(
      held.map(({ legalRepresentative }) => world.citizen(legalRepresentative).idNumber),
    );
    const of = [...people].slice(0, 50).map((idNumber) => ({ __typename: 'Citizen', idNumber }));
    expect(
      await costOf(
        'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Citizen { legalRepresentativeOf { name } enterprisePositions { title } shareholdings { ratio } } } }',
        { of },
      ),
    ).toBe(4);
  });
});

describe('the list of enterprises', () => {
  type Page = {
    enterprises: {
      totalCount: number;
      pageInfo: { endCursor: string };
      edges: { node: { uscc: string; registeredCapital: string; state: string; divisionCode: string } }[];
    };
  };

  it('is filtered by capital, place, state and name, in any order, page after page', async () => {
    const query = `query ($after: String) {
      enterprises(first: 5, after: $after, orderBy: { field: REGISTERED_CAPITAL, direction: DESC },
        filter: { registeredCapitalFrom: "1000000", registeredCapitalTo: "60000000.00", stateIn: [ACTIVE, REVOKED], divisionCodeStartsWith: "33" }
      ) { totalCount pageInfo { endCursor } edges { node { uscc registeredCapital state divisionCode } } }
    }`;
    const matching = held.filter(
      ({ registeredCapitalFen, state, divisionCode }) =>
        registeredCapitalFen >= 100_000_000 &&
        registeredCapitalFen <= 6_000_000_000 &&
        (state === 'ACTIVE' || state === 'REVOKED') &&
        divisionCode.startsWith('33'),
    );
    const first = await dataOf<Page>(query);
    const second = await dataOf<Page>(query, { after: first.enterprises.pageInfo.endCursor });
    const nodes = [...first.enterprises.edges, ...second.enterprises.edges].map(({ node }) => node);
    const capitals = nodes.map(({ registeredCapital }) => Number(registeredCapital));
    expect(first.enterprises.totalCount).toBe(matching.length);
    expect(new Set(nodes.map(({ uscc }) => uscc)).size).toBe(10);
    expect(capitals).toEqual([...capitals].sort((one, other) => other - one));
    const named = await dataOf(
      '{ enterprises(filter: { nameContains: "江海水务" }) { edges { node { uscc } } } }',
    );
    expect(named).toEqual({ enterprises: { edges: [{ node: { uscc: waterworks } }] } });
  });

  it('refuses a wild card where text is meant', async () => {
    const { errors } = await ask('{ enterprises(filter: { nameContains: "%" }) { totalCount } }');
    expect(errors?.[0]?.message).toBe('nameContains must not contain "%".');
  });
});

describe('the history of an enterprise', () => {
  it('tells changes newest first, and of one item alone when asked', async () => {
    type Changes = {
      enterprise: {
        changes: { edges: { node: { item: string; before: string; after: string; changedOn: string } }[] };
      };
    };
    const query = `query ($filter: EnterpriseChangeFilter) { enterprise(uscc: "${waterworks}") { changes(filter: $filter) { edges { node { item before after changedOn } } } } }`;
    const all = (await dataOf<Changes>(query)).enterprise.changes.edges.map(({ node }) => node);
    const days = all.map(({ changedOn }) => changedOn);
    expect(days.every((day, nth) => nth === 0 || day <= (days[nth - 1] as string))).toBe(true);
    expect(new Set(all.map(({ item }) => item)).size).toBeGreaterThan(1);
    const [one] = (await dataOf<Changes>(query, { filter: { item: 'REGISTERED_CAPITAL' } })).enterprise
      .changes.edges;
    expect(one?.node).toMatchObject({ item: 'REGISTERED_CAPITAL', after: '80000万元人民币' });
  });

  it('shows why and how long it was on the list of abnormal operations', async () => {
    const answer = await dataOf<{
      enterprise: { abnormalOperationRecords: { listedOn: string; removedOn: string }[] };
    }>(
      `{ enterprise(uscc: "${removedFromList}") { abnormalOperationRecords { listedOn reason listedBy removedOn removalReason removedBy } } }`,
    );
    const [record] = answer.enterprise.abnormalOperationRecords;
    expect(record).toMatchObject({
      removalReason: expect.any(String),
      listedBy: '浙江省杭州市滨江区市场监督管理局',
    });
    expect((record?.removedOn ?? '') > (record?.listedOn ?? '')).toBe(true);
  });

  it('gives a figure of an annual report only where the enterprise published it', async () => {
    type Report = { [field: string]: unknown };
    const { enterprises: page } = await dataOf<{
      enterprises: { edges: { node: { annualReports: Report[] } }[] };
    }>(
      '{ enterprises(first: 100) { edges { node { annualReports { employees employeesPublished totalAssets totalAssetsPublished revenue revenuePublished profit profitPublished tax taxPublished } } } } }',
    );
    const reports = page.edges.flatMap(({ node }) => node.annualReports);
    expect(reports.length).toBeGreaterThan(100);
    for (const figure of ['employees', 'totalAssets', 'revenue', 'profit', 'tax']) {
      expect(reports.every((report) => (report[figure] !== null) === report[`${figure}Published`])).toBe(
        true,
      );
      expect(new Set(reports.map((report) => report[`${figure}Published`])).size).toBe(2);
    }
  });

  it('has no annual report of a private non-enterprise unit', async () => {
    expect(await dataOf(`{ enterprise(uscc: "${school}") { annualReports { year } } }`)).toEqual({
      enterprise: { annualReports: [] },
    });
  });
});

const enterprises = [...world.enterprises()];
const held = enterprises.filter(({ absentFrom }) => !absentFrom.has('legal-entity'));

async function costOf(source: string, variables?: Variables): Promise<number> {
  const [, calls] = await counted(() => dataOf(source, variables));
  return calls;
}
