import { defineDepartment } from '#subgraphs/toolkit/department.ts';
import { many, one, page } from '#subgraphs/toolkit/relations.ts';
import { tables } from './register.ts';
import { ethnicity, verifyIdentity } from './resolvers.ts';
import { seed } from './seed.ts';

export const department = defineDepartment({
  name: 'population',
  title: '人口',
  folder: import.meta.dirname,
  tables,
  seed,
  entities: {
    Citizen: { key: 'idNumber', table: 'citizen' },
    Household: { key: 'householdNumber', table: 'household' },
  },
  resolvers: {
    Query: {
      citizens: page('citizen'),
      verifyIdentity,
    },
    Citizen: {
      ethnicity,
      household: one('household', 'householdNumber'),
      identityCard: one('identityCard', 'idNumber'),
      registrationChanges: many('registrationChange', 'idNumber', { orderBy: ['-changedOn', 'kind'] }),
      residencePermit: one('residencePermit', 'idNumber'),
    },
    Household: {
      // Rows, not stubs: a head or landlord whom this register lacks is null.
      head: one('citizen', 'idNumber', 'headIdNumber'),
      members: many('citizen', 'householdNumber', { orderBy: ['personNumber'] }),
    },
    ResidencePermit: {
      landlord: one('citizen', 'idNumber', 'landlordIdNumber'),
    },
  },
});
