import { defineDepartment } from '#subgraphs/toolkit/department.ts';
import { many, one, page, reference } from '#subgraphs/toolkit/relations.ts';
import { tables } from './register.ts';
import { enterpriseInGroup, levelInGroup } from './resolvers.ts';
import { seed } from './seed.ts';

export const department = defineDepartment({
  name: 'sasac',
  title: '国有资产监管',
  folder: import.meta.dirname,
  tables,
  seed,
  entities: {
    Enterprise: {
      key: 'uscc',
      heldIn: [
        ['stateOwnedEquity', 'uscc'],
        ['groupMember', 'uscc'],
        ['stateFinance', 'uscc'],
      ],
    },
    StateOwnedEquity: { key: 'registrationNumber', table: 'stateOwnedEquity' },
  },
  resolvers: {
    Query: {
      stateOwnedEquities: page('stateOwnedEquity', { orderBy: 'registeredOn' }),
      centralEnterprises: page('centralEnterprise', { orderBy: 'seq' }),
    },
    Enterprise: {
      stateOwnedEquity: one('stateOwnedEquity', 'uscc'),
      equityParent: enterpriseInGroup('parentUscc'),
      groupRoot: enterpriseInGroup('rootUscc'),
      equityLevel: levelInGroup,
      subsidiaries: many('groupMember', 'parentUscc', { from: 'uscc', orderBy: ['uscc'] }),
      stateFinances: many('stateFinance', 'uscc', { orderBy: ['-year', 'scope'] }),
    },
    EquityLink: {
      subsidiary: reference('Enterprise', 'uscc', 'uscc'),
    },
    StateOwnedEquity: {
      enterprise: reference('Enterprise', 'uscc', 'uscc'),
      investors: many('stateInvestor', 'registrationNumber', { orderBy: ['sequence'] }),
      events: many('stateEquityEvent', 'registrationNumber', { orderBy: ['sequence'] }),
    },
    StateInvestor: {
      enterprise: reference('Enterprise', 'uscc', 'enterpriseUscc'),
    },
  },
});
