import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkCreditCode } from '#schema/identifiers/credit-code.ts';
import { divisionState } from '#schema/identifiers/division-code.ts';
import { ageOn } from '#subgraphs/world/calendar.ts';
import { createWorld } from '#subgraphs/world/create-world.ts';
import { NAMED_CITIZENS } from '#subgraphs/world/named/citizens.ts';
import { NAMED_ENTERPRISES } from '#subgraphs/world/named/enterprises.ts';
import type { Citizen, Enterprise } from '#subgraphs/world/world.ts';

// schema/personas.yaml tells people what the named subjects show; here the world is asked whether they do.

type Subject = {
  readonly id: string;
  readonly kind: 'citizen' | 'enterprise';
  readonly index: number;
  readonly identifier: string;
  readonly name: string;
  readonly shows: string;
};
type Caller = {
  readonly persona: string;
  readonly sub: string;
  readonly org: string;
  readonly roles: readonly string[];
  readonly region: string;
  readonly level: string;
  readonly enterprise?: string;
  readonly citizen?: string;
};

const file = join(import.meta.dirname, '../../schema/personas.yaml');
const { subjects, callers } = parse(readFileSync(file, 'utf8')) as { subjects: Subject[]; callers: Caller[] };
const world = createWorld({ seed: 20_260_630, citizens: 100, enterprises: 60 });
const firms = [...world.enterprises()];

const firm = (id: string): Enterprise => world.enterprise(indexOf(id));
const person = (id: string): Citizen => world.citizen(indexOf(id));
const represented = (id: string) =>
  firms.filter(({ legalRepresentative }) => legalRepresentative === indexOf(id));

describe('the file of personas', () => {
  it('names its subjects as the world does', () => {
    expect(new Set(subjects.map(({ id }) => id)).size).toBe(subjects.length);
    for (const { kind, index, identifier, name, shows } of subjects) {
      const found =
        kind === 'citizen'
          ? { identifier: world.citizen(index).idNumber, name: world.citizen(index).name }
          : { identifier: world.enterprise(index).uscc, name: world.enterprise(index).name };
      expect({ identifier, name }).toEqual(found);
      expect(shows).not.toBe('');
    }
    const listed = subjects.filter(({ kind }) => kind === 'enterprise').map(({ index }) => index);
    expect(listed).toEqual(NAMED_ENTERPRISES.map(({ index }) => index));
  });

  it('gives every caller a unit with a valid code and a subject that is listed', () => {
    const identifiers = subjects.map(({ identifier }) => identifier);
    expect(callers.length).toBeGreaterThanOrEqual(10);
    for (const { persona, sub, org, roles, region, level, enterprise, citizen } of callers) {
      expect(roles).not.toEqual([]);
      // Who signs in for themselves is known by their own number or code.
      if (roles.includes('data-subject')) expect([sub, org]).toContain(citizen ?? enterprise);
      else {
        expect(sub).toBe(persona);
        expect(checkCreditCode(org).kind).toBe('valid');
        expect(org).toMatch(/^11\d{4}99/);
        expect(divisionState(region)).toBe('current');
      }
      expect(level).toMatch(/^L[1-4]$/);
      expect(enterprise ?? citizen).toBeDefined();
      for (const subject of [enterprise, citizen])
        if (subject !== undefined) expect(identifiers).toContain(subject);
    }
  });
});

