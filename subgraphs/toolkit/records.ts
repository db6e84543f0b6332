import DataLoader from 'dataloader';
import { type Cursors, createCursors } from './cursor.ts';
import type { Database, StoredRow, Value } from './database.ts';
import type { Entity } from './entity.ts';
import { type Order, type PageArguments, pageOf, positionOf } from './page.ts';
import { type Place, readCounts, readHeld, readMany, readOne, readPages } from './read.ts';
import type { Tables } from './table.ts';

/** A record as resolvers see it: a row, or a stub that holds a key only. */
export type StoredRecord = { readonly [field: string]: unknown };

/** A page of records in the shape of a Relay connection; the total is counted only when asked. */
export type Connection = {
  readonly edges: readonly { readonly cursor: string; readonly node: StoredRecord }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  countAll(): Promise<number>;
};

/** What a resolver may ask of its register. Calls of one request that ask alike become one statement. */
export type Records = {
  /** A field of a record; a stub's is loaded first, together with all the other stubs of the same wave. */
  value(record: StoredRecord, field: string): unknown;
  one(table: string, column: string, key: unknown): Promise<StoredRecord | null>;
  many(
    table: string,
    column: string,
    key: unknown,
    order?: readonly Order[],
  ): Promise<readonly StoredRecord[]>;
  /** Whether any of the places holds the key. */
  held(places: readonly Place[], key: unknown): Promise<boolean>;
  /** A page of a whole table, or of the rows whose `parent.column` is `parent.key`. */
  page(table: string, args: PageArguments, options?: PageOptions): Promise<Connection>;
};

export type PageOptions = { readonly parent?: { column: string; key: unknown }; readonly sort?: Order };

/** The records of one request: made for it, forgotten with it. */
export function recordsFor(
  database: Database,
  { tables, entities }: { tables: Tables; entities: Readonly<Record<string, Entity>> },
  cursors: Cursors = ofThisProcess,
): Records {
  const loaders = new Map<string, DataLoader<Value, unknown>>();
  const load = <T>(name: string, key: unknown, read: (keys: readonly Value[]) => Promise<readonly T[]>) => {
    const loader = loaders.get(name) ?? new DataLoader<Value, unknown>(read, { maxBatchSize: 2000 });
    loaders.set(name, loader);
    return loader.load(key as Value) as Promise<T>;
  };

  const records: Records = {
    value(record, field) {
      const entity = entities[String(record['__typename'])];
      if (field in record || !entity || !('table' in entity)) return record[field];
      return records.one(entity.table, entity.key, record[entity.key]).then((whole) => whole?.[field]);
    },
    async one(table, column, key) {
      if (key === null || key === undefined) return null;
      const read = async (keys: readonly Value[]) =>
        (await readOne(database, table, column, keys)).map((row) => row && decode(tables, table, row));
      return load(`one ${table} ${column}`, key, read);
    },
    async many(table, column, key, orderBy = []) {
      if (key === null || key === undefined) return [];
      const read = async (keys: readonly Value[]) =>
        (await readMany(database, { table, column, orderBy }, keys)).map((rows) =>
          rows.map((row) => decode(tables, table, row)),
        );
      return load(`many ${table} ${column} ${JSON.stringify(orderBy)}`, key, read);
    },
    held: (places, key) =>
      load(`held ${JSON.stringify(places)}`, key, (keys) => readHeld(database, places, keys)),
    async page(table, args, { parent, sort } = {}) {
      const shape = tables[table];
      if (!shape) throw new Error(`no table ${table}`);
      const page = pageOf(table, shape, {
        args,
        cursors,
        ...(parent && { column: parent.column }),
        ...(sort && { defaultSort: sort }),
      });
      const name = JSON.stringify(page);
      const key = parent ? parent.key : wholeTable;
      const rows = await load(`page ${name}`, key, (keys) => readPages(database, page, keys));
      const shown = rows.slice(0, page.first).map((row) => decode(tables, table, row));
      const edges = shown.map((node) => ({ cursor: cursors.seal(positionOf(node, page)), node }));
      return {
        edges,
        pageInfo: {
          hasNextPage: rows.length > page.first,
          hasPreviousPage: page.after !== null,
          startCursor: edges.at(0)?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
        },
        countAll: () => load(`count ${name}`, key, (keys) => readCounts(database, page, keys)),
      };
    },
  };
  return records;
}

const ofThisProcess = createCursors();

/** The one key of a page without parent: DataLoader refuses null. */
const wholeTable = '';

/** Booleans are kept as 0 and 1 on both engines. */
function decode(tables: Tables, table: string, row: StoredRow): StoredRecord {
  const columns = tables[table]?.columns ?? {};
  const record: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row))
    record[name] = columns[name]?.kind === 'boolean' && value !== null ? value === 1 : value;
  return record;
}
