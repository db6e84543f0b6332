import { type Entry, readEntry } from './entry.ts';
import type { Search, WriterOptions } from './messages.ts';
import { subjectHash } from './seal.ts';
import { openReader } from './store/open.ts';
import type { LogReader } from './store/store.ts';

/** Finds entries of one log. */
export type Finder = { find(search: Search): Promise<readonly Entry[]>; close(): Promise<void> };

/** Reads a log beside its writer, from the first search on. */
export function openFinder({ store, log, keys }: Pick<WriterOptions, 'store' | 'log' | 'keys'>): Finder {
  let opened: Promise<LogReader> | null = null;
  const subjectKeys = [keys.subject, ...keys.retired.subject];
  return {
    async find(search) {
      opened ??= openReader(store, log);
      const reader = await opened.catch((error: unknown) => {
        opened = null;
        throw error;
      });
      return findEntries(reader, search, subjectKeys);
    },
    async close() {
      await opened?.then((reader) => reader.close()).catch(() => undefined);
    },
  };
}

/** Entries of a log, newest first; a subject is known by its HMAC under any of the keys. */
export async function findEntries(
  reader: LogReader,
  { subject, limit = 100, ...search }: Search,
  subjectKeys: readonly string[],
): Promise<readonly Entry[]> {
  const subjects = subject === undefined ? null : subjectKeys.map((key) => subjectHash(subject, key));
  const rows = await reader.find({
    ...search,
    ...(subjects && { subjects }),
    limit: Math.min(1_000, Math.max(1, limit)),
  });
  const entries = rows.map((row) => readEntry(reader.log, row));
  // The index stands beside the chain, not in it: what it points at must say so itself.
  return subjects
    ? entries.filter((entry) => entry.subjects.some((each) => subjects.includes(each)))
    : entries;
}
