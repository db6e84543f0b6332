import { afterAll, describe, expect, it } from 'vitest';
import { ageOn } from '#subgraphs/world/calendar.ts';
import { createWorld } from '#subgraphs/world/create-world.ts';
import type { Citizen } from '#subgraphs/world/world.ts';
import { seededRegister } from '#test/setup/register.ts';
import { department } from './department.ts';

const world = createWorld({ seed: 7, citizens: 3_000, enterprises: 600 });
const people = new Map([...world.citizens()].map((citizen) => [citizen.idNumber, citizen]));
const { ask, counted, rows, close } = await seededRegister(department, department.seed(world));
afterAll(close);

describe('the diploma check', () => {
  it('matches a certificate and the name on it, and only then tells whether it was revoked', async () => {
    const [diploma] = (await rows('diploma')) as [Row];
    expect((await check(diploma['certificateNumber'], diploma['holderName'])).data).toEqual({
      verifyDiploma: {
        certificateMatch: 'MATCH',
        nameMatch: 'MATCH',
        revoked: diploma['state'] === 'REVOKED',
      },
    });
    expect((await check(diploma['certificateNumber'], '不是此人')).data).toEqual({
      verifyDiploma: { certificateMatch: 'MATCH', nameMatch: 'MISMATCH', revoked: null },
    });
  });

  it('does not find a certificate that nobody holds', async () => {
    expect((await check('000001199905000000', '某人')).data).toEqual({
      verifyDiploma: { certificateMatch: 'NOT_FOUND', nameMatch: 'NOT_FOUND', revoked: null },
    });
  });

  it('says what a certificate number looks like', async () => {
    const { errors } = await check('12345', '某人');
    expect(errors?.[0]?.message).toBe('certificateNumber must have 18 digits; got 5 characters.');
  });
});

describe('the schools', () => {
  it('lead to the enterprise that runs them, and back', async () => {
    const { uscc } = world.enterprise(2);
    const { data } = await ask(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise { schools { name kind isPrivate organiser { uscc } } } } }',
      { of: [{ __typename: 'Enterprise', uscc }] },
    );
    expect(data?.['_entities']).toEqual([
      { schools: [{ name: '杭州市滨江区启明小学', kind: 'PRIMARY', isPrivate: true, organiser: { uscc } }] },
    ]);
  });

  it('belong to every enterprise that runs one and that the register does not lack', async () => {
    const expected = [...world.enterprises()].filter(
      (each) => each.runsSchool && !each.absentFrom.has('education'),
    );
    const organisers = (await rows('school')).flatMap(({ organiserUscc }) => organiserUscc ?? []);
    expect(organisers).toHaveLength(expected.length);
    expect(new Set(organisers)).toEqual(new Set(expected.map(({ uscc }) => uscc)));
  });

  it('are filtered by kind, level, province and part of the name', async () => {
    const { data } = await ask(
      `{ universities: schools(filter: { kind: REGULAR_HIGHER, level: UNDERGRADUATE, province: "浙江省" }) { totalCount edges { node { schoolCode name city } } }
         primary: schools(first: 1, filter: { kindIn: [PRIMARY, KINDERGARTEN], nameContains: "小学" }) { edges { node { kind } } } }`,
    );
    expect(data?.['universities']).toEqual({
      totalCount: 1,
      edges: [{ node: { schoolCode: '4933090011', name: '越岑医科大学', city: '杭州市' } }],
    });
    expect(data?.['primary']).toEqual({ edges: [{ node: { kind: 'PRIMARY' } }] });
  });

  it('can be what the list of universities says of them, and no more', async () => {
    const listed = new Set(['schoolCode', 'name', 'kind', 'competentDepartment', 'province']);
    const required = Object.entries(department.tables['school']?.columns ?? {}).filter(
      ([, { nullable }]) => !nullable,
    );
    expect(new Set(required.map(([column]) => column))).toEqual(listed);
  });
});

