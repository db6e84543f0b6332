import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { filesOf } from './sqlite-files.ts';
import { type LogReader, type Row, type StoredCheckpoint, type StoredSearch, split } from './store.ts';

/** Reads the log in a file, which nothing is written to. Throws where the file isn't a log. */
export function sqliteReader(file: string): LogReader {
  const files = filesOf(file);
  if (!existsSync(files.entries)) throw new Error(`no log ${files.entries}`);
  const { database, log } = opened(files.entries);
  return {
    log,
    isLog: async () => isLog(database, log),
    size: async () => sizeOf(database),
    find: async (search) => found(database, search),
    rows: async function* () {
      yield* chunks<Row>(database, 'select seq, kind, trace, time, text, hash from entries order by seq');
    },
    hashes: async (size) =>
      database
        .prepare('select hash from entries where seq < ? order by seq')
        .all(size)
        .map(({ hash }) => String(hash)),
    checkpoints: async () =>
      database
        .prepare('select size, time, note, frontier from checkpoints order by size')
        .all()
        .map((row) => ({ ...row, frontier: split(String(row['frontier'])) }) as unknown as StoredCheckpoint),
    subjects: async function* () {
      for (const chunk of chunks<{ subject: string; seq: number }>(
        database,
        'select subject, seq from subjects',
      ))
        yield chunk.map(({ subject, seq }) => [subject, seq] as const);
    },
    seed: async (seq) => seedOf(files.salts, seq),
    still: async (work) => {
      database.exec('begin');
      try {
        return await work();
      } finally {
        database.exec('commit');
      }
    },
    close: async () => database.close(),
  };
}

const rowsAtATime = 1_000;
const cannotOpen = 14;

function opened(file: string): { readonly database: DatabaseSync; readonly log: string } {
  try {
    return named(new DatabaseSync(file, { readOnly: true, timeout: 5_000 }));
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== cannotOpen) throw error;
    // On a medium that nobody can write to, SQLite must be told that nobody does.
    const url = pathToFileURL(file);
    url.searchParams.set('immutable', '1');
    return named(new DatabaseSync(url, { readOnly: true }));
  }
}

function named(database: DatabaseSync): { readonly database: DatabaseSync; readonly log: string } {
  const row = database.prepare('select name from log').get() as { name: string } | undefined;
  return { database, log: row?.name ?? '' };
}

function isLog(database: DatabaseSync, log: string): boolean {
  const [row, ...others] = database.prepare('select * from log').all();
  return others.length === 0 && row?.['name'] === log && row['format'] === 1;
}

function* chunks<R>(database: DatabaseSync, query: string): Generator<readonly R[]> {
  let chunk: R[] = [];
  for (const row of database.prepare(query).iterate()) {
    chunk.push(row as R);
    if (chunk.length < rowsAtATime) continue;
    yield chunk;
    chunk = [];
  }
  yield chunk;
}

function sizeOf(database: DatabaseSync): number {
  const { size } = database.prepare('select coalesce(max(seq), -1) + 1 as size from entries').get() as {
    size: number;
  };
  return size;
}

function found(database: DatabaseSync, search: StoredSearch): readonly Row[] {
  const { trace, subjects, kind, before, limit } = search;
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const demand = (condition: string, ...given: readonly (string | number)[]) => {
    conditions.push(condition);
    values.push(...given);
  };
  if (trace !== undefined) demand('trace = ?', trace);
  if (kind !== undefined)
    // The second condition lets SQLite use the index of kinds, which leaves out the many.
    demand(
      kind === 'INTENT' || kind === 'OUTCOME' ? 'kind = ?' : "kind = ? and kind not in ('INTENT', 'OUTCOME')",
      kind,
    );
  if (before !== undefined) demand('seq < ?', before);
  if (subjects)
    demand(
      `seq in (select seq from subjects where subject in (${subjects.map(() => '?').join(', ')}))`,
      ...subjects,
    );
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
  const query = `select seq, kind, trace, time, text, hash from entries ${where} order by seq desc limit ?`;
  return database.prepare(query).all(...values, limit) as unknown as readonly Row[];
}

function seedOf(file: string, seq: number): string | null {
  if (!existsSync(file)) return null;
  const salts = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    const row = salts.prepare('select seed from salts where seq = ?').get(seq) as
      | { seed: string }
      | undefined;
    return row?.seed ?? null;
  } finally {
    salts.close();
  }
}
