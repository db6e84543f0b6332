import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Database, Stored, StoredRow, Value } from './database.ts';
import type { Order, Page } from './page.ts';

// Every read takes many keys and gives as many answers, in the order of the keys, with one statement.

/** The row whose `column` equals each key, or null. Shape: keys.length. */
export async function readOne(database: Database, table: string, column: string, keys: readonly Value[]) {
  const rows = await database.kysely.selectFrom(table).selectAll().where(column, 'in', keys).execute();
  const byKey = new Map(rows.map((row) => [row[column], row]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** All rows whose `column` equals each key, ordered. Shape: keys.length lists. */
export async function readMany(
  database: Database,
  { table, column, orderBy }: { table: string; column: string; orderBy: readonly Order[] },
  keys: readonly Value[],
): Promise<StoredRow[][]> {
  let query = database.kysely.selectFrom(table).selectAll().where(column, 'in', keys);
  for (const { by, direction } of orderBy) query = query.orderBy(by, direction);
  const grouped = Map.groupBy(await query.execute(), (row) => row[column]);
  return keys.map((key) => grouped.get(key) ?? []);
}

/** Whether any of the places (table and column) holds each key. Shape: keys.length. */
export async function readHeld(database: Database, places: readonly Place[], keys: readonly Value[]) {
  const [first, ...others] = places.map(([table, column]) =>
    database.kysely.selectFrom(table).select(sql.ref<Value>(column).as('held')).where(column, 'in', keys),
  );
  if (!first) return keys.map(() => false);
  const rows = await others.reduce((query, other) => query.union(other), first).execute();
  const held = new Set(rows.map((row) => row.held));
  return keys.map((key) => held.has(key));
}

/** One page per key (or one page of the whole table when `column` is absent): up to `first + 1` rows each. */
export async function readPages(
  database: Database,
  page: Page,
  keys: readonly Value[],
): Promise<StoredRow[][]> {
  const { table, column, sort, key, first } = page;
  const ordered = `${sort.by === key ? '' : `"${sort.by}" ${sort.direction}, `}"${key}" ${sort.direction}`;
  const base = database.kysely
    .selectFrom(table)
    .selectAll()
    .where((where) => where.and([...matching(where, page, keys), ...after(where, page)]));
  if (column === undefined)
    return [
      await base
        .orderBy(sql.raw(ordered))
        .limit(first + 1)
        .execute(),
    ];
  const numbered = base.select(
    sql<number>`row_number() over (partition by ${sql.ref(column)} order by ${sql.raw(ordered)})`.as(
      'row_number',
    ),
  );
  const rows = await database.kysely
    .selectFrom(numbered.as('page'))
    .selectAll()
    .where('row_number', '<=', first + 1)
    .orderBy('row_number')
    .execute();
  const grouped = Map.groupBy(rows as StoredRow[], (row) => row[column] ?? null);
  return keys.map((each) => grouped.get(each) ?? []);
}

/** How many rows match, for each key (or for the whole table when `column` is absent). */
export async function readCounts(database: Database, page: Page, keys: readonly Value[]): Promise<number[]> {
  const { table, column } = page;
  const query = database.kysely
    .selectFrom(table)
    .select(sql<number>`count(*)`.as('total'))
    .where((where) => where.and(matching(where, page, keys)));
  if (column === undefined) return [(await query.executeTakeFirstOrThrow()).total];
  const rows = await query.select(sql.ref<Value>(column).as('key')).groupBy(column).execute();
  const totals = new Map(rows.map((row) => [row.key, row.total]));
  return keys.map((key) => totals.get(key) ?? 0);
}

export type Place = readonly [table: string, column: string];

type Where = ExpressionBuilder<Stored, string>;

function matching(where: Where, { column, conditions }: Page, keys: readonly Value[]): Expression<SqlBool>[] {
  const tests = conditions.map(({ column: on, operator, value }) => where(on, operator, value as Value));
  return column === undefined ? tests : [where(column, 'in', keys), ...tests];
}

function after(where: Where, { sort, key, after: from }: Page): Expression<SqlBool>[] {
  if (!from) return [];
  const beyond = sort.direction === 'asc' ? '>' : '<';
  const [value, last] = from;
  if (sort.by === key) return [where(key, beyond, last)];
  return [
    where.or([
      where(sort.by, beyond, value),
      where.and([where(sort.by, '=', value), where(key, beyond, last)]),
    ]),
  ];
}
