import { integer, oneOf, type Row, table, text, time } from '#subgraphs/toolkit/table.ts';

export type CaseState = 'OPEN' | 'CLOSED' | 'WITHDRAWN' | 'SUSPENDED';
export type CaseAct = 'OPENED' | 'ASSIGNED' | 'SUSPENDED' | 'RESUMED' | 'CLOSED' | 'WITHDRAWN';

/** Where the case register keeps cases, and for each version of a case who made it. */
export const tables = {
  // A case is read whole and changed whole, so its lists stand in its row: no reader sees half a change.
  caseFile: table(
    {
      number: text,
      matter: text,
      state: oneOf<CaseState>(),
      /** JSON: a list of parties. */
      parties: text,
      /** JSON: a list of subject ids. */
      clerks: text,
      unit: text.is('CREDIT_CODE'),
      region: text.is('DIVISION_CODE'),
      openedAt: time,
      closedAt: time.orNull,
      version: integer,
    },
    ['number'],
  ),
  caseAct: table(
    { number: text, version: integer, act: oneOf<CaseAct>(), subject: text, org: text, at: time },
    ['number', 'version'],
  ),
};

export type CaseRow = Row<typeof tables.caseFile>;
export type CaseActRow = Row<typeof tables.caseAct>;
