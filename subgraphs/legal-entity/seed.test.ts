import { describe, expect, it } from 'vitest';
import { createWorld } from '#subgraphs/world/create-world.ts';
import type { EnterpriseRow } from './register.ts';
import { seed } from './seed.ts';

const world = createWorld({ seed: 1714, citizens: 5_000, enterprises: 1_000 });
const enterprises = [...world.enterprises()];
const rows = [...seed(world)];
const licences = rows.flatMap(([table, row]) => (table === 'enterprise' ? [row] : []));

describe('the seeded register', () => {
  it('holds every enterprise of the world but those it lacks', () => {
    const held = enterprises.filter(({ absentFrom }) => !absentFrom.has('legal-entity'));
    expect(held.length).toBeLessThan(enterprises.length);
    expect(licences.map(({ uscc }) => uscc)).toEqual(held.map(({ uscc }) => uscc));
  });

  it('splits the whole of the capital among those who own it', () => {
    const ratios = new Map<string, number>();
    for (const [table, row] of rows)
      if (table === 'shareholder')
        ratios.set(row.investedUscc, (ratios.get(row.investedUscc) ?? 0) + row.ratio);
    expect(ratios.size).toBeGreaterThan(0);
    for (const sum of ratios.values()) expect(sum).toBeCloseTo(100);
  });

  it('ends every trail of changes with what stands today', () => {
    const now = new Map(licences.map((licence) => [licence.uscc, licence]));
    const columns: { readonly [item: string]: keyof EnterpriseRow } = {
      NAME: 'name',
      DOMICILE: 'domicile',
      LEGAL_REPRESENTATIVE: 'legalRepresentativeName',
      BUSINESS_SCOPE: 'businessScope',
    };
    for (const [table, row] of rows) {
      const column = table === 'enterpriseChange' ? columns[row.item] : undefined;
      if (table !== 'enterpriseChange' || column === undefined) continue;
      expect(now.get(row.uscc)?.[column]).toBe(row.after);
      expect(row.before).not.toBe(row.after);
    }
  });

  it('knows nothing that lies after today or before an enterprise existed', () => {
    const established = new Map(enterprises.map(({ uscc, establishedOn }) => [uscc, establishedOn]));
    const events = rows.flatMap(([table, row]) => {
      if (table === 'enterpriseChange') return [{ uscc: row.uscc, on: row.changedOn }];
      if (table === 'abnormalOperation') return [{ uscc: row.uscc, on: row.listedOn }];
      return table === 'annualReport' ? [{ uscc: row.uscc, on: row.reportedOn }] : [];
    });
    const impossible = events.filter(
      ({ uscc, on }) => on > world.today || on < (established.get(uscc) as string),
    );
    expect(events.length).toBeGreaterThan(1_000);
    expect(impossible).toEqual([]);
  });

  it('holds the dirt of a real one: open ends of two kinds, terms run out, dates and documents lost, codes for names', () => {
    some(({ operatingTo }) => operatingTo === null);
    some(({ operatingTo }) => operatingTo === '9999-09-09');
    some(({ operatingTo, state }) => operatingTo !== null && operatingTo < world.today && state === 'ACTIVE');
    some(({ approvedOn }) => approvedOn === '1899-12-31');
    some(({ legalRepresentativeIdNumber }) => legalRepresentativeIdNumber === null);
    some(({ capitalCurrency }) => capitalCurrency === '156');
  });
});

function some(is: (licence: EnterpriseRow) => boolean): void {
  expect(licences.some(is)).toBe(true);
}
