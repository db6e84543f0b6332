import type { DatabaseSync } from 'node:sqlite';
import { type OpenFiles, openFiles } from './sqlite-files.ts';
import { type Group, type Row, type Store, type StoredCheckpoint, split } from './store.ts';

/** Keeps a log in an SQLite file. Its calls block: it belongs into a thread of its own. */
export function sqliteStore(file: string, log: string): Store {
  let opened: OpenFiles | null = null;
  const current = (): OpenFiles => {
    if (!opened) throw new Error('the store is not open');
    return opened;
  };
  return {
    open: async () => {
      opened = openFiles(file, log);
    },
    newest: async () => newestOf(current().entries),
    write: async (group) => writeGroup(current(), group),
    close: async () => {
      opened?.close();
      opened = null;
    },
  };
}

function writeGroup({ entries, salts, insert }: OpenFiles, group: Group): void {
  const seeds = group.entries.flatMap(({ seq, seed }) => (seed === null ? [] : [[seq, seed] as const]));
  if (seeds.length > 0)
    transact(salts, 'begin immediate', () => {
      for (const [seq, seed] of seeds) insert.seed.run(seq, seed);
    });
  transact(entries, 'begin immediate', () => {
    for (const { seq, kind, trace, time, text, hash, subjects } of group.entries) {
      insert.entry.run(seq, kind, trace, time, text, hash);
      for (const subject of subjects) insert.subject.run(subject, seq);
    }
    if (group.checkpoint) {
      const { size, time, note, frontier } = group.checkpoint;
      insert.checkpoint.run(size, time, note, frontier.join(','));
    }
  });
  if (group.checkpoint) salts.exec('pragma wal_checkpoint(passive)');
}

function transact(database: DatabaseSync, begin: string, work: () => void): void {
  database.exec(begin);
  try {
    work();
    database.exec('commit');
  } catch (error) {
    // SQLite has rolled back by itself after some errors.
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}

function newestOf(entries: DatabaseSync) {
  const found = entries.prepare('select * from checkpoints order by size desc limit 1').get() as
    | (Omit<StoredCheckpoint, 'frontier'> & { readonly frontier: string })
    | undefined;
  const checkpoint = found ? { ...found, frontier: split(found.frontier) } : null;
  // One row before the checkpoint too: what comes next is tied to it.
  const from = Math.max(0, (checkpoint?.size ?? 0) - 1);
  const rows = entries.prepare('select * from entries where seq >= ? order by seq').all(from);
  return { checkpoint, rows: rows as unknown as readonly Row[] };
}
