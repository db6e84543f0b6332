import { type Entry, entryOf } from '../entry.ts';
import { canonical } from '../proof/canonical.ts';
import { leafHash } from '../proof/tree.ts';
import type { Tip } from '../seal.ts';
import type { Row } from '../store/store.ts';
import type { FindingKind } from './findings.ts';
import { type Formed, isFormed } from './form.ts';

/** An entry that stands where it should, or what is wrong and at which entry. */
export type Examined =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'wrong'; readonly as: FindingKind; readonly at: number; readonly what: string };

/** Examines the row after a tip of the log: its number, its hash, its form, its columns, its tie to the one before, its time. */
export function examine(row: Row, tip: Tip, log: string): Examined {
  if (row.seq > tip.size)
    return wrong('MISSING', tip.size, `entries ${tip.size} to ${row.seq - 1} are not there`);
  if (row.seq < tip.size) return wrong('DUPLICATE', row.seq, `entry ${row.seq} is there twice`);
  if (leafHash(row.text) !== row.hash) return wrong('EDITED', row.seq, 'its text does not have its hash');
  const written = parsed(row.text);
  if (!written) return wrong('EDITED', row.seq, 'its text is not an entry in canonical JSON');
  if (written.seq !== row.seq)
    return wrong('MOVED', row.seq, `it is entry ${written.seq} in the place of this one`);
  const misfit = misfitOf(row, written, log);
  if (misfit) return wrong('EDITED', row.seq, misfit);
  if (written.prev !== tip.hash)
    return tip.size === 0
      ? wrong('REPLACED', 0, 'it does not begin this log')
      : wrong('REPLACED', tip.size - 1, `entry ${tip.size} follows another one than this`);
  const behind = Math.max(0, tip.time - row.time);
  if ((written.behind ?? 0) !== behind) return wrong('CLOCK', row.seq, clockWords(behind));
  return { kind: 'entry', entry: entryOf(written, { log, index: row.seq, hash: row.hash }) };
}

function wrong(as: FindingKind, at: number, what: string): Examined {
  return { kind: 'wrong', as, at, what };
}

/** What an entry's text says; null where it isn't canonical JSON in the form of an entry. */
function parsed(text: string): Formed | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFormed(value) && canonical(value) === text ? value : null;
  } catch {
    return null;
  }
}

function misfitOf(row: Row, { kind, trace, time, log: named }: Formed, log: string): string | null {
  if (kind !== row.kind || trace !== row.trace || time !== row.time)
    return 'its columns differ from its text';
  return named === log ? null : 'it belongs to another log';
}

function clockWords(behind: number): string {
  return behind > 0
    ? `the clock went back by ${behind} ms and the entry does not say so`
    : 'the entry says that the clock went back, and it did not';
}
