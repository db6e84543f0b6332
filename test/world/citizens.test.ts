import { describe, expect, it } from 'vitest';
import { checkCitizenNumber, citizenNumberFacts } from '#schema/identifiers/citizen-number.ts';
import { divisionName, prefectureCodes } from '#schema/identifiers/division-code.ts';
import { ageOn } from '#subgraphs/world/calendar.ts';
import { createWorld } from '#subgraphs/world/create-world.ts';
import type { Citizen } from '#subgraphs/world/world.ts';

const world = createWorld({ seed: 1714, citizens: 200_000, enterprises: 60 });
const some = Array.from({ length: 12_000 }, (_, index) => world.citizen(index));
const households = Array.from({ length: 4000 }, (_, index) => world.household(index));

describe('citizen numbers', () => {
  it('never collide among 200,000, nor do the phones', () => {
    const numbers = new Set<string>();
    const phones = new Set<string>();
    for (const { idNumber, phone } of world.citizens()) {
      numbers.add(idNumber);
      phones.add(phone);
    }
    expect(numbers.size).toBe(200_000);
    expect(phones.size).toBe(200_000);
  });

  it('pass their check and say the sex and birth date, under county 99 of a real prefecture', () => {
    const real = new Set(prefectureCodes().map((code) => code.slice(0, 4)));
    for (const { idNumber, sex, birthDate } of some) {
      expect(checkCitizenNumber(idNumber).kind).toBe('valid');
      const facts = citizenNumberFacts(idNumber);
      expect(facts).toMatchObject({ sex, birthDate });
      expect(real).toContain(idNumber.slice(0, 4));
      expect(idNumber.slice(4, 6)).toBe('99');
    }
  });

  it('leave the sequences from 980 to the named', () => {
    for (const { index, idNumber } of some) expect(idNumber.slice(14, 17) >= '980').toBe(index < 24);
  });
});

describe('a household', () => {
  it('holds each citizen once, head first, under one roof', () => {
    let next = 0;
    for (const [index, members] of households.entries()) {
      expect(members[0]?.householdRole).toBe('HEAD');
      for (const member of members) {
        expect(member.index).toBe(next);
        next += 1;
        expect(member.householdIndex).toBe(index);
        expect(world.citizen(member.index)).toEqual(member);
        expect(member.divisionCode).toBe(members[0]?.divisionCode);
        expect(member.address).toBe(members[0]?.address);
      }
    }
  });

  it('has parents 20 to 40 years older than their children, who have the surname of the father', () => {
    for (const members of households) {
      const adults = members.filter(
        ({ householdRole }) => householdRole === 'HEAD' || householdRole === 'SPOUSE',
      );
      const children = members.filter(({ householdRole }) => householdRole === 'CHILD');
      const parents = members.filter(({ householdRole }) => householdRole === 'PARENT');
      const pairs = [
        ...children.flatMap((child) => adults.map((parent) => [parent, child] as const)),
        ...parents.map((parent) => [parent, members[0] as Citizen] as const),
      ];
      for (const [parent, child] of pairs) {
        const gap = ageOn(parent.birthDate, child.birthDate);
        expect(gap, `${parent.idNumber} and ${child.idNumber}`).toBeGreaterThanOrEqual(20);
        expect(gap, `${parent.idNumber} and ${child.idNumber}`).toBeLessThanOrEqual(40);
        if (parent.sex === 'MALE') expect(child.name[0]).toBe(parent.name[0]);
      }
    }
  });

  it('has spouses of opposite sex and similar age, both grown up', () => {
    const couples = households.filter((members) => members[1]?.householdRole === 'SPOUSE');
    expect(couples.length).toBeGreaterThan(2000);
    for (const [head, spouse] of couples as [Citizen, Citizen][]) {
      expect(head.sex).not.toBe(spouse.sex);
      expect(
        Math.abs(Number(head.birthDate.slice(0, 4)) - Number(spouse.birthDate.slice(0, 4))),
      ).toBeLessThan(6);
      for (const { birthDate } of [head, spouse])
        expect(ageOn(birthDate, world.today)).toBeGreaterThanOrEqual(22);
    }
  });

  it('is widowed by a death, which comes after the births and not after today', () => {
    let widowed = 0;
    for (const members of households) {
      for (const dead of members.filter(({ deceasedOn }) => deceasedOn !== null)) {
        const on = dead.deceasedOn as string;
        expect(on > dead.birthDate && on <= world.today).toBe(true);
        expect(members.every(({ birthDate }) => birthDate < on)).toBe(true);
        expect(dead).toMatchObject({ enrolledAt: null, driver: null });
        if (dead.householdRole !== 'SPOUSE') continue;
        widowed += 1;
        expect(members[0]).toMatchObject({ maritalCode: '30', deceasedOn: null });
      }
    }
    expect(widowed).toBeGreaterThan(20);
  });

  it('may be cut short only at the end of the world', () => {
    const short = createWorld({ seed: 1714, citizens: 1001, enterprises: 60 });
    const members = Array.from({ length: short.householdCount }, (_, index) => short.household(index)).flat();
    expect(members).toEqual([...short.citizens()]);
  });
});

describe('citizens', () => {
  it('include minors, the deceased, moved names and gaps in about the announced shares', () => {
    expect(share(({ birthDate }) => ageOn(birthDate, world.today) < 14)).toBeGreaterThan(10);
    expectWithin(
      share(({ deceasedOn }) => deceasedOn !== null),
      0.6,
      1.4,
    );
    expectWithin(
      share(({ formerName }) => formerName !== null),
      0.6,
      1.4,
    );
    expectWithin(
      share(({ absentFrom }) => absentFrom.size > 0),
      0.2,
      0.9,
    );
    expectWithin(
      share(({ driver }) => driver !== null),
      1.5,
      4,
    );
  });

  it('go to the school of their age', () => {
    const stages = {
      PRIMARY: [6, 12],
      JUNIOR_SECONDARY: [12, 15],
      SENIOR_SECONDARY: [15, 18],
      SECONDARY_VOCATIONAL: [15, 18],
      JUNIOR_COLLEGE: [18, 21],
      UNDERGRADUATE: [18, 22],
      POSTGRADUATE: [22, 26],
    } as const;
    for (const { enrolledAt, birthDate } of some) {
      if (enrolledAt === null) continue;
      const age = ageOn(birthDate, '2025-08-31');
      const [from, below] = stages[enrolledAt];
      expect(age).toBeGreaterThanOrEqual(from);
      expect(age).toBeLessThan(below);
    }
    expect(new Set(some.map(({ enrolledAt }) => enrolledAt)).size).toBe(8);
  });

  it('live in divisions that have a name, even where they were abolished', () => {
    for (const { divisionCode, address } of some) {
      const name = divisionName(divisionCode);
      expect(name).not.toBeNull();
      expect(address.startsWith(name as string)).toBe(true);
    }
  });
});

function expectWithin(value: number, low: number, high: number): void {
  expect(value).toBeGreaterThanOrEqual(low);
  expect(value).toBeLessThanOrEqual(high);
}

/** In per cent. */
function share(is: (citizen: Citizen) => boolean): number {
  return (100 * some.filter(is).length) / some.length;
}
