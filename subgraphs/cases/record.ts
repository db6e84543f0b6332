import type { CaseRow, CaseState } from './tables.ts';

export const partyRoles = ['APPLICANT', 'CO_APPLICANT', 'AGENT', 'FAMILY', 'RELATED'] as const;

/** Somebody whom a case is about. */
export type Party = {
  readonly kind: 'citizen' | 'enterprise';
  readonly identifier: string;
  readonly role: (typeof partyRoles)[number];
};

/** A case (办件) as the register tells it: one handling of one matter, by clerks of one unit. */
export type CaseRecord = {
  readonly number: string;
  readonly matter: string;
  readonly state: CaseState;
  readonly parties: readonly Party[];
  /** Subject ids of the clerks to whom it is assigned. */
  readonly clerks: readonly string[];
  /** Credit code of the unit that handles it. */
  readonly unit: string;
  /** Division code. */
  readonly region: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  /** Counts changes, from 1. */
  readonly version: number;
};

/** A case as its row keeps it. */
export function rowOf(record: CaseRecord): CaseRow {
  return { ...record, parties: JSON.stringify(record.parties), clerks: JSON.stringify(record.clerks) };
}

/** A case of its row. */
export function recordOf({ number, matter, state, parties, clerks, ...rest }: CaseRow): CaseRecord {
  return {
    number,
    matter,
    state,
    parties: JSON.parse(parties) as readonly Party[],
    clerks: JSON.parse(clerks) as readonly string[],
    unit: rest.unit,
    region: rest.region,
    openedAt: rest.openedAt,
    closedAt: rest.closedAt,
    version: rest.version,
  };
}
