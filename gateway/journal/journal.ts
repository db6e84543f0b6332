import type { Entry, NewEntry, Position } from './entry.ts';
import type { JournalKeys } from './keys.ts';
import type { CheckpointEvery, Search, StoreLocation } from './messages.ts';
import { type JournalState, ThreadedJournal } from './thread.ts';

/** The record of disclosures of one process. */
export type Journal = {
  /**
   * Hands an entry over at once; resolves with its place as soon as it is durable. Rejects with a Fault JOURNAL_UNAVAILABLE
   * where it can't be written. Entries are written in the order of the calls.
   */
  append(entry: NewEntry): Promise<Position>;
  /** Entries of this log, newest first. */
  find(search: Search): Promise<readonly Entry[]>;
  /** How it is now: whether it can be written, how many entries it has, how many wait, in how many groups they were written. */
  state(): JournalState;
  /** Writes what waits, a STOP entry and a checkpoint. */
  close(): Promise<void>;
};

export type JournalOptions = {
  readonly store: StoreLocation;
  /** The name of the log, of lower-case letters, digits, ".", "_" and "-"; each process that writes needs its own. */
  readonly log: string;
  readonly keys: JournalKeys;
  readonly checkpointEvery?: CheckpointEvery;
  /** What START entries say of the process, its version say. */
  readonly about?: Readonly<Record<string, string>>;
};

/**
 * Opens the log and begins it with a START entry. Where it can't be written for now it opens unavailable and goes on by
 * itself; rejects where another process writes it, where the store holds another log, or where its end was changed.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(options.log))
    throw new Error(
      `"${options.log}" can't be the name of a log: 1 to 64 lower-case letters, digits, ".", "_", "-"`,
    );
  const journal = new ThreadedJournal({ checkpointEvery: usualCheckpoints, about: {}, ...options });
  const problem = await journal.begun;
  if (problem === null) return journal;
  await journal.close();
  throw new Error(problem);
}

const usualCheckpoints: CheckpointEvery = { entries: 1_000, seconds: 60 };
