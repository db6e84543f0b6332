import { divisionName } from '#schema/identifiers/division-code.ts';
import type { RowOf } from '#subgraphs/toolkit/table.ts';
import type { Citizen, World } from '#subgraphs/world/world.ts';
import type { tables } from './register.ts';
import { higherRecords, secondaryRecord } from './seed/certificates.ts';
import { createDirectory, type Directory } from './seed/directory.ts';
import { drawMajor } from './seed/majors.ts';
import { compulsoryRecords, enrolment } from './seed/school-years.ts';
import { privateSchools, publicSchools } from './seed/schools.ts';
import { enteringDay, studiesOf } from './seed/studies.ts';
import { universities } from './seed/universities.ts';

type EducationRow = RowOf<typeof tables>;

/** What the education register holds of the fictional world: the schools, then citizen by citizen who studied where. */
export function* seed(world: World): Generator<EducationRow> {
  const directory = createDirectory();
  for (const school of universities()) {
    directory.add(school);
    yield ['school', school];
  }
  const privateSchool = privateSchools(world);
  for (const enterprise of world.enterprises()) {
    if (!enterprise.runsSchool || enterprise.absentFrom.has('education')) continue;
    const school = privateSchool(enterprise);
    directory.add(school);
    yield ['school', school];
  }
  for (const citizen of world.citizens()) {
    if (citizen.absentFrom.has('education')) continue;
    const prefecture = prefectureOf(citizen);
    if (!directory.hasPublicSchools(prefecture))
      for (const school of publicSchools(world, prefecture)) {
        directory.add(school);
        yield ['school', school];
      }
    yield* records(world, { citizen, prefecture, directory });
  }
}

type Student = { readonly citizen: Citizen; readonly prefecture: string; readonly directory: Directory };

function* records(world: World, { citizen, prefecture, directory }: Student): Generator<EducationRow> {
  const random = world.random('education', citizen.index);
  const studies = studiesOf(citizen, random);
  const isAcademic = studies.some(({ level }) => level === 'UNDERGRADUATE');
  const major = drawMajor(random, isAcademic);
  for (const study of studies) {
    const where = { prefecture, on: enteringDay(study.from) };
    const school = directory.pick(random, study.level, where);
    const attended = { citizen, study, school, major, random };
    if (study.to === null) yield ['enrolment', enrolment(world, attended)];
    switch (study.level) {
      case 'PRIMARY':
      case 'JUNIOR_SECONDARY':
        for (const record of compulsoryRecords(attended, directory.pick(random, study.level, where)))
          yield ['compulsoryRecord', record];
        break;
      case 'SENIOR_SECONDARY':
      case 'SECONDARY_VOCATIONAL':
        yield* secondaryRecord(attended);
        break;
      default:
        yield* higherRecords(attended);
    }
  }
}

/** The prefecture (four digits) of the household, or of the number where the household's code is of a prefecture long gone. */
function prefectureOf({ divisionCode, idNumber }: Citizen): string {
  const prefecture = divisionCode.slice(0, 4);
  return divisionName(`${prefecture}00`) !== null && prefecture.slice(2) !== '90'
    ? prefecture
    : idNumber.slice(0, 4);
}
