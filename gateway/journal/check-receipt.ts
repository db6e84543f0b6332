import { type Entry, readEntry } from './entry.ts';
import { type Checkpoint, originOf, readCheckpoint } from './proof/checkpoint.ts';
import { commitmentOf, digestOf, type Leaf, leavesOf } from './proof/commitments.ts';
import { rootByPath } from './proof/paths.ts';
import { leafHash } from './proof/tree.ts';
import type { Receipt, ReceiptEntry, ReceiptValue } from './receipt.ts';

/** What a receipt comes out as: right, wrong and how, or signed by a key that isn't among those given. */
export type ReceiptCheck =
  | { readonly kind: 'right'; readonly entries: readonly Entry[]; readonly valuesShown: number }
  | { readonly kind: 'wrong'; readonly what: string }
  | { readonly kind: 'unknown key' };

/** Checks a receipt by public keys alone, and against the data of the answer where that is given. */
export function checkReceipt(receipt: Receipt, keys: readonly JsonWebKey[], data?: unknown): ReceiptCheck {
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
  const leaves = data === undefined ? null : leavesOf(data);
  let valuesShown = 0;
  const entries: Entry[] = [];
  for (const proved of receipt.entries) {
    const place = misplaced(proved, checkpoint);
    if (place !== null) return wrong(place);
    const entry = readEntry(receipt.log, {
      seq: proved.index,
      hash: leafHash(proved.text),
      text: proved.text,
    });
    entries.push(entry);
    const shown = leaves && entry.values ? shownBy(proved, entry.values, leaves) : 0;
    if (typeof shown === 'string') return wrong(shown);
    valuesShown += shown;
  }
  if (leaves && valuesShown === 0) return wrong('it opens no commitment of a value that was given');
  return { kind: 'right', entries, valuesShown };
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

/** How many of the leaves given are those that were committed to, or what is wrong. */
function shownBy(
  { index, values }: ReceiptEntry,
  { count, digest }: { readonly count: number; readonly digest: string },
  leaves: readonly Leaf[],
): number | string {
  if (!values || values.length !== count)
    return `the receipt does not open the ${count} values of entry ${index}`;
  return values.every((value) => 'commitment' in value && value.commitment !== undefined)
    ? shownSingly(values as readonly Known[], digest, leaves)
    : shownTogether(values, digest, leaves);
}

type Known = { readonly commitment: string; readonly salt?: string; readonly path?: string };

function shownSingly(values: readonly Known[], digest: string, leaves: readonly Leaf[]): number | string {
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
  return leaves.length;
}

function shownTogether(
  values: readonly ReceiptValue[],
  digest: string,
  leaves: readonly Leaf[],
): number | string {
  const salts = values.map((value) => ('salt' in value ? value.salt : ''));
  const fits =
    leaves.length === values.length &&
    digestOf(leaves.map((leaf, at) => commitmentOf(leaf, salts[at] ?? ''))) === digest;
  return fits ? leaves.length : 'the values are not those that were given';
}
