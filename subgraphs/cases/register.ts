import { caseNumber } from '#schema/identifiers/case-number.ts';
import { todayInChina } from '#schema/identifiers/china-time.ts';
import type { Database } from '#subgraphs/toolkit/database.ts';
import { CaseProblem } from './problem.ts';
import { type CaseRecord, recordOf, rowOf } from './record.ts';
import type { CaseAct, CaseActRow, CaseRow } from './tables.ts';

/** Who changes a case. */
export type Actor = { readonly subject: string; readonly org: string };
export type Opening = Pick<CaseRecord, 'matter' | 'parties' | 'clerks' | 'unit' | 'region'>;
/** What an act makes of a case; throws a CaseProblem where it can't be done. */
export type Change = {
  readonly act: CaseAct;
  readonly applied: (current: CaseRecord, now: string) => Partial<CaseRecord>;
};

/** The cases of an open store. Every change is a version more, kept with who made it and when. */
export type CaseRegister = {
  find(number: string): Promise<CaseRecord | null>;
  open(opening: Opening, by: Actor): Promise<CaseRecord>;
  /** Null for a number that no case has. */
  change(number: string, change: Change, by: Actor): Promise<CaseRecord | null>;
};

/**
 * Keeps cases in a database that has their tables. Several processes may share a PostgreSQL: of two changes at once both
 * hold, one after the other.
 */
export function caseRegister(database: Database): CaseRegister {
  const store = storeOf(database);
  return {
    find: (number) => findIn(store, number),
    open: (opening, by) =>
      untilDone(() => store.transaction().execute((within) => openIn(within, opening, by))),
    change: (number, change, by) =>
      untilDone(() =>
        store.transaction().execute(async (within) => {
          const current = await findIn(within, number);
          return current && changeIn(within, { current, change, by });
        }),
      ),
  };
}

type Store = ReturnType<typeof storeOf>;
type Overtaken = typeof overtaken;

function storeOf({ kysely }: Database) {
  return kysely.withTables<{ caseFile: CaseRow; caseAct: CaseActRow }>();
}

const overtaken = Symbol('another process was faster');
const mostTries = 20;

async function untilDone<T>(attempt: () => Promise<T | Overtaken>): Promise<T> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const done = await attempt();
    if (done !== overtaken) return done;
  }
  throw new CaseProblem('CONFLICT', [
    'The case is being changed by others all the time: ask again.',
    '该办件正被他人反复修改,请稍后再试。',
  ]);
}

async function findIn(store: Store, number: string): Promise<CaseRecord | null> {
  const row = await store.selectFrom('caseFile').selectAll().where('number', '=', number).executeTakeFirst();
  return row ? recordOf(row) : null;
}

async function openIn(store: Store, opening: Opening, by: Actor): Promise<CaseRecord | Overtaken> {
  const at = new Date().toISOString();
  const number = await nextNumber(store, opening.region);
  const record: CaseRecord = { number, ...opening, state: 'OPEN', openedAt: at, closedAt: null, version: 1 };
  const { numInsertedOrUpdatedRows } = await store
    .insertInto('caseFile')
    .values(rowOf(record))
    .onConflict((conflict) => conflict.column('number').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) return overtaken;
  await note(store, record, { act: 'OPENED', ...by, at });
  return record;
}

/** One more than the last of the division's day. */
async function nextNumber(store: Store, region: string): Promise<string> {
  const today = todayInChina();
  const { last } = await store
    .selectFrom('caseFile')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('number', '>=', caseNumber(region, today, 1))
    .where('number', '<=', caseNumber(region, today, 999_999))
    .executeTakeFirstOrThrow();
  return caseNumber(region, today, Number(last?.slice(16) ?? 0) + 1);
}

type Changing = { readonly current: CaseRecord; readonly change: Change; readonly by: Actor };

async function changeIn(
  store: Store,
  { current, change: { act, applied }, by }: Changing,
): Promise<CaseRecord | Overtaken> {
  const at = new Date().toISOString();
  const record = { ...current, ...applied(current, at), version: current.version + 1 };
  const { numUpdatedRows } = await store
    .updateTable('caseFile')
    .set(rowOf(record))
    .where('number', '=', current.number)
    .where('version', '=', current.version)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) return overtaken;
  await note(store, record, { act, ...by, at });
  return record;
}

async function note(
  store: Store,
  { number, version }: CaseRecord,
  act: Omit<CaseActRow, 'number' | 'version'>,
): Promise<void> {
  await store
    .insertInto('caseAct')
    .values({ number, version, ...act })
    .execute();
}
