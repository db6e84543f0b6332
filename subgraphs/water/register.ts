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

export type PermitState = 'VALID' | 'EXPIRED' | 'REVOKED' | 'CANCELLED' | 'SUSPENDED';
export type Purpose = 'PUBLIC_SUPPLY' | 'INDUSTRY' | 'AGRICULTURE' | 'HYDROPOWER' | 'ECOLOGY' | 'OTHER';
export type SourceKind = 'SURFACE' | 'GROUND' | 'OTHER';
export type ApprovalLevel = 'BASIN' | 'PROVINCE' | 'PREFECTURE' | 'COUNTY';
export type ResourceRegion =
  | 'SONGHUA'
  | 'LIAO'
  | 'HAI'
  | 'YELLOW'
  | 'HUAI'
  | 'YANGTZE'
  | 'SOUTHEAST'
  | 'PEARL'
  | 'SOUTHWEST'
  | 'NORTHWEST';
export type CompanyKind = 'CONSTRUCTION' | 'DESIGN' | 'SUPERVISION' | 'INSPECTION';

/** Where the water department keeps its records. */
export const tables = {
  waterPermit: table(
    {
      permitNumber: text.is('WATER_PERMIT_NUMBER'),
      holderName: text,
      holderUscc: text.is('CREDIT_CODE').orNull,
      divisionCode: text.is('DIVISION_CODE'),
      purpose: oneOf<Purpose>(),
      sourceKind: oneOf<SourceKind>(),
      waterResourceRegion: oneOf<ResourceRegion>(),
      permittedAnnualVolumeCubicMetres: real,
      validFrom: date,
      validTo: date,
      state: oneOf<PermitState>(),
      approvalLevel: oneOf<ApprovalLevel>(),
      issuingAuthority: text,
      renewalDueOn: date.orNull,
      dischargePlace: text.orNull,
      waterUpdatedAt: time,
    },
    ['permitNumber'],
    [
      ['holderUscc'],
      ['validTo', 'permitNumber'],
      ['holderName', 'permitNumber'],
      ['renewalDueOn'],
      ['divisionCode'],
    ],
  ),
  waterIntake: table(
    {
      permitNumber: text,
      sequence: integer,
      place: text,
      longitude: real.orNull,
      latitude: real.orNull,
      method: oneOf<'GRAVITY' | 'PUMPED' | 'STORAGE' | 'WELL'>(),
      maximumFlowCubicMetresPerSecond: real,
      metered: boolean,
    },
    ['permitNumber', 'sequence'],
  ),
  annualWaterVolume: table(
    { permitNumber: text, year: integer, plannedCubicMetres: real, actualCubicMetres: real.orNull },
    ['permitNumber', 'year'],
  ),
  waterResourceFee: table(
    { permitNumber: text, period: text, due: yuan, paid: yuan, paidOn: date.orNull, inArrears: boolean },
    ['permitNumber', 'period'],
  ),
  waterProjectApproval: table(
    {
      decisionNumber: text,
      uscc: text.is('CREDIT_CODE'),
      projectCode: text.is('PROJECT_CODE').orNull,
      projectName: text,
      kind: oneOf<'RIVER_CONSTRUCTION' | 'SOIL_CONSERVATION' | 'FLOOD_IMPACT' | 'WORKS_PLANNING'>(),
      decidedOn: date,
      decision: oneOf<'APPROVED' | 'REFUSED' | 'WITHDRAWN'>(),
      authority: text,
    },
    ['decisionNumber'],
    [['uscc', 'decidedOn']],
  ),
  waterMarketRating: table(
    {
      uscc: text.is('CREDIT_CODE'),
      year: integer,
      rank: oneOf<'AAA' | 'AA' | 'A' | 'B' | 'C'>(),
      companyKind: oneOf<CompanyKind>(),
      evaluatedOn: date,
    },
    ['uscc', 'year'],
  ),
};

export type WaterPermit = Row<typeof tables.waterPermit>;
