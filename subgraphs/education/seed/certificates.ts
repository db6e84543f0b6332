import type { RowOf } from '#subgraphs/toolkit/table.ts';
import type { Citizen } from '#subgraphs/world/world.ts';
import type { StudyForm, tables } from '../register.ts';
import { disciplines } from './majors.ts';
import { type Attended, pupilsSince } from './school-years.ts';
import { enteringDay, leavingDay } from './studies.ts';

type EducationRow = RowOf<typeof tables>;

// Since when what is registered: students by entrance, diplomas by graduation, degrees by award.
const studentsSince = 2001;
const diplomasSince = 1991;
const degreesSince = 1982;

/** The record of a completed upper secondary school. */
export function* secondaryRecord({ citizen, study, school, major }: Attended): Generator<EducationRow> {
  const { level, form, from, to, conclusion } = study;
  if (to === null || to < pupilsSince) return;
  const record = {
    idNumber: citizen.idNumber,
    level,
    enteredOn: enteringDay(from),
    schoolCode: school.schoolCode,
    major: level === 'SECONDARY_VOCATIONAL' ? major.name : null,
    studyForm: form,
    leftOn: leavingDay(to),
    conclusion,
    certificateNumber: null,
    updatedAt: `${leavingDay(to)}T02:00:00+08:00`,
  };
  yield ['academicRecord', record];
}

/** The record of a study at a university or college, with its diploma and degree. */
export function* higherRecords(attended: Attended): Generator<EducationRow> {
  const { citizen, study, school, major, random } = attended;
  const { level, form, from, to, conclusion } = study;
  const hasDiploma = to !== null && to >= diplomasSince && conclusion !== 'INCOMPLETE';
  const certificateNumber = hasDiploma ? diplomaNumber(attended, to) : null;
  // Most schools leave the end of a running study empty, some write the day that never comes.
  const openEnd = random.chance(0.08) ? '9999-09-09' : null;
  const common = {
    idNumber: citizen.idNumber,
    level,
    enteredOn: enteringDay(from),
    schoolCode: school.schoolCode,
    major: major.name,
    studyForm: form,
    conclusion,
  };
  if (from >= studentsSince) {
    const leftOn = to === null ? openEnd : leavingDay(to);
    const updatedAt = `${to === null ? '2026-03-15' : leavingDay(to)}T02:00:00+08:00`;
    yield ['academicRecord', { ...common, leftOn, certificateNumber, updatedAt }];
  }
  if (to !== null && certificateNumber !== null) {
    const isRevoked = to < 2024 && random.chance(0.002);
    const revoked = isRevoked
      ? { state: 'REVOKED' as const, revokedOn: `${to + 2}-04-18` }
      : { state: 'VALID' as const, revokedOn: null };
    const holderName = citizen.formerName !== null && random.chance(0.6) ? citizen.formerName : citizen.name;
    const graduatedOn = leavingDay(to);
    yield [
      'diploma',
      { ...common, ...revoked, certificateNumber, holderName, schoolName: school.name, graduatedOn },
    ];
  }
  yield* degree(attended);
}

function* degree({ citizen, study, school, major }: Attended): Generator<EducationRow> {
  const { to } = study;
  const level = degreeOf(citizen, study.level);
  if (level === null || to === null || to < degreesSince) return;
  const digit = degreeDigits[level];
  const row = {
    idNumber: citizen.idNumber,
    certificateNumber: `${school.schoolCode.slice(-5)}${digit}${to}${serial(citizen)}`,
    level,
    categoryCode: `${digit}${major.discipline}`,
    category: `${disciplines[major.discipline]}${degreeWords[level]}学位`,
    subject: major.name,
    schoolCode: school.schoolCode,
    awardedOn: leavingDay(to),
  };
  yield ['academicDegree', row];
}

type Degree = NonNullable<Citizen['degree']>;

const degreeDigits: Record<Degree, string> = { DOCTOR: '2', MASTER: '3', BACHELOR: '4' };
const degreeWords: Record<Degree, string> = { DOCTOR: '博士', MASTER: '硕士', BACHELOR: '学士' };

/** The degree that a completed level brought, given the highest that the citizen has. */
function degreeOf({ degree }: Citizen, level: string): Degree | null {
  if (degree === null) return null;
  if (level === 'UNDERGRADUATE') return 'BACHELOR';
  if (level === 'MASTER') return degree === 'BACHELOR' ? null : 'MASTER';
  return level === 'DOCTOR' ? 'DOCTOR' : null;
}

/** 18 digits: school 5, form 1, year 4, level 2, serial 6. */
function diplomaNumber({ citizen, study, school }: Attended, year: number): string {
  const level = { DOCTOR: '01', MASTER: '02', UNDERGRADUATE: '05' }[study.level as string] ?? '06';
  return `${school.schoolCode.slice(-5)}${formDigits[study.form]}${year}${level}${serial(citizen)}`;
}

const formDigits: Record<StudyForm, string> = {
  FULL_TIME: '1',
  PART_TIME: '5',
  CORRESPONDENCE: '5',
  SELF_TAUGHT: '6',
  ONLINE: '7',
};

function serial({ index }: Citizen): string {
  return String(index % 1_000_000).padStart(6, '0');
}
