import { createCipheriv, hash } from 'node:crypto';
import { canonical } from './canonical.ts';

/** A value without members or items, by its place: an RFC 6901 pointer, in which U+0000 is written `~2`. */
export type Leaf = { readonly path: string; readonly text: string };

/** What an entry keeps of the values that were given: how many, and the digest of their commitments. */
export type Committed = { readonly count: number; readonly digest: string };

/** The leaves of an answer's data, in the order of RFC 8785; an empty object or list is a leaf too. */
export function leavesOf(data: unknown): readonly Leaf[] {
  const leaves: Leaf[] = [];
  gather(data, '', leaves);
  return leaves;
}

/** Commits to leaves under salts that come of one seed (32 bytes, hexadecimal). */
export function committed(leaves: readonly Leaf[], seed: string): Committed {
  return { count: leaves.length, digest: digestOf(commitmentsUnder(seed, leaves)) };
}

/** The digest of commitments in their order: SHA-256 of 0x03 and their bytes. */
export function digestOf(commitments: readonly string[]): string {
  return hash('sha256', Buffer.from(`03${commitments.join('')}`, 'hex'), 'hex');
}

/** The commitment of each leaf under the salts of a seed. */
export function commitmentsUnder(seed: string, leaves: readonly Leaf[]): readonly string[] {
  const salts = saltBytesOf(seed, leaves.length);
  return leaves.map((leaf, index) => sealedWith(salts, index * saltBytes, leaf));
}

/** The salts of a seed, 16 bytes each, hexadecimal: the key stream of AES-256-CTR under the seed, from counter 0 on. */
export function saltsOf(seed: string, count: number): readonly string[] {
  const salts = saltBytesOf(seed, count);
  return Array.from({ length: count }, (_, index) =>
    salts.toString('hex', index * saltBytes, (index + 1) * saltBytes),
  );
}

/** The commitment of one leaf under its salt: SHA-256 of 0x02, salt, path, 0x00 and the leaf's canonical JSON. */
export function commitmentOf(leaf: Leaf, salt: string): string {
  return sealedWith(Buffer.from(salt, 'hex'), 0, leaf);
}

const saltBytes = 16;

/** All salts of an entry at once: one by one they would cost more than the commitments. */
function saltBytesOf(seed: string, count: number): Buffer {
  const stream = createCipheriv('aes-256-ctr', Buffer.from(seed, 'hex'), firstCounter);
  return stream.update(Buffer.alloc(count * saltBytes));
}

const firstCounter = Buffer.alloc(16);

function sealedWith(salts: Buffer, at: number, { path, text }: Leaf): string {
  const said = `${path}\0${text}`;
  const needed = 1 + saltBytes + said.length * 3;
  const bytes = needed <= scratch.length ? scratch : Buffer.alloc(needed, 2);
  salts.copy(bytes, 1, at, at + saltBytes);
  const end = 1 + saltBytes + bytes.write(said, 1 + saltBytes);
  return hash('sha256', bytes.subarray(0, end), 'hex');
}

const scratch = Buffer.alloc(16_384, 2);

function gather(value: unknown, path: string, leaves: Leaf[]): void {
  if (Array.isArray(value) && value.length > 0) {
    for (const [index, item] of value.entries()) gather(item, `${path}/${index}`, leaves);
    return;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const members = value as Readonly<Record<string, unknown>>;
    const names = Object.keys(members);
    if (names.length > 1) names.sort();
    for (const name of names) gather(members[name], `${path}/${escaped(name)}`, leaves);
    if (names.length > 0) return;
  }
  leaves.push({ path, text: canonical(value) });
}

function escaped(name: string): string {
  return special.test(name)
    ? name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('\0', '~2').toWellFormed()
    : name;
}

// oxlint-disable-next-line no-control-regex -- that very character can't stand in a path
const special = /[~/\0\ud800-\udfff]/;
