import { defineDepartment } from '#subgraphs/toolkit/department.ts';
import { many, page, reference } from '#subgraphs/toolkit/relations.ts';
import { tables } from './register.ts';
import { seed } from './seed.ts';

export const department = defineDepartment({
  name: 'water',
  title: '水利',
  folder: import.meta.dirname,
  tables,
  seed,
  entities: {
    Enterprise: {
      key: 'uscc',
      heldIn: [
        ['waterPermit', 'holderUscc'],
        ['waterProjectApproval', 'uscc'],
        ['waterMarketRating', 'uscc'],
      ],
    },
    WaterPermit: { key: 'permitNumber', table: 'waterPermit' },
  },
  resolvers: {
    Query: {
      waterPermits: page('waterPermit', { orderBy: 'validTo' }),
    },
    Enterprise: {
      waterPermits: many('waterPermit', 'holderUscc', {
        from: 'uscc',
        orderBy: ['-validTo', 'permitNumber'],
      }),
      waterProjectApprovals: many('waterProjectApproval', 'uscc', {
        orderBy: ['-decidedOn', 'decisionNumber'],
      }),
      waterMarketRatings: many('waterMarketRating', 'uscc', { orderBy: ['-year'] }),
    },
    WaterPermit: {
      holder: reference('Enterprise', 'uscc', 'holderUscc'),
      intakes: many('waterIntake', 'permitNumber', { orderBy: ['sequence'] }),
      annualVolumes: many('annualWaterVolume', 'permitNumber', { orderBy: ['-year'] }),
      fees: many('waterResourceFee', 'permitNumber', { orderBy: ['-period'] }),
    },
  },
});
