import type { Sealed } from '../seal.ts';

/** What is written together, in one transaction: all of it or nothing. */
export type Group = { readonly entries: readonly Sealed[]; readonly checkpoint: StoredCheckpoint | null };

/** A checkpoint as it is kept: its note, and the tree's frontier, from which the tree can grow on. */
export type StoredCheckpoint = {
  readonly size: number;
  readonly time: number;
  readonly note: string;
  readonly frontier: readonly string[];
};

/** A row of the log. The columns beside `text` are there to find it by. */
export type Row = {
  readonly seq: number;
  readonly kind: string;
  readonly trace: string | null;
  readonly time: number;
  readonly text: string;
  readonly hash: string;
};

/** Where the one writer of a log keeps it. Whatever fails rejects; after that only `open` and `close` have a meaning. */
export type Store = {
  /** Takes the log's lock and makes what is missing. Rejects with LogUnusable where another writer has the lock. */
  open(): Promise<void>;
  /** The newest checkpoint and the rows after it. */
  newest(): Promise<{ readonly checkpoint: StoredCheckpoint | null; readonly rows: readonly Row[] }>;
  /** Durable once resolved. */
  write(group: Group): Promise<void>;
  close(): Promise<void>;
};

/** Which entries are looked for; newest first. */
export type StoredSearch = {
  readonly trace?: string;
  /** HMACs, any of them. */
  readonly subjects?: readonly string[];
  readonly kind?: string;
  /** Only entries with a lower number. */
  readonly before?: number;
  readonly limit: number;
};

/** A log as it is read, by whoever, while it is written or not. */
export type LogReader = {
  readonly log: string;
  /** Whether what is kept there is this one log, in the format that is read here. */
  isLog(): Promise<boolean>;
  size(): Promise<number>;
  find(search: StoredSearch): Promise<readonly Row[]>;
  /** All rows in order, many at a time. */
  rows(): AsyncIterable<readonly Row[]>;
  /** The hashes of the first so many entries. */
  hashes(size: number): Promise<readonly string[]>;
  /** In order of size. */
  checkpoints(): Promise<readonly StoredCheckpoint[]>;
  /** The index of subjects, in any order, many at a time. */
  subjects(): AsyncIterable<readonly (readonly [subject: string, seq: number])[]>;
  /** The seed of an entry's salts; null where it was deleted. */
  seed(seq: number): Promise<string | null>;
  /** What is read within `work` is the log as of one moment. */
  still<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** A log that must not be written: somebody else writes it, it is another one than was asked for, or its end was changed. */
export class LogUnusable extends Error {
  constructor(log: string, why: string) {
    super(`the log ${log} can't be written: ${why}`);
    this.name = 'LogUnusable';
  }
}

/** Another process is the writer of the log. */
export function heldElsewhere(log: string): LogUnusable {
  return new LogUnusable(log, 'another process writes it');
}

/** A frontier as it is kept: hashes with commas between. */
export function split(frontier: string): readonly string[] {
  return frontier === '' ? [] : frontier.split(',');
}
