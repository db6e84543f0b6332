import { originOf, readCheckpoint } from './proof/checkpoint.ts';
import { type Frontier, grown, leafHash, rootOf } from './proof/tree.ts';
import { beginningOf, type Tip } from './seal.ts';
import { LogUnusable, type Row, type StoredCheckpoint } from './store/store.ts';

/** The end of a log, where it goes on. */
export type Head = Tip & {
  readonly frontier: Frontier;
  /** The size of the newest checkpoint; 0 where there is none. */
  readonly checkpointed: number;
};

/**
 * The head of a log from its newest checkpoint and the rows since, one before it included. Throws LogUnusable where the
 * checkpoint isn't ours or the rows don't follow from it: a log must not be continued, and signed, over a changed end.
 */
export function headOf(
  log: string,
  { checkpoint, rows }: { readonly checkpoint: StoredCheckpoint | null; readonly rows: readonly Row[] },
  keys: readonly JsonWebKey[],
): Head {
  const from = checkpoint?.size ?? 0;
  const before = from > 0 ? rows[0] : undefined;
  const since = from > 0 ? rows.slice(1) : rows;
  if (from > 0 && before?.seq !== from - 1) throw damaged(log, `entry ${from - 1} is missing`);
  if (before && leafHash(before.text) !== before.hash) throw damaged(log, `entry ${from - 1} was changed`);
  if (checkpoint) checkSigned(log, checkpoint, keys);
  const start: Head = {
    size: from,
    hash: before?.hash ?? beginningOf(log),
    time: before?.time ?? 0,
    frontier: checkpoint?.frontier ?? [],
    checkpointed: from,
  };
  return since.reduce((head, row) => followed(log, head, row), start);
}

/** A head after one more entry. */
export function advanced(head: Head, { time, hash }: { readonly time: number; readonly hash: string }): Head {
  return { ...head, size: head.size + 1, hash, time, frontier: grown(head.frontier, head.size, hash) };
}

function checkSigned(
  log: string,
  { size, note, frontier }: StoredCheckpoint,
  keys: readonly JsonWebKey[],
): void {
  const read = readCheckpoint(note, keys);
  if (read?.standing !== 'signed' || read.origin !== originOf(log))
    throw damaged(log, `the checkpoint of ${size} entries isn't signed with a key that is known here`);
  if (read.size !== size || rootOf(frontier) !== read.root)
    throw damaged(log, `the checkpoint of ${size} entries was changed`);
}

function followed(log: string, head: Head, row: Row): Head {
  if (row.seq !== head.size) throw damaged(log, `entry ${head.size} is missing`);
  const { prev, seq } = JSON.parse(row.text) as { prev?: unknown; seq?: unknown };
  if (leafHash(row.text) !== row.hash || seq !== row.seq || prev !== head.hash)
    throw damaged(log, `entry ${row.seq} was changed`);
  return advanced(head, row);
}

function damaged(log: string, what: string): LogUnusable {
  return new LogUnusable(log, `${what}; verify it, and move it away to begin a new one`);
}
