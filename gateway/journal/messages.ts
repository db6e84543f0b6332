import type { Entry, Packed } from './entry.ts';
import type { JournalKeys } from './keys.ts';

/** Where a log is kept. */
export type StoreLocation =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** After how many entries or seconds, whichever comes first, a checkpoint is due. */
export type CheckpointEvery = { readonly entries: number; readonly seconds: number };

/** What the writing thread is started with. */
export type WriterOptions = {
  readonly store: StoreLocation;
  readonly log: string;
  readonly keys: JournalKeys;
  readonly checkpointEvery: CheckpointEvery;
  /** Members of the body of START entries. */
  readonly about: Readonly<Record<string, string>>;
};

/** What entries are looked for, newest first: those of a trace, about a subject (in the clear) or of a kind, or all. */
export type Search = {
  readonly trace?: string;
  readonly subject?: string;
  readonly kind?: Entry['kind'];
  /** Only entries before this one. */
  readonly before?: number;
  /** 100 unless said, 1,000 at most. */
  readonly limit?: number;
};

/** What the writing thread is told. */
export type ToWriter =
  | { readonly kind: 'append'; readonly entries: readonly Packed[] }
  | { readonly kind: 'find'; readonly id: number; readonly search: Search }
  | { readonly kind: 'close' };

/** What the writing thread tells. */
export type FromWriter =
  | { readonly kind: 'state'; readonly state: WriterState }
  | { readonly kind: 'settled'; readonly settled: Settled }
  | { readonly kind: 'found'; readonly id: number; readonly entries: readonly Entry[] }
  | { readonly kind: 'not found'; readonly id: number; readonly reason: string }
  | { readonly kind: 'closed' };

/** How the writer is; `refused` means that it can't begin and why. */
export type WriterState =
  | { readonly kind: 'open'; readonly size: number; readonly groups: number }
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** What became of the entries that were posted next, in their order. */
export type Settled = {
  /** How many. */
  readonly count: number;
  /** The number of the first that was written. */
  readonly first: number;
  /** The hashes of those that were written, 64 characters each, one after the other. */
  readonly hashes: string;
  /** Which of them were not, by their place in the order, and why. */
  readonly refused: ReadonlyMap<number, string>;
  /** How many groups have been written since the writer began. */
  readonly groups: number;
};

/** How many entries one transaction has at most. A checkpoint may be late by so many. */
export const mostInGroup = 4_096;
