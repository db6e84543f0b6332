import {
  boolean,
  date,
  integer,
  oneOf,
  type Row,
  type RowOf,
  real,
  table,
  text,
  time,
  yuan,
} from '#subgraphs/toolkit/table.ts';

export type InvestorCategory =
  | 'STATE'
  | 'STATE_WHOLLY_OWNED'
  | 'STATE_ABSOLUTELY_CONTROLLED'
  | 'STATE_ACTUALLY_CONTROLLED'
  | 'OTHER';

export type RegistrationKind = 'OCCUPATION' | 'CHANGE' | 'CANCELLATION';

/** Where the SASAC keeps its records. */
export const tables = {
  stateOwnedEquity: table(
    {
      registrationNumber: text,
      kind: oneOf<RegistrationKind>(),
      uscc: text.is('CREDIT_CODE'),
      enterpriseName: text,
      contributorName: text,
      registeredOn: date,
      cancelledOn: date.orNull,
      paidInCapital: yuan,
      stateCapital: yuan,
      stateShareRatio: real,
      assets: yuan,
      liabilities: yuan,
      ownersEquity: yuan,
      state: oneOf<'VALID' | 'CANCELLED' | 'TRANSFERRED'>(),
      authority: text,
      updatedAt: time,
    },
    ['registrationNumber'],
    [['uscc'], ['registeredOn', 'registrationNumber'], ['stateCapital', 'registrationNumber']],
  ),
  stateInvestor: table(
    {
      registrationNumber: text,
      sequence: integer,
      name: text,
      uscc: text.is('CREDIT_CODE').orNull,
      enterpriseUscc: text.is('CREDIT_CODE').orNull,
      category: oneOf<InvestorCategory>(),
      contribution: yuan,
      ratio: real,
    },
    ['registrationNumber', 'sequence'],
  ),
  stateEquityEvent: table(
    {
      registrationNumber: text,
      sequence: integer,
      kind: oneOf<RegistrationKind>(),
      reason: text,
      occurredOn: date,
      registeredOn: date,
      filedInTime: boolean,
    },
    ['registrationNumber', 'sequence'],
  ),
  /** The group tree: one row for each member, the root included. */
  groupMember: table(
    {
      uscc: text.is('CREDIT_CODE'),
      parentUscc: text.is('CREDIT_CODE').orNull,
      rootUscc: text.is('CREDIT_CODE'),
      level: integer,
      ratio: real,
    },
    ['uscc'],
    [['parentUscc', 'uscc']],
  ),
  stateFinance: table(
    {
      uscc: text.is('CREDIT_CODE'),
      year: integer,
      scope: oneOf<'STANDALONE' | 'CONSOLIDATED'>(),
      totalAssets: yuan,
      totalAssetsPublished: boolean,
      totalLiabilities: yuan,
      totalLiabilitiesPublished: boolean,
      ownersEquity: yuan,
      ownersEquityPublished: boolean,
      revenue: yuan,
      revenuePublished: boolean,
      totalProfit: yuan,
      totalProfitPublished: boolean,
      taxPaid: yuan,
      taxPaidPublished: boolean,
      employees: integer,
      employeesPublished: boolean,
      reportedOn: date,
    },
    ['uscc', 'year', 'scope'],
  ),
  /** A real list, loaded from CSV; the fictional world has none. */
  centralEnterprise: table(
    {
      listName: text,
      seq: integer,
      name: text,
      supervisingDepartment: text.orNull,
      website: text.orNull,
      publishedOn: date,
    },
    ['name'],
    [
      ['seq', 'name'],
      ['listName', 'seq'],
    ],
  ),
};

/** A row for one of the tables. */
export type SasacRow = RowOf<typeof tables>;

export type StateInvestor = Row<typeof tables.stateInvestor>;
export type StateEquityEvent = Row<typeof tables.stateEquityEvent>;
