import { rename, rm } from 'node:fs/promises';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely';
import pg from 'pg';
import type { ColumnKind, Table, Tables } from './table.ts';

/** A value as a database keeps it. */
export type Value = string | number | null;
export type StoredRow = { readonly [column: string]: Value };
export type Stored = { [table: string]: { [column: string]: Value } };

/** An open register: Kysely over node:sqlite or PostgreSQL. Ended with `close()`. */
export type Database = {
  readonly dialect: 'sqlite' | 'postgres';
  readonly kysely: Kysely<Stored>;
  /** Statements sent since it was opened; tests prove cost with it. */
  calls(): number;
  /** Resolves when the register answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** Opens `postgres://…` with a pool, anything else as the path of an SQLite file (`:memory:` too). */
export function openDatabase(location: string): Database {
  return /^postgres(ql)?:\/\//.test(location) ? openPostgres(location) : openSqlite(location);
}

/** Creates what is missing of the tables and their indexes. */
export async function createTables(database: Database, tables: Tables): Promise<void> {
  const types = database.dialect === 'sqlite' ? sqliteTypes : postgresTypes;
  for (const [name, { columns, key, indexes }] of Object.entries(tables)) {
    let create = database.kysely.schema.createTable(name).ifNotExists();
    for (const [column, { kind, nullable }] of Object.entries(columns))
      create = create.addColumn(column, sql.raw(types[kind]), (built) =>
        nullable ? built : built.notNull(),
      );
    await create.addPrimaryKeyConstraint(`${name}_key`, key as string[] as never).execute();
    for (const index of indexes)
      await database.kysely.schema
        .createIndex(`${name}_by_${index.join('_')}`)
        .ifNotExists()
        .on(name)
        .columns(index as string[])
        .execute();
  }
}

/**
 * Writes a whole register from a stream of rows in bounded memory and puts it in place at once: an SQLite register is
 * written beside the old one and renamed, a PostgreSQL one is replaced in one transaction. The same rows give a
 * byte-identical SQLite file.
 */
export async function writeRegister(
  location: string,
  tables: Tables,
  rows: Iterable<readonly [string, object]>,
): Promise<number> {
  return /^postgres(ql)?:\/\//.test(location)
    ? writePostgres(location, tables, rows)
    : writeSqlite(location, tables, rows);
}

const sqliteTypes: Record<ColumnKind, string> = {
  text: 'text',
  integer: 'integer',
  real: 'real',
  boolean: 'integer',
  yuan: 'integer',
  date: 'text',
  time: 'text',
};

const postgresTypes: Record<ColumnKind, string> = {
  ...sqliteTypes,
  integer: 'bigint',
  yuan: 'bigint',
  real: 'double precision',
  boolean: 'smallint',
  // One collation for every register, so that a page's order does not depend on the server's locale.
  text: 'text collate "C"',
  date: 'text collate "C"',
  time: 'text collate "C"',
};

const rowsPerInsert = 200;

function openSqlite(path: string): Database {
  const file = new DatabaseSync(path);
  file.exec('pragma busy_timeout = 5000');
  const prepared = new Map<string, StatementSync>();
  const prepare = (text: string) => {
    const statement = prepared.get(text) ?? file.prepare(text);
    if (prepared.size > 500) prepared.clear();
    prepared.set(text, statement);
    return {
      reader: statement.columns().length > 0,
      all: (values: readonly unknown[]) => statement.all(...(values as SQLInputValue[])),
      run: (values: readonly unknown[]) => statement.run(...(values as SQLInputValue[])),
      iterate: (values: readonly unknown[]) => statement.iterate(...(values as SQLInputValue[])),
    };
  };
  return counted('sqlite', new SqliteDialect({ database: { prepare, close: () => file.close() } }));
}

function openPostgres(url: string): Database {
  // int8 arrives as text by default; amounts in fen fit a JavaScript number up to 90 trillion yuan.
  const types = {
    getTypeParser: (
      type: pg.CustomTypesConfig['getTypeParser'] extends (type: infer T) => unknown ? T : never,
    ) => (type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type)),
  };
  const pool = new pg.Pool({ connectionString: url, max: 8, connectionTimeoutMillis: 3000, types });
  // Without a listener a dropped idle connection would end the process; the next query reports it instead.
  pool.on('error', () => undefined);
  return counted('postgres', new PostgresDialect({ pool }));
}

function counted(dialect: 'sqlite' | 'postgres', using: SqliteDialect | PostgresDialect): Database {
  let calls = 0;
  const kysely = new Kysely<Stored>({
    dialect: using,
    log: () => {
      calls += 1;
    },
  });
  return {
    dialect,
    kysely,
    calls: () => calls,
    async ping() {
      await sql`select 1`.execute(kysely);
    },
    close: () => kysely.destroy(),
  };
}

async function writeSqlite(path: string, tables: Tables, rows: Iterable<readonly [string, object]>) {
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  const file = new DatabaseSync(fresh);
  file.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -65536');
  const shape = openSqlite(fresh);
  await createTables(
    shape,
    Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, { ...table, indexes: [] }])),
  );
  await shape.close();
  const insert = Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [name, insertInto(file, name, table)] as const),
  );
  let written = 0;
  file.exec('begin');
  for (const [name, row] of rows) {
    insert[name]?.(row as StoredRow);
    written += 1;
  }
  file.exec('commit');
  file.close();
  const indexed = openSqlite(fresh);
  await createTables(indexed, tables);
  await indexed.close();
  await rename(fresh, path);
  return written;
}

function insertInto(file: DatabaseSync, name: string, { columns }: Table) {
  const names = Object.keys(columns);
  const statement = file.prepare(
    `insert into "${name}" (${names.map((column) => `"${column}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`,
  );
  return (row: StoredRow) => statement.run(...names.map((column) => stored(row[column])));
}

async function writePostgres(url: string, tables: Tables, rows: Iterable<readonly [string, object]>) {
  const database = openPostgres(url);
  let written = 0;
  try {
    await database.kysely.transaction().execute(async (transaction) => {
      for (const name of Object.keys(tables)) await transaction.schema.dropTable(name).ifExists().execute();
      await createTables({ ...database, kysely: transaction }, tables);
      const waiting = new Map<string, StoredRow[]>();
      const flush = async (name: string) => {
        const batch = waiting.get(name) ?? [];
        waiting.set(name, []);
        if (batch.length > 0) await transaction.insertInto(name).values(batch).execute();
      };
      for (const [name, row] of rows) {
        const batch = waiting.get(name) ?? [];
        batch.push(storedRow(row));
        waiting.set(name, batch);
        written += 1;
        if (batch.length >= rowsPerInsert) await flush(name);
      }
      for (const name of waiting.keys()) await flush(name);
    });
    return written;
  } finally {
    await database.close();
  }
}

/** A row as a database keeps it: booleans as 0 and 1, on both engines alike. */
function storedRow(row: object): StoredRow {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, stored(value)]));
}

function stored(value: unknown): Value {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return (value ?? null) as Value;
}
