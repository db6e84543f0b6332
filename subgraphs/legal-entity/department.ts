import { defineDepartment } from '#subgraphs/toolkit/department.ts';
import { many, page, pageOfParent, reference } from '#subgraphs/toolkit/relations.ts';
import { tables } from './register.ts';
import { differingItems, holdingEnterprise, published, verifyEnterprise } from './resolvers.ts';
import { seed } from './seed.ts';

export const department = defineDepartment({
  name: 'legal-entity',
  title: '法人',
  folder: import.meta.dirname,
  tables,
  seed,
  entities: {
    Enterprise: { key: 'uscc', table: 'enterprise' },
    Citizen: {
      key: 'idNumber',
      heldIn: [
        ['position', 'citizenIdNumber'],
        ['shareholder', 'citizenIdNumber'],
        ['enterprise', 'legalRepresentativeIdNumber'],
      ],
    },
  },
  resolvers: {
    Query: {
      enterprises: page('enterprise', { orderBy: 'establishedOn' }),
      verifyEnterprise,
    },
    Enterprise: {
      legalRepresentative: reference('Citizen', 'idNumber', 'legalRepresentativeIdNumber'),
      positions: many('position', 'enterpriseUscc', { from: 'uscc', orderBy: ['nth'] }),
      shareholders: many('shareholder', 'investedUscc', { from: 'uscc', orderBy: ['nth'] }),
      investments: many('shareholder', 'uscc', { orderBy: ['-subscribedCapital', 'investedUscc', 'nth'] }),
      changes: pageOfParent('enterpriseChange', 'uscc', { orderBy: '-changedOn' }),
      abnormalOperationRecords: many('abnormalOperation', 'uscc', { orderBy: ['-listedOn'] }),
      annualReports: many('annualReport', 'uscc', { orderBy: ['-year'] }),
    },
    Citizen: {
      enterprisePositions: many('position', 'citizenIdNumber', {
        from: 'idNumber',
        orderBy: ['enterpriseUscc', 'nth'],
      }),
      legalRepresentativeOf: many('enterprise', 'legalRepresentativeIdNumber', {
        from: 'idNumber',
        orderBy: ['establishedOn', 'uscc'],
      }),
      shareholdings: many('shareholder', 'citizenIdNumber', {
        from: 'idNumber',
        orderBy: ['-subscribedCapital', 'investedUscc', 'nth'],
      }),
    },
    Position: {
      enterprise: reference('Enterprise', 'uscc', 'enterpriseUscc'),
      citizen: reference('Citizen', 'idNumber', 'citizenIdNumber'),
    },
    Shareholder: {
      citizen: reference('Citizen', 'idNumber', 'citizenIdNumber'),
      enterprise: holdingEnterprise,
      invested: reference('Enterprise', 'uscc', 'investedUscc'),
    },
    EnterpriseAnnualReport: {
      employees: published('employees'),
      totalAssets: published('totalAssets'),
      revenue: published('revenue'),
      profit: published('profit'),
      tax: published('tax'),
    },
    EnterpriseVerification: { differingItems },
  },
});
