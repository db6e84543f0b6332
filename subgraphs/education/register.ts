import { boolean, date, integer, oneOf, type Row, table, text, time } from '#subgraphs/toolkit/table.ts';

export type SchoolKind =
  | 'KINDERGARTEN'
  | 'PRIMARY'
  | 'JUNIOR_SECONDARY'
  | 'SENIOR_SECONDARY'
  | 'SECONDARY_VOCATIONAL'
  | 'REGULAR_HIGHER'
  | 'ADULT_HIGHER'
  | 'VOCATIONAL_TRAINING';

export type EducationLevel =
  | 'PRIMARY'
  | 'JUNIOR_SECONDARY'
  | 'SENIOR_SECONDARY'
  | 'SECONDARY_VOCATIONAL'
  | 'JUNIOR_COLLEGE'
  | 'UNDERGRADUATE'
  | 'MASTER'
  | 'DOCTOR';

export type StudyForm = 'FULL_TIME' | 'PART_TIME' | 'CORRESPONDENCE' | 'SELF_TAUGHT' | 'ONLINE';

export type StudyConclusion = 'IN_PROGRESS' | 'GRADUATED' | 'COMPLETED' | 'INCOMPLETE' | 'TRANSFERRED';

/** Where the education department keeps its records. */
export const tables = {
  // Required here is only what the ministry's list of universities has; see the loader.
  school: table(
    {
      schoolCode: text,
      name: text,
      kind: oneOf<SchoolKind>(),
      level: oneOf<'UNDERGRADUATE' | 'JUNIOR_COLLEGE'>().orNull,
      competentDepartment: text,
      province: text,
      city: text.orNull,
      divisionCode: text.is('DIVISION_CODE').orNull,
      isPrivate: boolean.orNull,
      organiserUscc: text.is('CREDIT_CODE').orNull,
      foundedOn: date.orNull,
      remark: text.orNull,
      schoolUpdatedAt: time.orNull,
    },
    ['schoolCode'],
    [['organiserUscc'], ['name', 'schoolCode'], ['province', 'schoolCode']],
  ),
  academicRecord: table(
    {
      idNumber: text.is('CITIZEN_NUMBER'),
      level: oneOf<EducationLevel>(),
      enteredOn: date,
      schoolCode: text,
      major: text.orNull,
      studyForm: oneOf<StudyForm>(),
      leftOn: date.orNull,
      conclusion: oneOf<StudyConclusion>(),
      certificateNumber: text.orNull,
      updatedAt: time,
    },
    ['idNumber', 'level', 'enteredOn'],
  ),
  diploma: table(
    {
      idNumber: text.is('CITIZEN_NUMBER'),
      certificateNumber: text,
      holderName: text,
      schoolCode: text,
      schoolName: text,
      major: text,
      level: oneOf<EducationLevel>(),
      studyForm: oneOf<StudyForm>(),
      enteredOn: date,
      graduatedOn: date,
      conclusion: oneOf<StudyConclusion>(),
      state: oneOf<'VALID' | 'REVOKED'>(),
      revokedOn: date.orNull,
    },
    ['idNumber', 'certificateNumber'],
    [['certificateNumber']],
  ),
  academicDegree: table(
    {
      idNumber: text.is('CITIZEN_NUMBER'),
      certificateNumber: text,
      level: oneOf<'BACHELOR' | 'MASTER' | 'DOCTOR'>(),
      categoryCode: text,
      category: text,
      subject: text,
      schoolCode: text,
      awardedOn: date,
    },
    ['idNumber', 'certificateNumber'],
  ),
  enrolment: table(
    {
      idNumber: text.is('CITIZEN_NUMBER'),
      schoolCode: text,
      stage: oneOf<EducationLevel>(),
      grade: integer,
      className: text.orNull,
      studentNumber: text,
      state: oneOf<'ENROLLED' | 'SUSPENDED' | 'TRANSFERRING'>(),
      enteredOn: date,
      boarding: boolean.orNull,
      guardianIdNumber: text.is('CITIZEN_NUMBER').orNull,
      correctionalEducation: boolean.orNull,
      updatedAt: time,
    },
    ['idNumber'],
  ),
  compulsoryRecord: table(
    {
      idNumber: text.is('CITIZEN_NUMBER'),
      stage: oneOf<EducationLevel>(),
      enteredOn: date,
      schoolCode: text,
      leftOn: date,
      conclusion: oneOf<StudyConclusion>(),
    },
    ['idNumber', 'stage', 'enteredOn'],
  ),
};

export type School = Row<typeof tables.school>;
export type Enrolment = Row<typeof tables.enrolment>;
export type CompulsoryRecord = Row<typeof tables.compulsoryRecord>;
