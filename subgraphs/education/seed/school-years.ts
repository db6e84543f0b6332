import { ageOn } from '#subgraphs/world/calendar.ts';
import type { Citizen, Random, World } from '#subgraphs/world/world.ts';
import type { CompulsoryRecord, Enrolment, School } from '../register.ts';
import type { Major } from './majors.ts';
import { enteringDay, leavingDay, type Study } from './studies.ts';

/** One study and where it took place. */
export type Attended = {
  readonly citizen: Citizen;
  readonly study: Study;
  readonly school: School;
  readonly major: Major;
  readonly random: Random;
};

/** Pupils have been registered nationwide since 2014 (全国中小学生学籍信息管理系统). */
export const pupilsSince = 2014;

/** Where somebody studies in this school year. */
export function enrolment(world: World, { citizen, study, school, major, random }: Attended): Enrolment {
  const { level, from } = study;
  const isPupil = level.endsWith('PRIMARY') || level.includes('SECONDARY');
  const draw = random.next();
  const group = random.int(1, 12);
  return {
    idNumber: citizen.idNumber,
    schoolCode: school.schoolCode,
    stage: level,
    grade: Math.max(1, Number(world.today.slice(0, 4)) - from),
    className: random.chance(0.03)
      ? null
      : isPupil
        ? `${from}级(${group})班`
        : `${major.name}${from % 100}0${group % 4}班`,
    studentNumber: isPupil
      ? `${draw < 0.96 ? 'G' : draw < 0.99 ? 'L' : 'J'}${citizen.idNumber}`
      : `${from}${school.schoolCode.slice(-5)}${String(citizen.index % 10_000).padStart(4, '0')}`,
    state: draw < 0.972 ? 'ENROLLED' : draw < 0.988 ? 'SUSPENDED' : 'TRANSFERRING',
    enteredOn: enteringDay(from),
    boarding: level === 'PRIMARY' ? false : random.chance(0.02) ? null : !isPupil || random.chance(0.4),
    guardianIdNumber: guardianOf(world, citizen),
    correctionalEducation: level === 'JUNIOR_SECONDARY' ? random.chance(0.003) : isPupil ? false : null,
    updatedAt: `2026-03-${String(random.int(1, 28)).padStart(2, '0')}T02:00:00+08:00`,
  };
}

/** A minor's parent, or the grandparent who brings the child up: the first living head or spouse of the household. */
function guardianOf(world: World, { birthDate, householdIndex, index }: Citizen): string | null {
  if (ageOn(birthDate, world.today) >= 18) return null;
  const guardian = world
    .household(householdIndex)
    .find(
      (member) =>
        (member.householdRole === 'HEAD' || member.householdRole === 'SPOUSE') &&
        member.deceasedOn === null &&
        member.index !== index,
    );
  return guardian?.idNumber ?? null;
}

/** A completed stage of compulsory school: one record, or two for the few who changed to `other` in the middle. */
export function* compulsoryRecords(
  { citizen, study, school, random }: Attended,
  other: School,
): Generator<CompulsoryRecord> {
  const { level: stage, from, to } = study;
  if (to === null || to < pupilsSince) return;
  const whole = {
    idNumber: citizen.idNumber,
    stage,
    enteredOn: enteringDay(from),
    schoolCode: school.schoolCode,
    leftOn: leavingDay(to),
    conclusion: 'GRADUATED' as const,
  };
  const hasChanged = random.chance(0.05) && from + 1 >= pupilsSince && other.schoolCode !== school.schoolCode;
  if (hasChanged) yield { ...whole, leftOn: leavingDay(from + 1), conclusion: 'TRANSFERRED' };
  yield hasChanged ? { ...whole, enteredOn: enteringDay(from + 1), schoolCode: other.schoolCode } : whole;
}
