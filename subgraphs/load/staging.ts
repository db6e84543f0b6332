import { type ExpressionBuilder, sql, type Transaction } from 'kysely';
import type { Stored, StoredRow, Value } from '#subgraphs/toolkit/database.ts';
import type { Table } from '#subgraphs/toolkit/table.ts';

// Rows wait in a temporary table of the register's own database until all have been checked: this process holds one
// batch at a time whatever the file's size, the database finds keys that occur twice, and the real table is locked for
// one statement instead of the whole load.

/** A row of the file, as the table keeps it, and its line. */
export type Staged = { readonly line: number; readonly row: StoredRow };

/** A row whose key an earlier line of the file has too. */
export type Repeated = { readonly line: number; readonly firstLine: number };

export type Staging = {
  /** Takes rows in; gives those whose key is there already, which are not taken. */
  add(batch: readonly Staged[]): Promise<readonly Repeated[]>;
  /** The lines of rows whose key the register holds, in order. */
  heldLines(): AsyncGenerator<number>;
  /** Moves into the register every row whose key it doesn't hold. */
  move(): Promise<void>;
};

/** Opens an empty staging table for one table of the register, for the life of the transaction's connection. */
export async function openStaging(
  transaction: Transaction<Stored>,
  name: string,
  table: Table,
): Promise<Staging> {
  const columns = Object.keys(table.columns);
  const key = [...table.key];
  const ids = sql.join(columns.map((column) => sql.ref(column)));
  const sameKey = sql.join(
    key.map((column) => sql`${sql.ref(`${name}.${column}`)} = ${sql.ref(`${staging}.${column}`)}`),
    sql` and `,
  );
  await sql`create temporary table ${sql.table(staging)} as select 0 as ${sql.ref(line)}, ${ids} from ${sql.table(name)} where 1 = 0`.execute(
    transaction,
  );
  await transaction.schema.createIndex(`${staging}_key`).unique().on(staging).columns(key).execute();

  return {
    async add(batch) {
      const taken = new Set<Value | undefined>();
      for (const part of chunks(batch, Math.floor(mostParameters / (columns.length + 1)))) {
        const added = await transaction
          .insertInto(staging)
          .values(part.map((each) => ({ ...each.row, [line]: each.line })))
          .onConflict((conflict) => conflict.columns(key).doNothing())
          .returning(line)
          .execute();
        for (const row of added) taken.add(row[line]);
      }
      return firstLines(
        transaction,
        key,
        batch.filter((each) => !taken.has(each.line)),
      );
    },
    async *heldLines() {
      for (let last = 0; ; ) {
        const { rows } = await sql<{
          line: number;
        }>`select ${sql.ref(line)} as line from ${sql.table(staging)}
          where ${sql.ref(line)} > ${last} and exists (select 1 from ${sql.table(name)} where ${sameKey})
          order by ${sql.ref(line)} limit ${linesPerPage}`.execute(transaction);
        for (const row of rows) yield row.line;
        if (rows.length < linesPerPage) return;
        last = rows.at(-1)?.line ?? last;
      }
    },
    async move() {
      await sql`insert into ${sql.table(name)} (${ids}) select ${ids} from ${sql.table(staging)}
        where not exists (select 1 from ${sql.table(name)} where ${sameKey}) order by ${sql.ref(line)}`.execute(
        transaction,
      );
    },
  };
}

const staging = 'load_staging';
const line = 'load_line';
const linesPerPage = 1000;

/** SQLite takes 32,766 parameters in a statement, PostgreSQL 65,535. */
const mostParameters = 30_000;

async function firstLines(
  transaction: Transaction<Stored>,
  key: readonly string[],
  repeated: readonly Staged[],
): Promise<readonly Repeated[]> {
  const found: Repeated[] = [];
  for (const part of chunks(repeated, 100)) {
    const isOneOf = (where: ExpressionBuilder<Stored, string>) =>
      where.or(
        part.map(({ row }) => where.and(key.map((column) => where(column, '=', row[column] ?? null)))),
      );
    const first = await transaction
      .selectFrom(staging)
      .select([line, ...key])
      .where(isOneOf)
      .execute();
    const lines = new Map(first.map((row) => [keyText(row, key), row[line]]));
    for (const each of part)
      found.push({ line: each.line, firstLine: Number(lines.get(keyText(each.row, key))) });
  }
  return found;
}

function keyText(row: StoredRow, key: readonly string[]): string {
  return JSON.stringify(key.map((column) => row[column]));
}

function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
