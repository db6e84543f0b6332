import { defineDepartment } from '#subgraphs/toolkit/department.ts';
import { many, one, page, pageOfParent, reference } from '#subgraphs/toolkit/relations.ts';
import { tables } from './register.ts';
import { seed } from './seed.ts';

export const department = defineDepartment({
  name: 'tax',
  title: '税务',
  folder: import.meta.dirname,
  tables,
  seed,
  entities: {
    Enterprise: { key: 'uscc', heldIn: [['taxRegistration', 'uscc']] },
    TaxRegistration: { key: 'uscc', table: 'taxRegistration' },
  },
  resolvers: {
    Query: {
      taxRegistrations: page('taxRegistration', { orderBy: 'registeredOn' }),
    },
    Enterprise: {
      taxRegistration: one('taxRegistration', 'uscc'),
      taxCreditGrades: many('taxCreditGrade', 'uscc', { orderBy: ['-year'] }),
      taxArrears: many('taxArrear', 'uscc', { orderBy: ['taxKind'] }),
      taxCollections: pageOfParent('taxCollection', 'uscc', { orderBy: '-period' }),
      abnormalTaxpayerFindings: many('abnormalFinding', 'uscc', { orderBy: ['-foundOn'] }),
    },
    TaxRegistration: {
      enterprise: reference('Enterprise', 'uscc', 'uscc'),
      financeOfficer: reference('Citizen', 'idNumber', 'financeOfficerIdNumber'),
    },
  },
});
