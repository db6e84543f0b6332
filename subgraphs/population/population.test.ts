import { afterAll, describe, expect, it } from 'vitest';
import { checkIdentifier } from '#schema/identifiers/format.ts';
import { createWorld } from '#subgraphs/world/create-world.ts';
import type { Citizen } from '#subgraphs/world/world.ts';
import { seededRegister } from '#test/setup/register.ts';
import { department } from './department.ts';

const world = createWorld({ seed: 7, citizens: 3_000, enterprises: 60 });
const citizens = [...world.citizens()];
const held = citizens.filter(({ absentFrom }) => !absentFrom.has('population'));
const { ask, counted, rows, close } = await seededRegister(department, department.seed(world));
afterAll(close);

describe('the identity check', () => {
  it('matches number and name that belong together, and only then tells whether the person has died', async () => {
    const living = held.find(({ deceasedOn }) => deceasedOn === null) as Citizen;
    const dead = held.find(({ deceasedOn }) => deceasedOn !== null) as Citizen;
    expect((await check(living.idNumber, living.name)).data).toEqual({
      verifyIdentity: { idNumberMatch: 'MATCH', nameMatch: 'MATCH', deceased: false },
    });
    expect((await check(dead.idNumber, dead.name)).data).toEqual({
      verifyIdentity: { idNumberMatch: 'MATCH', nameMatch: 'MATCH', deceased: true },
    });
  });

  it('tells a wrong name by its code alone, the former name included', async () => {
    const renamed = held.find(
      ({ formerName, name }) => formerName !== null && formerName !== name,
    ) as Citizen;
    for (const name of ['不是此人', renamed.formerName as string])
      expect((await check(renamed.idNumber, name)).data).toEqual({
        verifyIdentity: { idNumberMatch: 'MATCH', nameMatch: 'MISMATCH', deceased: null },
      });
  });

  it('does not find a citizen whom the register lacks', async () => {
    const absent = citizens.find(({ absentFrom }) => absentFrom.has('population')) as Citizen;
    expect((await check(absent.idNumber, absent.name)).data).toEqual({
      verifyIdentity: { idNumberMatch: 'NOT_FOUND', nameMatch: 'NOT_FOUND', deceased: null },
    });
  });

  it('forgives spaces and a small x, not an empty or endless name', async () => {
    const citizen = held.find(({ idNumber }) => idNumber.endsWith('X')) as Citizen;
    const spaced = ` ${citizen.name.split('').join(' ')} `;
    expect((await check(citizen.idNumber.toLowerCase(), spaced)).data).toMatchObject({
      verifyIdentity: { nameMatch: 'MATCH' },
    });
    for (const name of [' ', '长'.repeat(51)])
      expect((await check(citizen.idNumber, name)).errors?.[0]?.message).toMatch(/name must have 1 to 50/);
  });

  it('checks fifty people with one register call', async () => {
    const fields = held
      .slice(0, 50)
      .map(
        ({ idNumber, name }, n) =>
          `c${n}: verifyIdentity(idNumber: "${idNumber}", name: "${name}") { nameMatch }`,
      );
    const [{ data }, calls] = await counted(() => ask(`{ ${fields.join(' ')} }`));
    expect(Object.values(data ?? {}).every((each) => (each as Row)['nameMatch'] === 'MATCH')).toBe(true);
    expect(calls).toBe(1);
  });
});

