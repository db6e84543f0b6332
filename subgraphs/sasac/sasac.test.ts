import { afterAll, describe, expect, it } from 'vitest';
import { checkIdentifier } from '#schema/identifiers/format.ts';
import { fenOf } from '#subgraphs/toolkit/scalars.ts';
import { createWorld } from '#subgraphs/world/create-world.ts';
import type { Enterprise } from '#subgraphs/world/world.ts';
import { seededRegister } from '#test/setup/register.ts';
import { department } from './department.ts';

const world = createWorld({ seed: 7, citizens: 2_000, enterprises: 1_000 });
const { dataOf, counted, rows, close } = await seededRegister(department, department.seed(world));
afterAll(close);

describe('the registration of state-owned equity', () => {
  it('is held for every enterprise with state capital that the register does not lack, and for no other', async () => {
    const all = [...world.enterprises()];
    const expected = all
      .filter((each) => isStateOwned(each) && !each.absentFrom.has('sasac'))
      .map(({ uscc }) => uscc);
    const held = await rows('stateFinance');
    const known = new Set([...(await rows('stateOwnedEquity')), ...held].map(({ uscc }) => uscc));
    expect(expected.length).toBeGreaterThan(50);
    expect(known).toEqual(new Set(expected));
  });

  it('divides the paid-in capital among its investors to the last fen, and the ratios sum to 100 %', async () => {
    const investors = Map.groupBy(
      await rows('stateInvestor'),
      ({ registrationNumber }) => registrationNumber,
    );
    for (const equity of await rows('stateOwnedEquity')) {
      const lines = investors.get(equity['registrationNumber'] ?? null) ?? [];
      expect(sum(lines, 'contribution')).toBe(equity['paidInCapital']);
      expect(sum(lines, 'ratio')).toBeCloseTo(100, 9);
      expect(Number(equity['stateCapital'])).toBeLessThanOrEqual(Number(equity['paidInCapital']));
      expect(equity['assets']).toBe(Number(equity['liabilities']) + Number(equity['ownersEquity']));
    }
  });

  it('names no natural person: people who invest share one line', async () => {
    const people = new Set([...world.citizens()].map(({ name }) => name));
    const names = (await rows('stateInvestor')).map(({ name }) => String(name));
    expect(names.filter((name) => people.has(name))).toEqual([]);
    expect(names.some((name) => name.startsWith('自然人股东'))).toBe(true);
  });

  it('is of the kind of its latest event, which no day after today knows', async () => {
    const events = Map.groupBy(
      await rows('stateEquityEvent'),
      ({ registrationNumber }) => registrationNumber,
    );
    for (const { registrationNumber, kind, registeredOn } of await rows('stateOwnedEquity')) {
      const latest = events
        .get(registrationNumber ?? null)
        ?.toSorted(bySequence)
        .at(-1);
      expect([kind, registeredOn]).toEqual([latest?.['kind'], latest?.['registeredOn']]);
      expect(String(registeredOn) <= world.today).toBe(true);
    }
  });

  it('carries valid credit codes only, those of government bodies included', async () => {
    const codes = (await rows('stateInvestor')).flatMap(({ uscc }) => (uscc === null ? [] : [String(uscc)]));
    expect(codes.filter((code) => checkIdentifier('CREDIT_CODE', code).kind === 'invalid')).toEqual([]);
  });

  it('is found by its number, and null for one that the register lacks', async () => {
    const [first] = await rows('stateOwnedEquity');
    const query = `query ($n: ID!) { stateOwnedEquity(registrationNumber: $n) { uscc enterprise { uscc } investors { name category } events { kind filedInTime } } }`;
    type Found = { readonly stateOwnedEquity: { readonly investors: readonly unknown[] } | null };
    const { stateOwnedEquity } = await dataOf<Found>(query, { n: first?.['registrationNumber'] });
    expect(stateOwnedEquity).toMatchObject({ uscc: first?.['uscc'], enterprise: { uscc: first?.['uscc'] } });
    expect(stateOwnedEquity?.investors.length).toBeGreaterThan(0);
    expect(await dataOf(query, { n: 'none' })).toEqual({ stateOwnedEquity: null });
  });
});

