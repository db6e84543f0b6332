import { date, integer, oneOf, type Row, real, table, text, time } from '#subgraphs/toolkit/table.ts';

export type Trade = 'PASSENGER' | 'FREIGHT' | 'DANGEROUS_GOODS' | 'TAXI' | 'RIDE_HAILING' | 'CITY_BUS';
export type PermitState = 'VALID' | 'EXPIRED' | 'REVOKED' | 'CANCELLED' | 'SUSPENDED';
export type PlateColour = 'BLUE' | 'YELLOW' | 'YELLOW_GREEN' | 'GREEN';
export type VehicleKind =
  | 'HEAVY_TRUCK'
  | 'LIGHT_TRUCK'
  | 'TRACTOR'
  | 'TANKER'
  | 'COACH'
  | 'CITY_BUS'
  | 'TAXI'
  | 'RIDE_HAILING_CAR';
export type VehicleState = 'IN_SERVICE' | 'SUSPENDED' | 'TRANSFERRED' | 'RETIRED';
export type Category = 'PASSENGER' | 'FREIGHT' | 'DANGEROUS_GOODS' | 'TAXI' | 'RIDE_HAILING';
export type Rating = 'AAA' | 'AA' | 'A' | 'B';

/** Where the transport department keeps its records. Scopes and categories are enum values joined by commas. */
export const tables = {
  transportPermit: table(
    {
      permitNumber: text,
      holderName: text,
      holderUscc: text.is('CREDIT_CODE').orNull,
      trade: oneOf<Trade>(),
      businessScope: text,
      divisionCode: text.is('DIVISION_CODE'),
      businessAddress: text.orNull,
      validFrom: date,
      validTo: date,
      state: oneOf<PermitState>(),
      authority: text,
      creditYear: integer.orNull,
      creditRating: oneOf<Rating>().orNull,
      responsiblePersonIdNumber: text.is('CITIZEN_NUMBER').orNull,
      transportUpdatedAt: time,
    },
    ['permitNumber'],
    [['holderUscc'], ['validTo', 'permitNumber'], ['holderName', 'permitNumber'], ['divisionCode']],
  ),
  vehicle: table(
    {
      roadTransportCertificate: text,
      plateNumber: text.is('PLATE_NUMBER'),
      plateColour: oneOf<PlateColour>(),
      kind: oneOf<VehicleKind>(),
      tonnage: real.orNull,
      seats: integer.orNull,
      technicalGrade: oneOf<'FIRST' | 'SECOND'>(),
      firstRegisteredOn: date,
      state: oneOf<VehicleState>(),
      nextInspectionOn: date,
      operatorUscc: text.is('CREDIT_CODE'),
      permitNumber: text,
      transportUpdatedAt: time,
    },
    ['roadTransportCertificate'],
    [
      ['operatorUscc', 'nextInspectionOn'],
      ['nextInspectionOn', 'roadTransportCertificate'],
      ['plateNumber', 'roadTransportCertificate'],
    ],
  ),
  practitionerCertificate: table(
    {
      certificateNumber: text,
      holderIdNumber: text.is('CITIZEN_NUMBER'),
      holderName: text,
      categories: text,
      firstIssuedOn: date,
      validFrom: date,
      validTo: date,
      state: oneOf<'VALID' | 'EXPIRED' | 'REVOKED' | 'CANCELLED'>(),
      integrityRating: oneOf<Rating>().orNull,
      issuingAuthority: text,
      transportUpdatedAt: time,
    },
    ['certificateNumber'],
    [['holderIdNumber']],
  ),
};

export type TransportPermit = Row<typeof tables.transportPermit>;
export type Vehicle = Row<typeof tables.vehicle>;
export type PractitionerCertificate = Row<typeof tables.practitionerCertificate>;
