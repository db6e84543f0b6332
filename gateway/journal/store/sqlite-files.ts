import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { heldElsewhere, LogUnusable } from './store.ts';

/** The files of a log: entries, salts apart from them, and the lock that its writer holds. */
export function filesOf(file: string): {
  readonly entries: string;
  readonly salts: string;
  readonly lock: string;
} {
  const stem = file.replace(/\.sqlite$/, '');
  return { entries: `${stem}.sqlite`, salts: `${stem}.salts.sqlite`, lock: `${stem}.lock` };
}

/** The open files of a log and what is written to them. */
export type OpenFiles = {
  readonly entries: DatabaseSync;
  readonly salts: DatabaseSync;
  readonly insert: Inserts;
  close(): void;
};

type Inserts = ReturnType<typeof insertsOf>;

const busy = 5;
/** How long another process may hold up a write, a backup say. */
const patienceMs = 500;

/** Takes the lock of a log and opens its files, made where they are missing. Throws LogUnusable where that may not be. */
export function openFiles(file: string, log: string): OpenFiles {
  const files = filesOf(file);
  mkdirSync(dirname(file), { recursive: true });
  const open: { close(): void }[] = [];
  const close = () => {
    for (const each of open.reverse()) each.close();
  };
  try {
    const lock = heldLock(file);
    if (!lock) throw heldElsewhere(log);
    open.push(lock);
    const salts = new DatabaseSync(files.salts, { timeout: patienceMs });
    open.push(salts);
    // Not synced with each group: a power cut may cost the salts of the last minute, never an entry.
    salts.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma secure_delete = on');
    salts.exec('create table if not exists salts (seq integer primary key, seed text not null) strict');
    const entries = new DatabaseSync(files.entries, { timeout: patienceMs });
    open.push(entries);
    entries.exec('pragma journal_mode = wal; pragma synchronous = full');
    entries.exec(tables);
    checkName(entries, log);
    return { entries, salts, insert: insertsOf(entries, salts), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The lock of a log, held until it is closed; null while somebody else holds it. The system frees it with the process. */
function heldLock(file: string): { close(): void } | null {
  const lock = new DatabaseSync(filesOf(file).lock, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode === busy) return null;
    throw error;
  }
}

const tables = `
  create table if not exists log (name text primary key, format integer not null) strict, without rowid;
  create table if not exists entries (
    seq integer primary key, kind text not null, trace text, time integer not null, text text not null, hash text not null
  ) strict;
  create index if not exists entries_by_trace on entries (trace) where trace is not null;
  create index if not exists entries_by_kind on entries (kind) where kind not in ('INTENT', 'OUTCOME');
  create table if not exists subjects (
    subject text not null, seq integer not null, primary key (subject, seq)
  ) strict, without rowid;
  create table if not exists checkpoints (
    size integer primary key, time integer not null, note text not null, frontier text not null
  ) strict;
`;

function checkName(entries: DatabaseSync, log: string): void {
  entries.prepare('insert into log select ?, 1 where not exists (select 1 from log)').run(log);
  const { name } = entries.prepare('select name from log').get() as { name: string };
  if (name !== log) throw new LogUnusable(log, `its file holds the log ${name}`);
}

function insertsOf(entries: DatabaseSync, salts: DatabaseSync) {
  return {
    entry: entries.prepare(
      'insert into entries (seq, kind, trace, time, text, hash) values (?, ?, ?, ?, ?, ?)',
    ),
    subject: entries.prepare('insert into subjects (subject, seq) values (?, ?)'),
    checkpoint: entries.prepare(
      'insert or replace into checkpoints (size, time, note, frontier) values (?, ?, ?, ?)',
    ),
    // A group that failed leaves seeds behind, whose numbers come again.
    seed: salts.prepare('insert or replace into salts (seq, seed) values (?, ?)'),
  };
}
