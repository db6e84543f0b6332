import { readNote, type Standing, signedNote, standingOf } from './note.ts';

/** What a checkpoint says: the first `size` entries of the log called `origin` have this root (hexadecimal). */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: string };

/** The name that a log has in its checkpoints, and its key in their signatures. */
export function originOf(log: string): string {
  return `tongcha/${log}`;
}

/** A checkpoint as a signed note (C2SP tlog-checkpoint). */
export function signedCheckpoint({ origin, size, root }: Checkpoint, key: JsonWebKey): string {
  return signedNote(`${origin}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\n`, origin, key);
}

/** What a note says and how its signatures stand; null where it is no checkpoint. */
export function readCheckpoint(
  note: string,
  keys: readonly JsonWebKey[],
): (Checkpoint & { readonly standing: Standing }) | null {
  const read = readNote(note);
  const [, origin, size, root] =
    /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n/.exec(read?.text ?? '') ?? [];
  if (!read || origin === undefined || root === undefined) return null;
  return {
    origin,
    size: Number(size),
    root: Buffer.from(root, 'base64').toString('hex'),
    standing: standingOf(read, origin, keys),
  };
}
