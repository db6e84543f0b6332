import { DatabaseSync } from 'node:sqlite';
import {
  beginningOf,
  type Checkpoint,
  checkpointOf,
  type Entry,
  entryOf,
  leafHash,
  rootOf,
} from './second-proof.ts';

// A second verifier, written from gateway/journal/FORMAT.md alone: it shares no line with the journal, so that what both
// hold to be right is what the document says, and not what one of them happens to do.

/** What is wrong with a log, named as in section 8, and the entry at which it shows, if it shows at one. */
export type Finding = { readonly finding: string; readonly at: number | null };

/** What a verifier brings along: public keys, checkpoints kept elsewhere, the time in milliseconds. */
export type Known = {
  readonly keys: readonly JsonWebKey[];
  readonly remembered: readonly string[];
  readonly now: number;
};

/** Tells the first thing that is wrong with a log in SQLite, or null. */
export function firstFinding(file: string, { keys, remembered, now }: Known): Finding | null {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const all = (query: string) => database.prepare(query).all();
    const [described, ...more] = all('select name, format from log');
    if (described?.['format'] !== 1 || more.length > 0) return { finding: 'FORMAT', at: null };
    const name = String(described['name']);
    const notes = all('select note from checkpoints order by size').map(({ note }) => String(note));
    const log = {
      name,
      rows: all('select seq, kind, trace, time, text, hash from entries order by seq').map(readRow),
      own: notes.map((note) => checkpointOf(note, name, keys)),
      kept: remembered
        .filter((note) => note.startsWith(`tongcha/${name}\n`))
        .map((note) => checkpointOf(note, name, keys)),
      index: all('select subject, seq from subjects order by seq, subject'),
    };
    return findings(log, now).next().value ?? null;
  } finally {
    database.close();
  }
}

type Columns = Readonly<Record<string, unknown>>;
type Row = {
  readonly columns: Columns;
  readonly seq: number;
  readonly hash: Buffer;
  /** Null where the text is not an entry, or not the one of its hash. */
  readonly entry: Entry | null;
};
type Log = {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly own: readonly Checkpoint[];
  readonly kept: readonly Checkpoint[];
  readonly index: readonly Columns[];
};

function readRow(columns: Columns): Row {
  const { seq, text, hash } = columns;
  const made = leafHash(String(text));
  const entry = made.toString('hex') === hash ? entryOf(String(text)) : null;
  return { columns, seq: Number(seq), hash: made, entry };
}

function* findings(log: Log, now: number): Generator<Finding, undefined> {
  const { rows, own, kept, index } = log;
  for (const checkpoint of [...own, ...kept])
    if ('finding' in checkpoint) yield { finding: checkpoint.finding, at: null };
  const pairs = new Pairs();
  const signing = new Signing(own);
  for (const [at, { seq, entry }] of rows.entries()) {
    if (seq !== at) return yield seq < at ? { finding: 'DUPLICATE', at: seq } : { finding: 'MISSING', at };
    const wrong =
      wrongEntry(log, at) ??
      (entry && !pairs.take(entry) ? 'UNPAIRED' : null) ??
      wrongTree(log, at + 1) ??
      (entry && !signing.take(entry) ? 'UNSIGNED' : null);
    if (wrong) return yield { finding: wrong, at };
  }
  const isBeyond = (each: Checkpoint) => 'size' in each && each.size > rows.length;
  if ([...own, ...kept].some(isBeyond)) yield { finding: 'CUT', at: rows.length };
  const subjects = rows.flatMap(({ seq, entry }) => entry?.subjects.map((each) => `${seq} ${each}`) ?? []);
  if (index.map(({ seq, subject }) => `${String(seq)} ${String(subject)}`).join() !== subjects.join())
    yield { finding: 'INDEX', at: null };
  const incomplete = pairs.open().find(({ time }) => now - time >= 120_000);
  if (incomplete) yield { finding: 'INCOMPLETE', at: incomplete.seq };
}

/** What is wrong with an entry by itself and beside its neighbours. */
function wrongEntry({ name, rows }: Log, at: number): string | null {
  const [before, row] = [rows[at - 1]?.entry, rows[at]];
  const entry = row?.entry;
  if (!entry || entry.log !== name) return 'EDITED';
  if (entry.seq !== at) return 'MOVED';
  if ((['kind', 'trace', 'time'] as const).some((each) => entry[each] !== row.columns[each])) return 'EDITED';
  if ((!before && entry.prev !== beginningOf(name)) || isReplaced(rows, at)) return 'REPLACED';
  const back = before ? Math.max(before.time - entry.time, 0) : 0;
  return (entry.behind ?? 0) === back ? null : 'CLOCK';
}

/** Whether the next entry is whole and tied to another than this one. */
function isReplaced(rows: readonly Row[], at: number): boolean {
  const next = rows[at + 1]?.entry;
  return next?.seq === at + 1 && next.prev !== rows[at]?.hash.toString('hex');
}

/** Which INTENTs are open, as section 4 has it. */
class Pairs {
  readonly #open = new Map<string, Entry>();
  #onlyStart = true;

  /** Whether the entry may stand here. */
  take(entry: Entry): boolean {
    const pair = JSON.stringify([entry.trace, entry.part ?? 0]);
    if (this.#onlyStart && entry.kind !== 'START') return false;
    this.#onlyStart = entry.kind === 'STOP';
    if (entry.kind === 'OUTCOME') return this.#open.delete(pair);
    if (entry.kind === 'INTENT') return !this.#open.has(pair) && this.#open.set(pair, entry).has(pair);
    if (entry.kind === 'START' && entry.body['reason'] === 'RECOVERED') {
      const { refused } = entry.body;
      for (const each of Array.isArray(refused) ? refused : []) this.#open.delete(JSON.stringify(each));
    } else if (entry.kind === 'START' || entry.kind === 'STOP') this.#open.clear();
    return true;
  }

  open(): readonly Entry[] {
    return [...this.#open.values()];
  }
}

/** Whether the tree of the first so many entries is the one of each checkpoint of that size. */
function wrongTree({ rows, own, kept }: Log, size: number): string | null {
  const differs = (each: Checkpoint) =>
    'size' in each &&
    each.size === size &&
    each.root !== rootOf(rows.slice(0, size).map(({ hash }) => hash)).toString('hex');
  if (own.some(differs)) return 'REWRITTEN';
  return kept.some(differs) ? 'FORKED' : null;
}

/** Whether there are as many checkpoints as section 3 wants. */
class Signing {
  readonly #sizes: ReadonlySet<number>;
  #signed = 0;
  #due = Number.POSITIVE_INFINITY;

  constructor(own: readonly Checkpoint[]) {
    this.#sizes = new Set(own.flatMap((each) => ('size' in each ? each.size : [])));
  }

  /** Whether the entry is signed where it must be, and the newest checkpoint not too far back. */
  take({ kind, seq, body }: Entry): boolean {
    const end = seq + 1;
    if (end - this.#signed > this.#due + 4096) return false;
    if (kind === 'START') this.#due = Number(body['checkpointEntries'] ?? Number.POSITIVE_INFINITY);
    if (this.#sizes.has(end)) this.#signed = end;
    return this.#signed === end || (kind !== 'START' && kind !== 'STOP');
  }
}
