import { describe, expect, it } from 'vitest';
import { checkCreditCode } from '#schema/identifiers/credit-code.ts';
import { divisionState } from '#schema/identifiers/division-code.ts';
import { checkIndustryCode } from '#schema/identifiers/industry-code.ts';
import { ageOn } from '#subgraphs/world/calendar.ts';
import { createWorld } from '#subgraphs/world/create-world.ts';
import { NAMED_ENTERPRISES } from '#subgraphs/world/named/enterprises.ts';
import type { Enterprise, PermitState } from '#subgraphs/world/world.ts';

const world = createWorld({ seed: 1714, citizens: 60_000, enterprises: 50_000 });
const all = [...world.enterprises()];
const firms = all.slice(0, 10_000);

describe('credit codes', () => {
  it('never collide among 50,000, and names nearly never', () => {
    expect(new Set(all.map(({ uscc }) => uscc)).size).toBe(all.length);
    expect(new Set(all.map(({ name }) => name)).size).toBeGreaterThan(all.length * 0.999);
  });

  it('pass their checks, with the prefix of the kind, under county 99', () => {
    const prefix = {
      COMPANY: '91',
      STATE_OWNED: '91',
      SOLE_TRADER: '92',
      COOPERATIVE: '93',
      PRIVATE_NON_ENTERPRISE: '52',
    } as const;
    for (const { uscc, kind } of firms) {
      expect(checkCreditCode(uscc).kind).toBe('valid');
      expect(uscc.slice(0, 2)).toBe(prefix[kind]);
      expect(uscc.slice(6, 8)).toBe('99');
    }
    for (const holder of firms.flatMap(({ shareholders }) => shareholders)) {
      if (holder.kind !== 'state') continue;
      expect(checkCreditCode(holder.uscc).kind).toBe('valid');
      expect(holder.uscc).toMatch(/^11\d{4}99/);
    }
  });
});

describe('an enterprise', () => {
  it('has its dates in order', () => {
    for (const { establishedOn, closedOn, state } of firms) {
      expect(establishedOn <= world.today).toBe(true);
      expect(closedOn === null).toBe(state === 'ACTIVE');
      if (closedOn !== null) expect(closedOn > establishedOn && closedOn < world.today).toBe(true);
    }
  });

  it('has a legal representative who was grown up and alive when it was founded, and nearly always is today', () => {
    let strayed = 0;
    for (const { establishedOn, legalRepresentative, state } of firms) {
      const { birthDate, deceasedOn } = world.citizen(legalRepresentative);
      expect(ageOn(birthDate, establishedOn)).toBeGreaterThanOrEqual(18);
      expect(deceasedOn === null || deceasedOn > establishedOn).toBe(true);
      if (state === 'ACTIVE' && deceasedOn !== null) strayed += 1;
    }
    expect(strayed).toBeGreaterThan(0);
    expect(strayed).toBeLessThan(firms.length * 0.004);
  });

  it('is held to 10,000 basis points, by people and older firms of a lower index', () => {
    for (const firm of firms) {
      const ratios = firm.shareholders.map(({ ratioBasisPoints }) => ratioBasisPoints);
      expect(ratios.every((ratio) => ratio > 0)).toBe(true);
      expect(ratios.reduce((sum, ratio) => sum + ratio, 0)).toBe(10_000);
      for (const holder of firm.shareholders) {
        if (holder.kind === 'citizen') expect(world.citizen(holder.citizen).index).toBe(holder.citizen);
        if (holder.kind !== 'enterprise') continue;
        expect(holder.enterprise).toBeLessThan(firm.index);
        if (firm.group === null)
          expect(world.enterprise(holder.enterprise).establishedOn <= firm.establishedOn).toBe(true);
      }
      const people = [firm.legalRepresentative, ...firm.officers];
      expect(new Set(people).size).toBe(people.length);
    }
  });

  it('belongs to its legal representative alone if it is a sole trader', () => {
    for (const { kind, shareholders, legalRepresentative: citizen } of firms)
      if (kind === 'SOLE_TRADER')
        expect(shareholders).toEqual([{ kind: 'citizen', citizen, ratioBasisPoints: 10_000 }]);
  });

  it('is gone for tax and permits once it is closed', () => {
    const ended: readonly PermitState[] = ['NONE', 'EXPIRED', 'REVOKED'];
    for (const { state, taxpayerState, waterPermit, transportPermit } of firms) {
      if (state === 'CANCELLED') expect(['CANCELLED', 'ABNORMAL_CANCELLED']).toContain(taxpayerState);
      if (state === 'ACTIVE') continue;
      expect(ended).toContain(waterPermit);
      expect(ended).toContain(transportPermit);
    }
  });

  it('has neither a turnover nor an ended permit before it is old enough', () => {
    for (const { establishedOn, turnoverFen, waterPermit, transportPermit } of firms.slice(
      NAMED_ENTERPRISES.length,
    )) {
      if (establishedOn >= '2026') expect(turnoverFen).toBe(0);
      if (establishedOn >= '2023')
        expect([waterPermit, transportPermit].some((permit) => permit.startsWith('EXPIR'))).toBe(false);
    }
  });

  it('works in an industry that GB/T 4754 has, with a name that ends in its form', () => {
    const forms = {
      COMPANY: /(有限公司|有限责任公司)$/,
      STATE_OWNED: /(有限公司|有限责任公司)$/,
      SOLE_TRADER: /(店|行|部|厂)$/,
      COOPERATIVE: /专业合作社$/,
      PRIVATE_NON_ENTERPRISE: /(园|学|学校)$/,
    } as const;
    for (const { name, kind, industryCode } of firms) {
      expect(checkIndustryCode(industryCode).kind).toBe('valid');
      expect(name).toMatch(forms[kind]);
    }
  });

  it('comes in about the announced shares', () => {
    expectWithin(
      share(({ kind }) => kind === 'COMPANY'),
      68,
      72,
    );
    expectWithin(
      share(({ kind }) => kind === 'SOLE_TRADER'),
      9,
      11,
    );
    expectWithin(
      share(({ kind }) => kind === 'STATE_OWNED'),
      7.5,
      8.5,
    );
    expectWithin(
      share(({ state }) => state === 'CANCELLED'),
      5.5,
      6.5,
    );
    expectWithin(
      share(({ state }) => state === 'REVOKED'),
      1.7,
      2.3,
    );
    expectWithin(
      share(({ state }) => state === 'RELOCATED'),
      0.7,
      1.3,
    );
    expectWithin(
      share(({ taxpayerState }) => taxpayerState === 'ABNORMAL'),
      2.5,
      3.5,
    );
    expectWithin(
      share(({ inArrears }) => inArrears),
      3.5,
      4.7,
    );
    expectWithin(
      share(({ waterPermit }) => waterPermit !== 'NONE'),
      13,
      17,
    );
    expectWithin(
      share(({ transportPermit }) => transportPermit !== 'NONE'),
      10,
      14,
    );
    expectWithin(
      share(({ absentFrom }) => absentFrom.size > 0),
      0.4,
      0.6,
    );
    expectWithin(
      share(({ divisionCode }) => divisionState(divisionCode) === 'retired'),
      0.3,
      0.7,
    );
  });
});

