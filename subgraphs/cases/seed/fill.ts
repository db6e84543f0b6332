import { createTables, type Database } from '#subgraphs/toolkit/database.ts';
import { type CaseActRow, type CaseRow, tables } from '../tables.ts';
import { seededCases, seededRows } from './cases.ts';

/** Adds the seeded cases that a store doesn't hold yet, its tables too, all or nothing; gives how many were added. */
export async function fillCases(database: Database): Promise<number> {
  await createTables(database, tables);
  const store = database.kysely.withTables<{ caseFile: CaseRow; caseAct: CaseActRow }>();
  return store.transaction().execute(async (to) => {
    let added = 0;
    for (const { file, acts } of seededCases().map(seededRows)) {
      const { numInsertedOrUpdatedRows } = await to
        .insertInto('caseFile')
        .values(file)
        .onConflict((conflict) => conflict.column('number').doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows !== 1n) continue;
      await to
        .insertInto('caseAct')
        .values([...acts])
        .execute();
      added += 1;
    }
    return added;
  });
}
