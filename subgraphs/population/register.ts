import { boolean, date, integer, oneOf, type Row, table, text, time } from '#subgraphs/toolkit/table.ts';
import type { Citizen, Sex } from '#subgraphs/world/world.ts';

/** Where the public security department keeps its records. */
export const tables = {
  // The key is the register's own number of a person (人员内部编号), which nobody outside sees: it ends every
  // cursor, and a citizen number there would undo its mask.
  citizen: table(
    {
      personNumber: integer,
      idNumber: text.is('CITIZEN_NUMBER'),
      name: text,
      formerName: text.orNull,
      sex: oneOf<Sex | 'UNKNOWN' | 'UNSPECIFIED'>(),
      birthDate: date,
      ethnicityCode: text,
      divisionCode: text.is('DIVISION_CODE'),
      registeredAddress: text,
      policeStation: text,
      householdNumber: text,
      householdRole: oneOf<Citizen['householdRole']>(),
      lifeState: oneOf<'ALIVE' | 'DECEASED'>(),
      deceasedOn: date.orNull,
      registrationState: oneOf<'NORMAL' | 'MOVED_OUT' | 'DEATH_CANCELLED' | 'EMIGRATION_CANCELLED'>(),
      phone: text.orNull,
      populationUpdatedAt: time,
    },
    ['personNumber'],
    [
      ['idNumber'],
      ['householdNumber'],
      ['birthDate', 'personNumber'],
      ['name', 'personNumber'],
      ['populationUpdatedAt', 'personNumber'],
    ],
  ),
  household: table(
    {
      householdNumber: text,
      kind: oneOf<'FAMILY' | 'COLLECTIVE'>(),
      headIdNumber: text.is('CITIZEN_NUMBER').orNull,
      divisionCode: text.is('DIVISION_CODE'),
      address: text,
      policeStation: text,
      updatedAt: time,
    },
    ['householdNumber'],
  ),
  identityCard: table(
    {
      idNumber: text.is('CITIZEN_NUMBER'),
      issuer: text,
      issuedOn: date,
      validTo: date,
      state: oneOf<'VALID' | 'EXPIRED' | 'REPORTED_LOST' | 'CANCELLED'>(),
      fingerprintRegistered: boolean,
    },
    ['idNumber'],
  ),
  registrationChange: table(
    {
      idNumber: text.is('CITIZEN_NUMBER'),
      changedOn: date,
      kind: oneOf<
        'BIRTH' | 'MOVE_IN' | 'MOVE_OUT' | 'NAME_CHANGE' | 'DEATH_CANCELLATION' | 'EMIGRATION_CANCELLATION'
      >(),
      fromDivisionCode: text.is('DIVISION_CODE').orNull,
      toDivisionCode: text.is('DIVISION_CODE').orNull,
      handledBy: text,
    },
    ['idNumber', 'changedOn', 'kind'],
  ),
  residencePermit: table(
    {
      idNumber: text.is('CITIZEN_NUMBER'),
      permitNumber: text,
      residenceDivisionCode: text.is('DIVISION_CODE'),
      residenceAddress: text,
      landlordIdNumber: text.is('CITIZEN_NUMBER').orNull,
      issuedOn: date,
      endorsedOn: date,
      validTo: date,
      state: oneOf<'VALID' | 'SUSPENDED' | 'CANCELLED'>(),
    },
    ['idNumber'],
  ),
};

export type CitizenRow = Row<typeof tables.citizen>;
export type IdentityCard = Row<typeof tables.identityCard>;
export type RegistrationChange = Row<typeof tables.registrationChange>;
export type ResidencePermit = Row<typeof tables.residencePermit>;