describe('a pupil', () => {
  it('is enrolled where the world says, in a school of the prefecture, with an adult of the household as guardian', async () => {
    const schools = new Map((await rows('school')).map((school) => [school['schoolCode'], school]));
    const enrolments = await rows('enrolment');
    const expected = [...people.values()].filter(
      (each) => each.enrolledAt && !each.absentFrom.has('education'),
    );
    expect(enrolments).toHaveLength(expected.length);
    for (const { idNumber, stage, schoolCode, guardianIdNumber, grade, enteredOn } of enrolments) {
      const citizen = people.get(idNumber as string) as Citizen;
      expect(stage).toBe(citizen.enrolledAt === 'POSTGRADUATE' ? 'MASTER' : citizen.enrolledAt);
      expect(Number(grade)).toBe(2026 - Number(String(enteredOn).slice(0, 4)));
      if (ageOn(citizen.birthDate, world.today) >= 18) {
        expect(guardianIdNumber).toBeNull();
        continue;
      }
      const guardian = people.get(guardianIdNumber as string) as Citizen;
      expect(guardian.householdIndex).toBe(citizen.householdIndex);
      expect(ageOn(guardian.birthDate, world.today)).toBeGreaterThanOrEqual(18);
      const prefectures = [citizen.divisionCode.slice(0, 4), citizen.idNumber.slice(0, 4)];
      expect(prefectures).toContain(String(schools.get(schoolCode)?.['divisionCode']).slice(0, 4));
    }
  });

  it('has a number of the register: G, L or J and the citizen number', async () => {
    const { data } = await ask(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Citizen { currentEnrolment { stage grade studentNumber school { kind } guardian { idNumber } } } } }',
      { of: [{ __typename: 'Citizen', idNumber: world.citizen(3).idNumber }] },
    );
    const currentEnrolment = {
      stage: 'PRIMARY',
      grade: 4,
      studentNumber: expect.stringMatching(/^[GLJ]33019920160418980[\dX]$/),
      school: { kind: 'PRIMARY' },
      guardian: { idNumber: world.citizen(0).idNumber },
    };
    expect(data?.['_entities']).toEqual([{ currentEnrolment }]);
  });
});

describe('the course of studies', () => {
  it('runs in the order of time, between birth and today or death', async () => {
    const spans = [
      ...(await rows('compulsoryRecord')),
      ...(await rows('academicRecord')),
      ...(await rows('diploma')).map((each) => ({ ...each, leftOn: each['graduatedOn'] })),
    ] as Row[];
    for (const { idNumber, enteredOn, leftOn } of spans) {
      const { birthDate, deceasedOn } = people.get(idNumber as string) as Citizen;
      const end = leftOn === null || leftOn === '9999-09-09' ? world.today : leftOn;
      const life = [birthDate, enteredOn, end, deceasedOn ?? world.today] as string[];
      expect(life).toEqual(life.toSorted());
    }
    expect(spans.some(({ leftOn }) => leftOn === '9999-09-09')).toBe(true);
  });

  it('ends with the degrees that the world says, the lower ones before the higher', async () => {
    const byHolder = Map.groupBy(await rows('academicDegree'), ({ idNumber }) => idNumber as string);
    const doctor = world.citizen(12);
    expect(doctor.degree).toBe('DOCTOR');
    const levels = byHolder
      .get(doctor.idNumber)
      ?.toSorted((a, b) => String(a['awardedOn']).localeCompare(String(b['awardedOn'])));
    expect(levels?.map(({ level }) => level)).toEqual(['BACHELOR', 'MASTER', 'DOCTOR']);
    for (const [idNumber, degrees] of byHolder) {
      const highest = (people.get(idNumber) as Citizen).degree;
      expect(degrees.map(({ level }) => level)).toContain(highest);
      for (const { certificateNumber } of degrees) expect(certificateNumber).toMatch(/^\d{16}$/);
    }
  });

  it('numbers diplomas with 18 digits that no two of them share', async () => {
    const numbers = (await rows('diploma')).map(({ certificateNumber }) => String(certificateNumber));
    expect(numbers.length).toBeGreaterThan(300);
    expect(numbers.every((each) => /^\d{18}$/.test(each))).toBe(true);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('comes with all its schools for fifty citizens in nine register calls', async () => {
    const of = [...people.values()]
      .filter(({ degree, absentFrom }) => degree !== null && !absentFrom.has('education'))
      .slice(0, 50)
      .map(({ idNumber }) => ({ __typename: 'Citizen', idNumber }));
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Citizen {
         academicRecords { level school { name } } diplomas { level school { name } } degrees { level awardedBy { name } }
         compulsoryEducation { stage school { name } } currentEnrolment { school { name } } } } }`;
    const [{ data, errors }, calls] = await counted(() => ask(query, { of }));
    expect(errors).toBeUndefined();
    expect(data?.['_entities']).toHaveLength(50);
    // Who is known, five relations, and their schools in one wave or, behind a slower relation, two.
    expect(calls).toBeLessThanOrEqual(9);
  });
});

type Row = { readonly [column: string]: unknown };

function check(number: unknown, name: unknown) {
  return ask(
    `query ($number: ID!, $name: String!) {
       verifyDiploma(certificateNumber: $number, name: $name) { certificateMatch nameMatch revoked } }`,
    { number, name },
  );
}
