import type { Citizen, Random } from '#subgraphs/world/world.ts';
import type { EducationLevel, StudyConclusion, StudyForm } from '../register.ts';

/** One level that a citizen studied, from the autumn of one year to the summer of another (null: still there). */
export type Study = {
  readonly level: EducationLevel;
  readonly form: StudyForm;
  readonly from: number;
  readonly to: number | null;
  readonly conclusion: StudyConclusion;
};

/** The last summer whose leavers are registered, and the autumn of the school year 2025/26. */
const latestYear = 2025;

/** The course of a citizen's studies in the order of time, as the highest completed level and the birth date imply it. */
export function studiesOf(citizen: Citizen, random: Random): readonly Study[] {
  const start = firstSchoolYear(citizen.birthDate);
  const studies = (completed[citizen.educationCode] ?? []).map((level) =>
    completedStudy(citizen, { level, start, random }),
  );
  if (citizen.degree === 'DOCTOR') addDoctorate(studies, start);
  studyLater(studies, citizen, random);

  if (citizen.enrolledAt !== null) {
    const level = currentLevel(citizen);
    const from = Math.min(start + years[level][0], latestYear);
    studies.push({ level, form: 'FULL_TIME', from, to: null, conclusion: 'IN_PROGRESS' });
  } else if (citizen.educationCode === '60' && start + 13 <= latestYear && random.chance(0.04)) {
    // Some who entered college left it after a year, so their highest completed level stayed the same.
    const from = start + 12;
    studies.push({
      level: 'JUNIOR_COLLEGE',
      form: 'FULL_TIME',
      from,
      to: from + 1,
      conclusion: 'INCOMPLETE',
    });
  }
  const { deceasedOn } = citizen;
  return deceasedOn === null
    ? studies
    : studies.filter(({ to }) => to !== null && leavingDay(to) <= deceasedOn);
}

/** The day on which a study that begins in a year begins. */
export function enteringDay(year: number): string {
  return `${year}-09-01`;
}

/** The day on which a study that ends in a year ends. */
export function leavingDay(year: number): string {
  return `${year}-06-30`;
}

/** First and last year of each level, counted from the first year of primary school. */
const years: Record<EducationLevel, readonly [number, number]> = {
  PRIMARY: [0, 6],
  JUNIOR_SECONDARY: [6, 9],
  SENIOR_SECONDARY: [9, 12],
  SECONDARY_VOCATIONAL: [9, 12],
  JUNIOR_COLLEGE: [12, 15],
  UNDERGRADUATE: [12, 16],
  MASTER: [16, 19],
  DOCTOR: [19, 23],
};

/** What lies behind a GB/T 4658 code. */
const completed: Readonly<Record<string, readonly EducationLevel[]>> = {
  '80': ['PRIMARY'],
  '70': ['PRIMARY', 'JUNIOR_SECONDARY'],
  '60': ['PRIMARY', 'JUNIOR_SECONDARY', 'SENIOR_SECONDARY'],
  '40': ['PRIMARY', 'JUNIOR_SECONDARY', 'SECONDARY_VOCATIONAL'],
  '30': ['PRIMARY', 'JUNIOR_SECONDARY', 'SENIOR_SECONDARY', 'JUNIOR_COLLEGE'],
  '20': ['PRIMARY', 'JUNIOR_SECONDARY', 'SENIOR_SECONDARY', 'UNDERGRADUATE'],
  '10': ['PRIMARY', 'JUNIOR_SECONDARY', 'SENIOR_SECONDARY', 'UNDERGRADUATE', 'MASTER'],
};

/** The school year is entered by those who are six on 31 August. */
function firstSchoolYear(birthDate: string): number {
  return Number(birthDate.slice(0, 4)) + (birthDate.slice(5) <= '08-31' ? 6 : 7);
}

type Course = { readonly level: EducationLevel; readonly start: number; readonly random: Random };

function completedStudy({ degree }: Citizen, { level, start, random }: Course): Study {
  const [first, last] = years[level];
  // Who completed a bachelor's course without its degree often has a certificate of completion (结业) only.
  const isWithoutDegree = level === 'UNDERGRADUATE' && degree === null && random.chance(0.5);
  return {
    level,
    form: 'FULL_TIME',
    from: start + first,
    to: Math.min(start + last, latestYear),
    conclusion: isWithoutDegree ? 'COMPLETED' : 'GRADUATED',
  };
}

/** A doctorate after the master's, or instead of it (直博) for those too young to have done both. */
function addDoctorate(studies: Study[], start: number): void {
  const isDirect = start + years.DOCTOR[1] > latestYear;
  if (isDirect)
    studies.splice(
      studies.findIndex(({ level }) => level === 'MASTER'),
      1,
    );
  const from = start + (isDirect ? years.MASTER[0] : years.DOCTOR[0]);
  const to = Math.min(from + (isDirect ? 5 : 4), latestYear);
  studies.push({ level: 'DOCTOR', form: 'FULL_TIME', from, to, conclusion: 'GRADUATED' });
}

/** Three in ten of those whose last study was at college did it beside their work, years later. */
function studyLater(studies: Study[], { enrolledAt }: Citizen, random: Random): void {
  const last = studies.at(-1);
  if (enrolledAt !== null || !last?.to || (last.level !== 'JUNIOR_COLLEGE' && last.level !== 'UNDERGRADUATE'))
    return;
  const latestDelay = Math.min(18, latestYear - last.to);
  if (latestDelay < 4 || !random.chance(0.3)) return;
  const delay = random.int(4, latestDelay);
  const form = random.pick(['PART_TIME', 'CORRESPONDENCE', 'SELF_TAUGHT', 'ONLINE'] as const);
  // Universities have taught online since 1999.
  const isTooEarly = form === 'ONLINE' && last.from + delay < 1999;
  studies[studies.length - 1] = {
    ...last,
    form: isTooEarly ? 'CORRESPONDENCE' : form,
    from: last.from + delay,
    to: last.to + delay,
  };
}

function currentLevel({ enrolledAt, degree }: Citizen): EducationLevel {
  if (enrolledAt === 'POSTGRADUATE') return degree === 'MASTER' ? 'DOCTOR' : 'MASTER';
  return enrolledAt as EducationLevel;
}
