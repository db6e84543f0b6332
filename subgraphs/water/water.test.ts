import { afterAll, describe, expect, it } from 'vitest';
import { divisionState } from '#schema/identifiers/division-code.ts';
import { checkIdentifier } from '#schema/identifiers/format.ts';
import { addDays } from '#subgraphs/world/calendar.ts';
import { createWorld } from '#subgraphs/world/create-world.ts';
import type { Enterprise } from '#subgraphs/world/world.ts';
import { seededRegister } from '#test/setup/register.ts';
import { department } from './department.ts';
import type { WaterPermit } from './register.ts';

const world = createWorld({ seed: 7, citizens: 3_000, enterprises: 1_200 });
const rows = [...department.seed(world)];
const permits = rows.flatMap(([table, row]) => (table === 'waterPermit' ? [row as WaterPermit] : []));
const holders = [...world.enterprises()].filter(
  ({ waterPermit, absentFrom }) => waterPermit !== 'NONE' && !absentFrom.has('water'),
);

const { dataOf, counted, close } = await seededRegister(department, rows);
afterAll(close);

describe('the water register', () => {
  it('says of an enterprise what the world says', () => {
    const expected = {
      VALID: 'VALID',
      EXPIRING: 'VALID',
      EXPIRED: 'EXPIRED',
      REVOKED: 'REVOKED',
      NONE: undefined,
    };
    for (const enterprise of holders) expect(today(enterprise).state).toBe(expected[enterprise.waterPermit]);
    expect(new Set(holders.map(({ waterPermit }) => waterPermit)).size).toBe(4);
  });

  it('asks for renewal 45 days before the end, of permits in force that have an end', () => {
    for (const { renewalDueOn, state, validTo } of permits)
      expect(renewalDueOn).toBe(state === 'VALID' && validTo !== '9999-09-09' ? addDays(validTo, -45) : null);
    for (const enterprise of holders.filter(({ waterPermit }) => waterPermit === 'EXPIRING'))
      expect(today(enterprise).validTo < addDays(world.today, 90)).toBe(true);
  });

  it('holds what real registers hold: paper numbers, open ends, holders without a code, abolished divisions', () => {
    expect(permits.some(isPaper)).toBe(true);
    expect(permits.filter(isPaper).length / permits.length).toBeLessThan(0.3);
    const larger = [
      ...department.seed(createWorld({ seed: 7, citizens: 3_000, enterprises: 12_000 })),
    ].flatMap(([table, row]) => (table === 'waterPermit' ? [row as WaterPermit] : []));
    expect(larger.some(({ validTo }) => validTo === '9999-09-09')).toBe(true);
    expect(larger.some(({ holderUscc }) => holderUscc === null)).toBe(true);
    expect(larger.some(({ divisionCode }) => divisionState(divisionCode) === 'retired')).toBe(true);
    expect(
      larger.some(({ permittedAnnualVolumeCubicMetres }) => permittedAnnualVolumeCubicMetres > 2 ** 31),
    ).toBe(true);
    expect(new Set(larger.map(({ state }) => state)).size).toBe(5);
    expect(new Set(larger.map(({ permitNumber }) => permitNumber)).size).toBe(larger.length);
  });

  it('holds only numbers that pass their own rules', () => {
    const wrong = rows.flatMap(([table, row]) =>
      Object.entries(department.tables[table]?.columns ?? {}).flatMap(([column, { format }]) => {
        const value = (row as Record<string, unknown>)[column];
        return format && typeof value === 'string' && checkIdentifier(format, value).kind === 'invalid'
          ? [value]
          : [];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('lacks whoever is absent from it', () => {
    const absent = [...world.enterprises()].filter(({ absentFrom }) => absentFrom.has('water'));
    const held = new Set(permits.map(({ holderUscc }) => holderUscc));
    expect(absent.filter(({ uscc }) => held.has(uscc))).toEqual([]);
  });

  it('is the same for the same seed', () => {
    expect([...department.seed(world)]).toEqual(rows);
  });
});

describe('the water department', () => {
  it('finds a permit by either form of number', async () => {
    for (const paper of [true, false]) {
      const { permitNumber } = permits.find((each) => isPaper(each) === paper) as WaterPermit;
      expect(
        await dataOf('query ($of: ID!) { waterPermit(permitNumber: $of) { permitNumber } }', {
          of: permitNumber,
        }),
      ).toEqual({
        waterPermit: { permitNumber },
      });
    }
  });

  it('answers fifty enterprises with permits, intakes, volumes and fees in five register calls', async () => {
    const of = holders.slice(0, 50).map(({ uscc }) => ({ __typename: 'Enterprise', uscc }));
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise {
        waterPermits { permitNumber holder { uscc } intakes { place } annualVolumes { year } fees { due inArrears } } } } }`;
    const [answer, calls] = await counted(() => dataOf(query, { of }));
    // One for whether they are held, one for the permits, one for each of the three lists below.
    expect(calls).toBe(5);
    const found = answer['_entities'] as {
      waterPermits: { holder: { uscc: string }; intakes: unknown[] }[];
    }[];
    for (const [position, { waterPermits }] of found.entries())
      for (const permit of waterPermits) {
        expect(permit.holder).toEqual({ uscc: of[position]?.uscc });
        expect(permit.intakes.length).toBeGreaterThan(0);
      }
  });

  it('lists the permits whose renewal falls due in a window, soonest first', async () => {
    const to = addDays(world.today, 365);
    const answer = await dataOf(
      `query ($from: Date, $to: Date) { waterPermits(first: 100,
        filter: { state: VALID, renewalDueOnFrom: $from, renewalDueOnTo: $to }) { totalCount edges { node { validTo } } } }`,
      { from: world.today, to },
    );
    const { totalCount, edges } = answer['waterPermits'] as Listed;
    const due = permits.filter(
      ({ renewalDueOn }) => renewalDueOn !== null && renewalDueOn >= world.today && renewalDueOn <= to,
    );
    expect(totalCount).toBe(due.length);
    const ends = edges.map(({ node }) => node['validTo'] as string);
    expect(ends).toEqual([...ends].sort());
  });

  it('filters by place, source and volume, and sorts by volume', async () => {
    const answer =
      await dataOf(`{ waterPermits(first: 100, orderBy: { field: PERMITTED_ANNUAL_VOLUME_CUBIC_METRES, direction: DESC },
      filter: { divisionCodeStartsWith: "33", sourceKind: SURFACE, permittedAnnualVolumeCubicMetresFrom: 1000000 }) {
        edges { node { divisionCode sourceKind permittedAnnualVolumeCubicMetres } } } }`);
    const nodes = (answer['waterPermits'] as Listed).edges.map(({ node }) => node);
    expect(nodes.length).toBeGreaterThan(0);
    expect(
      nodes.every(
        (node) => String(node['divisionCode']).startsWith('33') && node['sourceKind'] === 'SURFACE',
      ),
    ).toBe(true);
    const volumes = nodes.map((node) => node['permittedAnnualVolumeCubicMetres'] as number);
    expect(volumes).toEqual([...volumes].sort((one, other) => other - one));
    expect(volumes.at(-1)).toBeGreaterThanOrEqual(1_000_000);
  });
});

type Listed = {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: Record<string, unknown> }[];
};

function isPaper({ permitNumber }: WaterPermit): boolean {
  return permitNumber.startsWith('取水');
}

/** The permit that the world speaks of: the first that the register holds of the enterprise. */
function today({ uscc }: Enterprise): WaterPermit {
  return permits.find(({ holderUscc }) => holderUscc === uscc) as WaterPermit;
}