describe('a household', () => {
  it('lists its members head first, and each of them leads back to it', async () => {
    const [head] = citizens.filter(({ householdIndex }) => householdIndex === 1) as [Citizen];
    const { data } = await ask(
      `query ($of: ID!) { citizen(idNumber: $of) { household {
         householdNumber kind head { idNumber } members { idNumber householdRole household { householdNumber } } } } }`,
      { of: head.idNumber },
    );
    const household = found(data?.['citizen'])['household'] as Row;
    const members = household['members'] as Row[];
    expect(household['head']).toEqual({ idNumber: head.idNumber });
    expect(members.map(({ idNumber }) => idNumber)).toEqual(
      world.household(1).map(({ idNumber }) => idNumber),
    );
    expect(members[0]?.['householdRole']).toBe('HEAD');
    for (const member of members)
      expect(member['household']).toEqual({ householdNumber: household['householdNumber'] });
  });

  it('has no head when the register lacks the head, and still its other members', async () => {
    const lacking = citizens.find(
      ({ absentFrom, householdRole, householdIndex }) =>
        absentFrom.has('population') &&
        householdRole === 'HEAD' &&
        world.household(householdIndex).length > 1,
    ) as Citizen;
    const other = world.household(lacking.householdIndex)[1] as Citizen;
    const { data } = await ask(
      'query ($of: ID!) { citizen(idNumber: $of) { household { head { name } members { name } } } }',
      { of: other.idNumber },
    );
    const household = found(data?.['citizen'])['household'] as Row;
    expect(household['head']).toBeNull();
    expect(household['members']).toHaveLength(world.household(lacking.householdIndex).length - 1);
  });

  it('comes with everybody in it for fifty citizens in four register calls', async () => {
    const of = held.slice(0, 50).map(({ idNumber }) => ({ __typename: 'Citizen', idNumber }));
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Citizen {
         name ethnicity household { head { name } members { name registrationChanges { kind } } } } } }`;
    const [{ data, errors }, calls] = await counted(() => ask(query, { of }));
    expect(errors).toBeUndefined();
    expect(data?.['_entities']).toHaveLength(50);
    // Citizens (heads are among them), households, members, changes.
    expect(calls).toBe(4);
  });
});

describe('the list of citizens', () => {
  it('filters by place, birth, sex and state at once', async () => {
    const { data } = await ask(
      `{ citizens(first: 100, filter: { divisionCodeStartsWith: "33", birthDateFrom: "1980-01-01", birthDateTo: "1999-12-31", sex: FEMALE, lifeState: ALIVE })
         { totalCount edges { node { idNumber } } } }`,
    );
    const expected = held.filter(
      ({ divisionCode, birthDate, sex, deceasedOn }) =>
        divisionCode.startsWith('33') &&
        birthDate >= '1980' &&
        birthDate < '2000' &&
        sex === 'FEMALE' &&
        !deceasedOn,
    );
    expect(expected.length).toBeGreaterThan(3);
    expect(found(data?.['citizens'])['totalCount']).toBe(expected.length);
  });

  it('gives cursors that do not carry a citizen number', async () => {
    const { data } = await ask('{ citizens(first: 5) { edges { cursor node { idNumber } } } }');
    for (const { cursor, node } of found(data?.['citizens'])['edges'] as { cursor: string; node: Row }[])
      expect(Buffer.from(cursor, 'base64url').toString()).not.toContain(node['idNumber']);
  });
});

describe('the seeded register', () => {
  it('holds every citizen whom it does not lack, with numbers and codes that are well formed', async () => {
    const all = await rows('citizen');
    expect(all).toHaveLength(held.length);
    for (const { idNumber, divisionCode } of all) {
      expect(checkIdentifier('CITIZEN_NUMBER', String(idNumber)).kind).toBe('valid');
      expect(checkIdentifier('DIVISION_CODE', String(divisionCode)).kind).toBe('valid');
    }
  });

  it('enters changes in the order of life: birth, move, death, none of them after today', async () => {
    const births = new Map(held.map(({ idNumber, birthDate }) => [idNumber, birthDate]));
    const byCitizen = Map.groupBy(await rows('registrationChange'), ({ idNumber }) => idNumber as string);
    for (const [idNumber, changes] of byCitizen) {
      const on = (kind: string) =>
        changes.find((each) => each['kind'] === kind)?.['changedOn'] as string | undefined;
      const life = [births.get(idNumber), on('BIRTH'), on('MOVE_IN'), on('DEATH_CANCELLATION'), world.today];
      const known = life.filter((each) => each !== undefined);
      expect(known).toEqual(known.toSorted());
    }
    expect([...byCitizen.values()].flat().some(({ kind }) => kind === 'MOVE_IN')).toBe(true);
  });

  it('issues identity cards within a life, for good from 46 on, and cancels those of the dead', async () => {
    const people = new Map(held.map((citizen) => [citizen.idNumber, citizen]));
    const cards = await rows('identityCard');
    for (const { idNumber, issuedOn, validTo, state } of cards) {
      const { birthDate, deceasedOn } = people.get(idNumber as string) as Citizen;
      expect(String(issuedOn) > birthDate && String(issuedOn) <= (deceasedOn ?? world.today)).toBe(true);
      if (Number(String(issuedOn).slice(0, 4)) - Number(birthDate.slice(0, 4)) > 46)
        expect(validTo).toBe('9999-09-09');
      if (deceasedOn === null) expect(state).not.toBe(String(validTo) < world.today ? 'VALID' : 'EXPIRED');
    }
    expect(new Set(cards.map(({ state }) => state))).toEqual(
      new Set(['VALID', 'EXPIRED', 'CANCELLED', 'REPORTED_LOST']),
    );
  });

  it('has the dirt of real ones: the dead still registered, lapsed permits, abolished divisions', async () => {
    const all = await rows('citizen');
    expect(
      all.some(
        ({ lifeState, registrationState }) => lifeState === 'DECEASED' && registrationState === 'NORMAL',
      ),
    ).toBe(true);
    expect(all.some(({ divisionCode }) => divisionCode === '330104')).toBe(true);
    expect((await rows('residencePermit')).some(({ state }) => state === 'SUSPENDED')).toBe(true);
  });
});

type Row = { readonly [column: string]: unknown };

function found(value: unknown): Row {
  expect(value).toBeTruthy();
  return value as Row;
}

function check(idNumber: string, name: string) {
  return ask(
    `query ($idNumber: ID!, $name: String!) {
       verifyIdentity(idNumber: $idNumber, name: $name) { idNumberMatch nameMatch deceased } }`,
    { idNumber, name },
  );
}
