import { Fault, Refusal } from '../errors.ts';
import { openReaders } from '../journal/store/open.ts';
import type { LogReader } from '../journal/store/store.ts';

/** Runs work over the logs of all processes that share a store; throws a Fault where they can't be read. */
export type ReadLogs = <T>(work: (logs: readonly LogReader[]) => Promise<T>) => Promise<T>;

/** The logs at a location: a folder of SQLite files, or a PostgreSQL database. */
export function logsAt(location: string): ReadLogs {
  return async (work) => {
    const logs = await openReaders(location).catch(unreadable);
    try {
      return await work(logs);
    } catch (error) {
      return unreadable(error);
    } finally {
      await Promise.all(logs.map((log) => log.close().catch(() => undefined)));
    }
  };
}

function unreadable(cause: unknown): never {
  if (cause instanceof Fault || cause instanceof Refusal) throw cause;
  throw new Fault('JOURNAL_UNAVAILABLE', { cause });
}