describe('the group tree', () => {
  it('leads from any member up to the root and down again, as the world has it', async () => {
    const leaf = members().find(
      ({ group }) => group?.children.length === 0 && group.level === 3,
    ) as Enterprise;
    const parent = world.enterprise(leaf.group?.parent as number);
    const root = world.enterprise(leaf.group?.root as number);
    const found = await enterprise<{ readonly equityParent: { readonly subsidiaries: readonly Link[] } }>(
      leaf,
      'equityLevel equityParent { uscc subsidiaries { ratio level subsidiary { uscc } } } groupRoot { uscc equityParent { uscc } }',
    );
    expect(found).toMatchObject({
      equityLevel: 3,
      equityParent: { uscc: parent.uscc },
      groupRoot: { uscc: root.uscc, equityParent: null },
    });
    const link = found.equityParent.subsidiaries.find((each) => each.subsidiary.uscc === leaf.uscc);
    const held = leaf.shareholders.find(
      (each) => each.kind === 'enterprise' && each.enterprise === parent.index,
    );
    expect(link).toMatchObject({ level: 3, ratio: (held?.ratioBasisPoints ?? 0) / 100 });
  });

  it('costs one register call for each level, however wide the tree is', async () => {
    const roots = members()
      .filter(({ group }) => group?.level === 1)
      .map(({ uscc }) => uscc);
    expect(roots.length).toBeGreaterThan(2);
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise {
      subsidiaries { subsidiary { subsidiaries { subsidiary { subsidiaries { subsidiary { stateOwnedEquity { enterpriseName } } } } } } } } } }`;
    const of = roots.map((uscc) => ({ __typename: 'Enterprise', uscc }));
    const [, calls] = await counted(() => dataOf(query, { of }));
    // Held, three levels of subsidiaries, and all registrations at the bottom.
    expect(calls).toBe(5);
  });

  it('leaves an enterprise outside a group without parent, root or level', async () => {
    const single = [...world.enterprises()].find(
      (each) => each.group === null && isStateOwned(each),
    ) as Enterprise;
    expect(
      await enterprise(single, 'equityLevel equityParent { uscc } groupRoot { uscc } subsidiaries { level }'),
    ).toEqual({ equityLevel: null, equityParent: null, groupRoot: null, subsidiaries: [] });
  });
});

describe('the yearly figures', () => {
  it('consolidate a group to exactly the sum of what its members report alone', async () => {
    const finances = await rows('stateFinance');
    const children = Map.groupBy(await rows('groupMember'), ({ parentUscc }) => parentUscc);
    const below = (uscc: unknown): readonly unknown[] => [
      uscc,
      ...(children.get(uscc as string) ?? []).flatMap((child) => below(child['uscc'])),
    ];
    const alone = Map.groupBy(
      finances.filter(({ scope }) => scope === 'STANDALONE'),
      ({ uscc }) => uscc,
    );
    const consolidated = finances.filter(({ scope }) => scope === 'CONSOLIDATED');
    expect(consolidated.length).toBeGreaterThan(20);
    for (const group of consolidated) {
      const tree = below(group['uscc']).flatMap((uscc) => alone.get(uscc as string) ?? []);
      const sameYear = tree.filter(({ year }) => year === group['year']);
      for (const item of [
        'totalAssets',
        'totalLiabilities',
        'ownersEquity',
        'revenue',
        'totalProfit',
        'taxPaid',
        'employees',
      ])
        expect(sum(sameYear, item), `${item} of ${group['year']}`).toBe(group[item]);
    }
  });

  it('balance: assets are liabilities and equity', async () => {
    for (const { totalAssets, totalLiabilities, ownersEquity } of await rows('stateFinance'))
      expect(totalAssets).toBe(Number(totalLiabilities) + Number(ownersEquity));
  });

  it('come newest first, each with its own flag for publication', async () => {
    const root = members().find(({ group }) => group?.level === 1) as Enterprise;
    const { stateFinances } = await enterprise<{
      readonly stateFinances: readonly { readonly totalAssets: string }[];
    }>(root, 'stateFinances { year scope totalAssets totalAssetsPublished employees employeesPublished }');
    expect(stateFinances.slice(0, 2)).toMatchObject([
      { year: 2025, scope: 'CONSOLIDATED', totalAssetsPublished: expect.any(Boolean) },
      { year: 2025, scope: 'STANDALONE', employeesPublished: expect.any(Boolean) },
    ]);
    const [group, alone] = stateFinances;
    expect(fenOf(group?.totalAssets)).toBeGreaterThan(fenOf(alone?.totalAssets));
  });
});

describe('the lists', () => {
  it('filter registrations by kind, name and state capital, and count them', async () => {
    type Listed = {
      readonly totalCount: number;
      readonly edges: readonly { readonly node: { readonly stateCapital: string } }[];
    };
    const { stateOwnedEquities } = await dataOf<{ readonly stateOwnedEquities: Listed }>(
      `{ stateOwnedEquities(first: 3, filter: { state: VALID, stateCapitalFrom: "10000000.00", stateShareRatioFrom: 100 }, orderBy: { field: STATE_CAPITAL, direction: DESC }) {
        totalCount edges { node { stateCapital stateShareRatio paidInCapital state } } } }`,
    );
    const matching = (await rows('stateOwnedEquity')).filter(
      ({ state, stateCapital, stateShareRatio }) =>
        state === 'VALID' && Number(stateCapital) >= 1_000_000_000 && stateShareRatio === 100,
    );
    expect(stateOwnedEquities.totalCount).toBe(matching.length);
    const amounts = stateOwnedEquities.edges.map(({ node }) => fenOf(node.stateCapital));
    expect(amounts).toEqual(
      matching
        .map(({ stateCapital }) => Number(stateCapital))
        .sort((a, b) => b - a)
        .slice(0, 3),
    );
  });

  it('have no central enterprise until a real list is loaded', async () => {
    expect(await dataOf('{ centralEnterprises { totalCount edges { node { name } } } }')).toEqual({
      centralEnterprises: { totalCount: 0, edges: [] },
    });
  });
});

it('seeds the same rows from the same world', () => {
  const again = createWorld({ seed: 7, citizens: 2_000, enterprises: 1_000 });
  expect([...department.seed(again)]).toEqual([...department.seed(world)]);
});

type Link = { readonly subsidiary: { readonly uscc: string } };

function isStateOwned({ group, shareholders }: Enterprise): boolean {
  return group !== null || shareholders.some(({ kind }) => kind === 'state');
}

/** The members of groups in which the register lacks nobody, so that the world's tree is the register's. */
function members(): readonly Enterprise[] {
  const grouped = [...world.enterprises()].filter(({ group }) => group !== null);
  const cut = new Set(
    grouped
      .filter(({ absentFrom, state }) => absentFrom.has('sasac') || state !== 'ACTIVE')
      .map(({ group }) => group?.root),
  );
  return grouped.filter(({ group }) => !cut.has(group?.root));
}

function sum(lines: readonly { readonly [column: string]: unknown }[], column: string): number {
  return lines.reduce((total, line) => total + Number(line[column]), 0);
}

function bySequence(
  one: { readonly [column: string]: unknown },
  other: { readonly [column: string]: unknown },
): number {
  return Number(one['sequence']) - Number(other['sequence']);
}

/** Fields of one enterprise, as the gateway asks for them. */
async function enterprise<T>({ uscc }: Enterprise, fields: string): Promise<T> {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise { ${fields} } } }`;
  const { _entities: found } = await dataOf<{ readonly _entities: readonly T[] }>(query, {
    of: [{ __typename: 'Enterprise', uscc }],
  });
  return found[0] as T;
}
