/** What a department keeps of one thing; `__typename` where the type is one of several. */
export type Row = Readonly<Record<string, unknown>>;

/** What each department keeps, by type and key. */
export const townRows: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Row>>>>>> = {
  registry: {
    Enterprise: {
      E1: {
        uscc: 'E1',
        name: 'Bright',
        kind: 'FIRM',
        capital: 1000,
        owner: 'C1',
        partners: ['C2', null, 'C1'],
        branches: [
          [{ city: 'Hangzhou', constructor: 'Chen', head: 'C2', parent: 'E2' }],
          [],
          null,
          [{ city: 'Ningbo', head: 'C1' }, { city: 'Wenzhou' }],
        ],
        address: { street: 'Lake Road', metres: 3 },
        site: { plot: 'N1', area: 40 },
        extra: { nested: [1, { a: null }], note: 'plain' },
      },
      E2: {
        uscc: 'E2',
        name: 'Clear',
        kind: 'SHOP',
        capital: null,
        owner: 'C3',
        partners: [],
        address: { street: 'Hill Road', metres: 1.5 },
      },
      E3: { uscc: 'E3', name: 'Deep', kind: 'FIRM', capital: 5, site: { plot: 'N3', area: null } },
    },
    Citizen: {
      C1: { idNumber: 'C1', name: 'Ann', address: { street: 'West Road', metres: 0 } },
      C2: { idNumber: 'C2', name: 'Bo' },
      C3: { idNumber: 'C3', name: 'Cai' },
    },
  },
  tax: {
    Enterprise: {
      E1: {
        uscc: 'E1',
        taxGrade: 'A',
        rate: 0.25,
        due: 7,
        permits: ['north/1', null, 'north/2'],
        representative: 'C2',
        site: { plot: 'N1', zone: 'core' },
      },
      E2: { uscc: 'E2', taxGrade: null, rate: 0.5, due: 0, permits: [], representative: 'C1' },
      E3: { uscc: 'E3', rate: 1, due: 1, permits: null, site: { plot: 'N3', zone: null } },
    },
    Permit: {
      'north/1': { office: { code: 'north' }, number: 1, issued: '2020-01-01', holder: 'E1' },
      'north/2': { office: { code: 'north' }, number: 2, issued: null, holder: 'E2' },
      'south/1': { office: { code: 'south' }, number: 1, issued: '2022-02-02', holder: null },
    },
    Asset: {
      A1: { __typename: 'House', id: 'A1', price: 100, owner: 'C1', rooms: 4, label: 'red house' },
      A2: {
        __typename: 'Ship',
        id: 'A2',
        price: null,
        owner: 'E1',
        berths: 12,
        label: 'ark',
        crew: ['C2', 'C3'],
      },
      A3: { __typename: 'House', id: 'A3', price: 1, owner: null, rooms: 1, label: 'hut' },
    },
  },
  water: {
    Permit: {
      'north/1': { office: { code: 'north' }, number: 1, volume: 1.5, wells: ['W1', 'W2'] },
      'south/1': { office: { code: 'south' }, number: 1, volume: null, wells: [] },
    },
    Well: {
      W1: { depth: 10, permit: 'north/1' },
      W2: { depth: 90, permit: 'north/1' },
      W3: { depth: 50, permit: 'south/1' },
    },
    Citizen: {
      C1: { idNumber: 'C1', household: ['C1', 'C2'], water: 30 },
      C2: { idNumber: 'C2', household: ['C1', 'C2'], water: 20, guardian: 'C1' },
      C3: { idNumber: 'C3', household: ['C3'], water: null, guardian: 'C2' },
    },
    House: { A1: { id: 'A1', label: 'red house' }, A3: { id: 'A3', label: 'hut' } },
  },
  insurance: {
    Citizen: {
      C1: { idNumber: 'C1', insuredSince: '2001-01-01', employer: 'E2' },
      C3: { idNumber: 'C3', insuredSince: null, employer: 'E1' },
    },
    Enterprise: {
      E1: { uscc: 'E1', insuredCount: 12, rating: { stars: 5 } },
      E2: { uscc: 'E2', insuredCount: 1, rating: { stars: 2 } },
    },
    Asset: { A1: { id: 'A1', premium: 9 }, A2: { id: 'A2', premium: 90 } },
  },
};
