import { defineDepartment } from '#subgraphs/toolkit/department.ts';
import { many, one, page, reference } from '#subgraphs/toolkit/relations.ts';
import { tables } from './register.ts';
import { verifyDiploma } from './resolvers.ts';
import { seed } from './seed.ts';

/** The row, not a stub: a record may name a school that the list no longer has. */
const school = one('school', 'schoolCode');

export const department = defineDepartment({
  name: 'education',
  title: '教育',
  folder: import.meta.dirname,
  tables,
  seed,
  entities: {
    School: { key: 'schoolCode', table: 'school' },
    Citizen: {
      key: 'idNumber',
      heldIn: [
        ['academicRecord', 'idNumber'],
        ['diploma', 'idNumber'],
        ['academicDegree', 'idNumber'],
        ['enrolment', 'idNumber'],
        ['compulsoryRecord', 'idNumber'],
      ],
    },
    Enterprise: { key: 'uscc', heldIn: [['school', 'organiserUscc']] },
  },
  resolvers: {
    Query: {
      schools: page('school'),
      verifyDiploma,
    },
    Citizen: {
      academicRecords: many('academicRecord', 'idNumber', { orderBy: ['-enteredOn', 'level'] }),
      diplomas: many('diploma', 'idNumber', { orderBy: ['-graduatedOn', 'certificateNumber'] }),
      degrees: many('academicDegree', 'idNumber', { orderBy: ['-awardedOn', 'certificateNumber'] }),
      currentEnrolment: one('enrolment', 'idNumber'),
      compulsoryEducation: many('compulsoryRecord', 'idNumber', { orderBy: ['-enteredOn', 'stage'] }),
    },
    Enterprise: {
      schools: many('school', 'organiserUscc', { from: 'uscc', orderBy: ['schoolCode'] }),
    },
    School: {
      organiser: reference('Enterprise', 'uscc', 'organiserUscc'),
    },
    AcademicRecord: { school },
    Diploma: { school },
    AcademicDegree: { awardedBy: school },
    Enrolment: { school, guardian: reference('Citizen', 'idNumber', 'guardianIdNumber') },
    CompulsoryEducationRecord: { school },
  },
});
