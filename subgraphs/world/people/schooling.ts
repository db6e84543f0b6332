import { ageOn, TODAY } from '../calendar.ts';
import type { Citizen, EducationStage, Random } from '../world.ts';

/** A school year is entered by those who are six on 31 August; the current one is 2025/26. */
const SCHOOL_YEAR_STARTS = '2025-08-31';

/** What a citizen has completed, where they study now, and their highest degree. */
export type Schooling = Pick<Citizen, 'educationCode' | 'enrolledAt' | 'degree'>;

/** The schooling that fits a birth date: compulsory school for all, then ever fewer. */
export function drawSchooling(random: Random, birthDate: string): Schooling {
  const age = birthDate > SCHOOL_YEAR_STARTS ? -1 : ageOn(birthDate, SCHOOL_YEAR_STARTS);
  if (age < 6) return completed('90');
  if (age < 12) return studying('PRIMARY', '90');
  if (age < 15) return studying('JUNIOR_SECONDARY', '80');
  if (age < 18) return secondary(random);
  if (ageOn(birthDate, TODAY) < 27) return tertiary(random, age);
  return grown(random, age);
}

function secondary(random: Random): Schooling {
  const draw = random.next();
  if (draw < 0.6) return studying('SENIOR_SECONDARY', '70');
  return draw < 0.97 ? studying('SECONDARY_VOCATIONAL', '70') : completed('70');
}

function tertiary(random: Random, age: number): Schooling {
  const draw = random.next();
  if (draw < 0.3) {
    if (age < 22) return studying('UNDERGRADUATE', '60');
    if (draw < 0.08) return age < 25 ? studying('POSTGRADUATE', '20', 'BACHELOR') : completed('10', 'MASTER');
    return completed('20', 'BACHELOR');
  }
  if (draw < 0.6) return age < 21 ? studying('JUNIOR_COLLEGE', '60') : completed('30');
  return completed(draw < 0.72 ? '60' : draw < 0.88 ? '40' : '70');
}

/** Shares of the highest completed levels, by the decade in which school ended. */
function grown(random: Random, age: number): Schooling {
  const draw = random.next();
  if (age >= 65)
    return completed(
      draw < 0.04 ? '30' : draw < 0.14 ? '60' : draw < 0.42 ? '70' : draw < 0.85 ? '80' : '90',
    );
  const reach = age < 45 ? 1 : 0.35;
  if (draw < 0.006 * reach) return completed('10', 'DOCTOR');
  if (draw < 0.04 * reach) return completed('10', 'MASTER');
  if (draw < 0.22 * reach) return completed('20', random.chance(0.97) ? 'BACHELOR' : null);
  if (draw < 0.4 * reach) return completed('30');
  if (draw < 0.5) return completed(random.chance(0.5) ? '40' : '60');
  return completed(draw < 0.92 ? '70' : '80');
}

function studying(
  enrolledAt: EducationStage,
  educationCode: string,
  degree: Citizen['degree'] = null,
): Schooling {
  return { educationCode, enrolledAt, degree };
}

function completed(educationCode: string, degree: Citizen['degree'] = null): Schooling {
  return { educationCode, enrolledAt: null, degree };
}
