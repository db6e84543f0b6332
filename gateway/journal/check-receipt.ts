import { type Entry, readEntry } from './entry.ts';
import { type Checkpoint, originOf, readCheckpoint } from './proof/checkpoint.ts';
import { commitmentOf, digestOf, type Leaf, leavesOf } from './proof/commitments.ts';
import { rootByPath } from './proof/paths.ts';
import { leafHash } from './proof/tree.ts';
import type { Receipt, ReceiptEntry, ReceiptValue } from './receipt.ts';

/** What a receipt comes out as: right, wrong and how, or signed by a key that isn't among those given. */
export type ReceiptCheck =
  | {
      readonly kind: 'right';
      readonly entries: readonly Entry[];
      /** How many values were given that are those of an entry. */
      readonly valuesShown: number;
      /** The numbers of the entries with values that those given are, and of those that they are not. */
      readonly opened: readonly number[];
      readonly unopened: readonly number[];
    }
  | { readonly kind: 'wrong'; readonly what: string }
  | { readonly kind: 'unknown key' };

/** What a receipt is checked against. */
export type Given = {
  readonly keys: readonly JsonWebKey[];
  /** The data of an answer; undefined where there is none. It is that of one operation, whichever of the receipt's. */
  readonly data?: unknown;
  /** Which part of the trace must be in the receipt and is the data's; null where it may be any. */
  readonly part: number | null;
};

/** Checks a receipt by public keys alone, and against the data of an answer where that is given. */
export function checkReceipt(receipt: Receipt, { keys, data, part }: Given): ReceiptCheck {
  if (
    receipt.format !== 'tongcha-receipt/1' ||
    !Array.isArray(receipt.entries) ||
    receipt.entries.length === 0
  )
    return wrong('it is not a receipt of this format');
  const checkpoint = readCheckpoint(receipt.checkpoint, keys);
  if (checkpoint?.origin !== originOf(receipt.log)) return wrong('its checkpoint is not one of its log');
  if (checkpoint.standing === 'unknown') return { kind: 'unknown key' };
  if (checkpoint.standing === 'forged') return wrong('its checkpoint does not bear the signature of its key');
  const entries: Entry[] = [];
  for (const proved of receipt.entries) {
    const place = misplaced(proved, checkpoint);
    if (place !== null) return wrong(place);
    const { index: seq, text } = proved;
    entries.push(readEntry(receipt.log, { seq, hash: leafHash(text), text }));
  }
  if (part !== null && !entries.some((entry) => entry.part === part))
    return wrong(`it has no entry of part ${part}`);
  if (data === undefined) return { kind: 'right', entries, valuesShown: 0, opened: [], unopened: [] };
  return checkValues(receipt.entries, entries, { leaves: leavesOf(data), part });
}

type Looked = { readonly leaves: readonly Leaf[]; readonly part: number | null };

/** The leaves given must be those of one entry at least; what keeps them from being those of each is told if they are of none. */
function checkValues(
  proved: readonly ReceiptEntry[],
  entries: readonly Entry[],
  { leaves, part }: Looked,
): ReceiptCheck {
  const opened: number[] = [];
  const unopened: number[] = [];
  const problems = new Map<number, string>();
  for (const [at, entry] of entries.entries()) {
    const receiptEntry = proved[at];
    if (!receiptEntry || !entry.values) continue;
    const isMeant = part === null || entry.part === part;
    const problem = isMeant ? misfitOf(receiptEntry, entry.values, leaves) : null;
    if (problem !== null) problems.set(entry.index, problem);
    (isMeant && problem === null ? opened : unopened).push(entry.index);
  }
  if (opened.length > 0) return { kind: 'right', entries, valuesShown: leaves.length, opened, unopened };
  return wrong(misfitWords(problems));
}

/** By the number of the entry. */
function misfitWords(problems: ReadonlyMap<number, string>): string {
  const [first, ...others] = problems.values();
  if (first === undefined) return 'it opens no commitment of a value that was given';
  if (others.length === 0) return first;
  return `the values are not those that were given in any of the entries ${[...problems.keys()].join(', ')}`;
}

function wrong(what: string): ReceiptCheck {
  return { kind: 'wrong', what };
}

function misplaced({ index, text, path }: ReceiptEntry, { size, root, origin }: Checkpoint): string | null {
  if (rootByPath(leafHash(text), { index, size }, path) !== root)
    return `entry ${index} is not in the log as the checkpoint has it`;
  const { seq, log } = JSON.parse(text) as { seq?: unknown; log?: unknown };
  return seq === index && typeof log === 'string' && originOf(log) === origin
    ? null
    : `entry ${index} says of itself that it stands elsewhere`;
}

/** What keeps the leaves given from being those that an entry committed to; null where nothing does. */
function misfitOf(
  { index, values }: ReceiptEntry,
  { count, digest }: { readonly count: number; readonly digest: string },
  leaves: readonly Leaf[],
): string | null {
  if (!values || values.length !== count)
    return `the receipt does not open the ${count} values of entry ${index}`;
  return values.every((value) => 'commitment' in value && value.commitment !== undefined)
    ? misfitSingly(values as readonly Known[], digest, leaves)
    : misfitTogether(values, digest, leaves);
}

type Known = { readonly commitment: string; readonly salt?: string; readonly path?: string };

function misfitSingly(values: readonly Known[], digest: string, leaves: readonly Leaf[]): string | null {
  if (digestOf(values.map(({ commitment }) => commitment)) !== digest)
    return 'the commitments in the receipt are not those in the log';
  const byPath = new Map(
    values.flatMap((value) => (value.path === undefined ? [] : [[value.path, value] as const])),
  );
  for (const leaf of leaves) {
    const known = byPath.get(leaf.path);
    if (known?.salt === undefined) return `nothing in the receipt opens ${leaf.path}`;
    if (commitmentOf(leaf, known.salt) !== known.commitment) return `${leaf.path} was given another value`;
  }
  return null;
}

function misfitTogether(
  values: readonly ReceiptValue[],
  digest: string,
  leaves: readonly Leaf[],
): string | null {
  const salts = values.map((value) => ('salt' in value ? value.salt : ''));
  const fits =
    leaves.length === values.length &&
    digestOf(leaves.map((leaf, at) => commitmentOf(leaf, salts[at] ?? ''))) === digest;
  return fits ? null : 'the values are not those that were given';
}