describe('the named enterprises', () => {
  it('include one that all seven departments know', () => {
    const flagship = firm('flagship');
    expect(flagship).toMatchObject({
      state: 'ACTIVE',
      taxpayerState: 'NORMAL',
      waterPermit: 'VALID',
      transportPermit: 'VALID',
      runsSchool: true,
    });
    expect(flagship.absentFrom.size).toBe(0);
    expect(flagship.shareholders.some(({ kind }) => kind === 'state')).toBe(true);
    expect(world.citizen(flagship.legalRepresentative).absentFrom.size).toBe(0);
  });

  it('include a state group of three levels', () => {
    const [root, middle, leaf, sister] = ['group-root', 'group-middle', 'group-leaf', 'group-sister'].map(
      firm,
    );
    expect(root?.shareholders).toMatchObject([{ kind: 'state', ratioBasisPoints: 10_000 }]);
    expect(root?.group).toMatchObject({ parent: null, level: 1, children: [middle?.index, sister?.index] });
    expect(middle?.group).toMatchObject({ parent: root?.index, level: 2, children: [leaf?.index] });
    expect(leaf?.group).toMatchObject({ parent: middle?.index, root: root?.index, level: 3, children: [] });
  });

  it.each<[string, Partial<Enterprise>]>([
    ['sole-trader', { kind: 'SOLE_TRADER' }],
    ['private-school', { kind: 'PRIVATE_NON_ENTERPRISE', runsSchool: true }],
    ['cooperative', { kind: 'COOPERATIVE', taxpayerState: 'SUSPENDED' }],
    ['cancelled', { state: 'CANCELLED', taxpayerState: 'CANCELLED' }],
    ['abnormal-cancelled', { state: 'CANCELLED', taxpayerState: 'ABNORMAL_CANCELLED' }],
    ['revoked', { state: 'REVOKED', taxpayerState: 'LIQUIDATING' }],
    ['relocated', { state: 'RELOCATED' }],
    ['tax-abnormal', { state: 'ACTIVE', taxpayerState: 'ABNORMAL' }],
    ['in-arrears', { inArrears: true }],
    ['expired-permit', { waterPermit: 'EXPIRED', transportPermit: 'EXPIRED' }],
    ['expiring-permit', { waterPermit: 'EXPIRING', transportPermit: 'EXPIRING' }],
    ['revoked-permit', { waterPermit: 'REVOKED', transportPermit: 'REVOKED' }],
    ['abnormal-listed', { abnormalOperation: 'LISTED' }],
    ['abnormal-removed', { abnormalOperation: 'REMOVED' }],
    ['absent-from-tax', { absentFrom: new Set(['tax']) }],
    ['absent-from-legal-entity', { absentFrom: new Set(['legal-entity']) }],
  ])('include %s', (id, facts) => {
    expect(firm(id)).toMatchObject(facts);
  });

  it('include a new one, one of an abolished county and one whose representative is dead', () => {
    expect(firm('newly-opened').establishedOn.slice(0, 7)).toBe(world.today.slice(0, 7));
    expect(divisionState(firm('retired-division-firm').divisionCode)).toBe('retired');
    const orphan = firm('deceased-representative');
    expect(orphan.state).toBe('ACTIVE');
    expect(world.citizen(orphan.legalRepresentative).deceasedOn).not.toBeNull();
  });

  it('are owned to the last basis point by those who may hold them', () => {
    for (const { index, shareholders, legalRepresentative, establishedOn } of NAMED_ENTERPRISES) {
      expect(shareholders.reduce((sum, { ratioBasisPoints }) => sum + ratioBasisPoints, 0)).toBe(10_000);
      for (const holder of shareholders)
        if (holder.kind === 'enterprise') expect(holder.enterprise).toBeLessThan(index);
      expect(ageOn(world.citizen(legalRepresentative).birthDate, establishedOn)).toBeGreaterThanOrEqual(18);
      expect(checkCreditCode(NAMED_ENTERPRISES[index]?.uscc ?? '').kind).toBe('valid');
    }
  });
});

describe('the named citizens', () => {
  it('include a representative of several firms, and someone who only holds shares', () => {
    expect(represented('serial-representative').length).toBeGreaterThanOrEqual(3);
    const holder = indexOf('shareholder-only');
    const holdings = firms
      .flatMap(({ shareholders }) => shareholders)
      .filter((each) => each.kind === 'citizen');
    expect(holdings.some(({ citizen }) => citizen === holder)).toBe(true);
    expect(firms.some(({ legalRepresentative: one, officers }) => [one, ...officers].includes(holder))).toBe(
      false,
    );
  });

  it('include every age: a pupil, a student of sixteen, one at university, a centenarian', () => {
    const age = (id: string) => ageOn(person(id).birthDate, world.today);
    expect(person('primary-pupil').enrolledAt).toBe('PRIMARY');
    expect(age('primary-pupil')).toBeLessThan(14);
    expect(person('senior-secondary-student').enrolledAt).toBe('SENIOR_SECONDARY');
    expect(age('senior-secondary-student')).toBe(16);
    expect(person('university-student').enrolledAt).toBe('UNDERGRADUATE');
    expect(age('centenarian')).toBeGreaterThanOrEqual(100);
  });

  it('include a widow and her deceased husband', () => {
    expect(person('widow')).toMatchObject({
      maritalCode: '30',
      householdIndex: person('deceased').householdIndex,
    });
    expect(person('deceased').deceasedOn).not.toBeNull();
  });

  it('include the head of a household of four', () => {
    const head = person('household-head');
    expect(head.householdRole).toBe('HEAD');
    expect(world.household(head.householdIndex)).toHaveLength(4);
  });

  it.each<[string, Partial<Citizen>]>([
    ['doctor', { degree: 'DOCTOR', educationCode: '10' }],
    ['taxi-driver', { driver: { kind: 'TAXI', certificate: 'VALID' } }],
    ['expired-driver', { driver: { kind: 'RIDE_HAILING', certificate: 'EXPIRED' } }],
    ['absent-from-population', { absentFrom: new Set(['population']) }],
    ['former-name', { formerName: '吴小燕' }],
    ['ethnic-minority', { ethnicityCode: '03' }],
  ])('include %s', (id, facts) => {
    expect(person(id)).toMatchObject(facts);
  });

  it('include one of an abolished county', () => {
    expect(divisionState(person('retired-division-citizen').divisionCode)).toBe('retired');
  });

  it('fill their blocks, so that chance says nothing about them', () => {
    expect(NAMED_CITIZENS).toHaveLength(24);
    for (const { index, legalRepresentative, officers } of firms.slice(NAMED_ENTERPRISES.length))
      for (const citizen of [legalRepresentative, ...officers])
        expect(citizen, `firm ${index}`).toBeGreaterThanOrEqual(NAMED_CITIZENS.length);
  });
});

function indexOf(id: string): number {
  const found = subjects.find((subject) => subject.id === id);
  if (found === undefined) throw new Error(`personas.yaml names no subject "${id}"`);
  return found.index;
}
