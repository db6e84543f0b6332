import {
  boolean,
  date,
  integer,
  oneOf,
  type Row,
  real,
  table,
  text,
  time,
  yuan,
} from '#subgraphs/toolkit/table.ts';
import type { EnterpriseState } from '#subgraphs/world/world.ts';

/** Where the market regulator keeps its records. */
export const tables = {
  enterprise: table(
    {
      uscc: text.is('CREDIT_CODE'),
      name: text,
      state: oneOf<EnterpriseState>(),
      typeCode: text,
      typeName: text,
      registrationNumber: text.orNull,
      legalRepresentativeName: text,
      legalRepresentativeIdNumber: text.is('CITIZEN_NUMBER').orNull,
      domicile: text,
      divisionCode: text.is('DIVISION_CODE'),
      industryCode: text.is('INDUSTRY_CODE'),
      industryName: text.orNull,
      registeredCapital: yuan,
      capitalCurrency: text,
      establishedOn: date,
      operatingFrom: date,
      operatingTo: date.orNull,
      businessScope: text,
      registrationAuthority: text,
      approvedOn: date,
      closedOn: date.orNull,
      phone: text.orNull,
      email: text.orNull,
      legalEntityUpdatedAt: time,
    },
    ['uscc'],
    [
      ['name', 'uscc'],
      ['establishedOn', 'uscc'],
      ['registeredCapital', 'uscc'],
      ['legalEntityUpdatedAt', 'uscc'],
      ['divisionCode', 'uscc'],
      ['legalRepresentativeIdNumber'],
    ],
  ),
  position: table(
    {
      enterpriseUscc: text.is('CREDIT_CODE'),
      nth: integer,
      name: text,
      title: text,
      citizenIdNumber: text.is('CITIZEN_NUMBER').orNull,
      startedOn: date.orNull,
    },
    ['enterpriseUscc', 'nth'],
    [['citizenIdNumber']],
  ),
  shareholder: table(
    {
      investedUscc: text.is('CREDIT_CODE'),
      nth: integer,
      kind: oneOf<'CITIZEN' | 'ENTERPRISE' | 'STATE'>(),
      name: text,
      uscc: text.is('CREDIT_CODE').orNull,
      citizenIdNumber: text.is('CITIZEN_NUMBER').orNull,
      subscribedCapital: yuan,
      paidInCapital: yuan.orNull,
      ratio: real,
      subscribedOn: date,
    },
    ['investedUscc', 'nth'],
    [['uscc'], ['citizenIdNumber']],
  ),
  enterpriseChange: table(
    {
      changeNumber: text,
      uscc: text.is('CREDIT_CODE'),
      item: oneOf<ChangeItem>(),
      before: text.orNull,
      after: text.orNull,
      changedOn: date,
    },
    ['changeNumber'],
    [['uscc', 'changedOn']],
  ),
  abnormalOperation: table(
    {
      uscc: text.is('CREDIT_CODE'),
      listedOn: date,
      reason: oneOf<'ANNUAL_REPORT_MISSED' | 'ORDER_IGNORED' | 'FALSE_INFORMATION' | 'UNREACHABLE'>(),
      listedBy: text,
      removedOn: date.orNull,
      removalReason: text.orNull,
      removedBy: text.orNull,
    },
    ['uscc', 'listedOn'],
  ),
  annualReport: table(
    {
      uscc: text.is('CREDIT_CODE'),
      year: integer,
      reportedOn: date,
      employees: integer,
      employeesPublished: boolean,
      totalAssets: yuan,
      totalAssetsPublished: boolean,
      revenue: yuan,
      revenuePublished: boolean,
      profit: yuan,
      profitPublished: boolean,
      tax: yuan,
      taxPublished: boolean,
    },
    ['uscc', 'year'],
  ),
};

type ChangeItem =
  | 'NAME'
  | 'DOMICILE'
  | 'LEGAL_REPRESENTATIVE'
  | 'REGISTERED_CAPITAL'
  | 'BUSINESS_SCOPE'
  | 'SHAREHOLDERS'
  | 'OPERATING_PERIOD';

export type EnterpriseRow = Row<typeof tables.enterprise>;
export type Position = Row<typeof tables.position>;
export type Shareholder = Row<typeof tables.shareholder>;
export type EnterpriseChange = Row<typeof tables.enterpriseChange>;
export type AbnormalOperation = Row<typeof tables.abnormalOperation>;
export type AnnualReport = Row<typeof tables.annualReport>;
