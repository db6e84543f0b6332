import { defineDepartment } from '#subgraphs/toolkit/department.ts';
import { many, page, pageOfParent, reference } from '#subgraphs/toolkit/relations.ts';
import { tables } from './register.ts';
import { listed, verifyPractitioner } from './resolvers.ts';
import { seed } from './seed.ts';

export const department = defineDepartment({
  name: 'transport',
  title: '交通运输',
  folder: import.meta.dirname,
  tables,
  seed,
  entities: {
    Citizen: { key: 'idNumber', heldIn: [['practitionerCertificate', 'holderIdNumber']] },
    Enterprise: {
      key: 'uscc',
      heldIn: [
        ['transportPermit', 'holderUscc'],
        ['vehicle', 'operatorUscc'],
      ],
    },
    TransportPermit: { key: 'permitNumber', table: 'transportPermit' },
    Vehicle: { key: 'roadTransportCertificate', table: 'vehicle' },
    PractitionerCertificate: { key: 'certificateNumber', table: 'practitionerCertificate' },
  },
  resolvers: {
    Query: {
      transportPermits: page('transportPermit', { orderBy: 'validTo' }),
      vehicles: page('vehicle', { orderBy: 'nextInspectionOn' }),
      verifyPractitioner,
    },
    Enterprise: {
      transportPermits: many('transportPermit', 'holderUscc', {
        from: 'uscc',
        orderBy: ['-validTo', 'permitNumber'],
      }),
      vehicles: pageOfParent('vehicle', 'operatorUscc', { from: 'uscc', orderBy: 'nextInspectionOn' }),
    },
    Citizen: {
      practitionerCertificates: many('practitionerCertificate', 'holderIdNumber', {
        from: 'idNumber',
        orderBy: ['-validTo', 'certificateNumber'],
      }),
    },
    TransportPermit: {
      holder: reference('Enterprise', 'uscc', 'holderUscc'),
      businessScope: listed('businessScope'),
      responsiblePerson: reference('Citizen', 'idNumber', 'responsiblePersonIdNumber'),
    },
    Vehicle: {
      operator: reference('Enterprise', 'uscc', 'operatorUscc'),
      transportPermit: reference('TransportPermit', 'permitNumber', 'permitNumber'),
    },
    PractitionerCertificate: {
      holder: reference('Citizen', 'idNumber', 'holderIdNumber'),
      categories: listed('categories'),
    },
  },
});