describe('a state group', () => {
  const members = firms.filter(({ group }) => group !== null);

  it('is a tree: every parent has a lower index, is older and knows its children', () => {
    for (const { index, establishedOn, group } of members) {
      if (group === null) continue;
      for (const child of group.children) expect(world.enterprise(child).group?.parent).toBe(index);
      if (group.parent === null) {
        expect(group).toMatchObject({ root: index, level: 1 });
        continue;
      }
      const parent = world.enterprise(group.parent);
      expect(parent.index).toBeLessThan(index);
      expect(parent.establishedOn <= establishedOn).toBe(true);
      expect(parent.group?.children).toContain(index);
      expect(parent.group).toMatchObject({ root: group.root, level: group.level - 1 });
    }
    expect(Math.max(...members.map(({ group }) => group?.level ?? 0))).toBe(4);
  });

  it('belongs to the state at its root, and to the parent by majority below', () => {
    for (const { group, shareholders } of members) {
      if (group?.parent === null)
        expect(shareholders).toMatchObject([{ kind: 'state', ratioBasisPoints: 10_000 }]);
      else
        expect(
          shareholders.find((holder) => holder.kind === 'enterprise' && holder.enterprise === group?.parent)
            ?.ratioBasisPoints,
        ).toBeGreaterThan(5000);
    }
  });

  it('is still a tree where the world ends inside it', () => {
    const root = members.find(({ index, group }) => group?.parent === null && index > 60)?.index as number;
    const cut = createWorld({ seed: 1714, citizens: 60_000, enterprises: root + 7 });
    for (let index = root; index < root + 7; index += 1)
      for (const child of cut.enterprise(index).group?.children ?? [])
        expect(cut.enterprise(child).group?.parent).toBe(index);
  });
});

function expectWithin(value: number, low: number, high: number): void {
  expect(value).toBeGreaterThanOrEqual(low);
  expect(value).toBeLessThanOrEqual(high);
}

/** In per cent. */
function share(is: (firm: Enterprise) => boolean): number {
  return (100 * all.filter(is).length) / all.length;
}
