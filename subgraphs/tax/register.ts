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
import type { TaxpayerState } from '#subgraphs/world/world.ts';

export type TaxKind =
  | 'VALUE_ADDED'
  | 'ENTERPRISE_INCOME'
  | 'URBAN_MAINTENANCE'
  | 'REAL_ESTATE'
  | 'WATER_RESOURCE'
  | 'STAMP';

/** Where the tax department keeps its records. */
export const tables = {
  taxRegistration: table(
    {
      uscc: text.is('CREDIT_CODE'),
      taxpayerName: text,
      state: oneOf<TaxpayerState>(),
      taxpayerKind: oneOf<'GENERAL' | 'SMALL_SCALE' | 'OTHER'>(),
      registeredOn: date,
      deregisteredOn: date.orNull,
      authority: text,
      industryCode: text.is('INDUSTRY_CODE'),
      businessAddress: text.orNull,
      financeOfficerIdNumber: text.is('CITIZEN_NUMBER').orNull,
      updatedAt: time,
    },
    ['uscc'],
    [['registeredOn', 'uscc'], ['taxpayerName', 'uscc'], ['state']],
  ),
  taxCreditGrade: table(
    {
      uscc: text.is('CREDIT_CODE'),
      year: integer,
      grade: oneOf<'A' | 'B' | 'M' | 'C' | 'D'>(),
      score: real.orNull,
      publishedOn: date,
    },
    ['uscc', 'year'],
  ),
  taxArrear: table(
    {
      uscc: text.is('CREDIT_CODE'),
      taxKind: oneOf<TaxKind>(),
      balance: yuan,
      newlyIncurred: yuan,
      announced: boolean,
      asOf: date,
    },
    ['uscc', 'taxKind'],
  ),
  taxCollection: table(
    {
      voucherNumber: text,
      uscc: text.is('CREDIT_CODE'),
      period: text,
      taxKind: oneOf<TaxKind>(),
      paid: yuan,
      collectedOn: date,
    },
    ['voucherNumber'],
    [['uscc', 'period']],
  ),
  abnormalFinding: table(
    { uscc: text.is('CREDIT_CODE'), foundOn: date, reason: text, authority: text, liftedOn: date.orNull },
    ['uscc', 'foundOn'],
  ),
};

export type TaxRegistration = Row<typeof tables.taxRegistration>;
