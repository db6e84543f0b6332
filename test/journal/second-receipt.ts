import { createCipheriv } from 'node:crypto';
import {
  canonical,
  checkpointOf,
  type Entry,
  entryOf,
  leafHash,
  rootByPath,
  sha256,
} from './second-proof.ts';

// What the second verifier knows of values and receipts, from FORMAT.md.

type Value = { readonly path?: string; readonly salt?: string; readonly commitment?: string };

/** One entry of a receipt, section 9. */
type Shown = {
  readonly index: number;
  readonly text: string;
  readonly path: readonly string[];
  readonly values?: readonly {
    readonly path?: string;
    readonly salt?: string;
    readonly commitment?: string;
  }[];
};

/** What is handed to who has only the public key. */
export type Receipt = {
  readonly format: string;
  readonly log: string;
  readonly checkpoint: string;
  readonly entries: readonly Shown[];
};

/** Whether the entries of a receipt stand in its log, by public keys alone. */
export function isRight(receipt: Receipt, keys: readonly JsonWebKey[]): boolean {
  const note = checkpointOf(receipt.checkpoint, receipt.log, keys);
  if (receipt.format !== 'tongcha-receipt/1' || 'finding' in note || receipt.entries.length === 0)
    return false;
  return receipt.entries.every(({ index, text, path }) => {
    const entry = entryOf(text);
    const stands = rootByPath(leafHash(text), { index, size: note.size, path }) === note.root;
    return stands && entry?.seq === index && entry.log === receipt.log;
  });
}

/** Whether the leaves of data are among the values that an entry of a receipt shows, or all of them (section 9). */
export function showsValues({ text, values = [] }: Shown, data: unknown): boolean {
  const committed = entryOf(text)?.values;
  const leaves = leavesOf(data);
  if (committed?.count !== values.length) return false;
  const commitments = values.flatMap(({ commitment }) => commitment ?? []);
  if (commitments.length < values.length)
    return (
      leaves.length === values.length &&
      digestOf(leaves.map((leaf, at) => salted(leaf, values[at]))) === committed.digest
    );
  const isShown = (leaf: Leaf) =>
    values.some((value) => value.path === leaf.path && salted(leaf, value) === value.commitment);
  return digestOf(commitments) === committed.digest && leaves.every(isShown);
}

function salted(leaf: Leaf, value: Value | undefined): string {
  return commitmentOf(leaf, Buffer.from(value?.salt ?? '', 'hex'));
}

/** Whether the values of an entry are those of the data, given the seed of its salts (section 5). */
export function hasValues({ values }: Entry, seed: string, data: unknown): boolean {
  const commitments = leavesOf(data).map((leaf, at) => commitmentOf(leaf, saltOf(seed, at)));
  return values?.count === commitments.length && values.digest === digestOf(commitments);
}

/** A single value of an answer and its path. */
type Leaf = { readonly path: string; readonly value: unknown };

function leavesOf(value: unknown, path = ''): readonly Leaf[] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return [{ path, value }];
  const below = Object.entries(value);
  if (!Array.isArray(value)) below.sort(([one], [other]) => (one < other ? -1 : 1));
  return below.flatMap(([name, each]) => leavesOf(each, `${path}/${escaped(name)}`));
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('\0', '~2');
}

function saltOf(seed: string, at: number): Buffer {
  const block = Buffer.alloc(16);
  block.writeBigUInt64BE(BigInt(at), 8);
  return createCipheriv('aes-256-ecb', Buffer.from(seed, 'hex'), null).update(block);
}

function commitmentOf({ path, value }: Leaf, salt: Uint8Array): string {
  return sha256('\x02', salt, path, '\0', canonical(value)).toString('hex');
}

function digestOf(commitments: readonly string[]): string {
  return sha256('\x03', Buffer.from(commitments.join(''), 'hex')).toString('hex');
}
