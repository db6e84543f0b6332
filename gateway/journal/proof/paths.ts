import { nodeHash, rootOver } from './tree.ts';

// Audit paths and consistency proofs of RFC 6962, sections 2.1.1 and 2.1.2, and their checks as RFC 9162, sections 2.1.3.2
// and 2.1.4.2, give them.

/** The audit path that shows leaf `index` to be in the tree over `leaves`. */
export function inclusionPath(index: number, leaves: readonly string[]): readonly string[] {
  if (leaves.length <= 1) return [];
  const split = splitOf(leaves.length);
  return index < split
    ? [...inclusionPath(index, leaves.slice(0, split)), rootOver(leaves.slice(split))]
    : [...inclusionPath(index - split, leaves.slice(split)), rootOver(leaves.slice(0, split))];
}

/** The root that a leaf and its audit path lead to in a tree of `size` leaves; null where the path has the wrong length. */
export function rootByPath(
  leaf: string,
  { index, size }: { readonly index: number; readonly size: number },
  path: readonly string[],
): string | null {
  if (!(index >= 0 && index < size)) return null;
  let [at, last, root] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      root = nodeHash(sibling, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else root = nodeHash(root, sibling);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? root : null;
}

/** The proof that the tree over `leaves` only added to the one of its first `size` leaves. */
export function consistencyPath(size: number, leaves: readonly string[]): readonly string[] {
  return size <= 0 || size >= leaves.length ? [] : subproof(size, leaves, 'whole');
}

/** Whether a proof shows that the tree of `older` became the one of `newer` by additions alone. */
export function isConsistent(
  older: { readonly size: number; readonly root: string },
  newer: { readonly size: number; readonly root: string },
  proof: readonly string[],
): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return older.root === newer.root && proof.length === 0;
  if (older.size === 0) return proof.length === 0;
  const path = isPowerOfTwo(older.size) ? [older.root, ...proof] : proof;
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [oldRoot, newRoot] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      oldRoot = nodeHash(sibling, oldRoot);
      newRoot = nodeHash(sibling, newRoot);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else newRoot = nodeHash(newRoot, sibling);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && oldRoot === older.root && newRoot === newer.root;
}

function subproof(size: number, leaves: readonly string[], known: 'whole' | 'part'): readonly string[] {
  if (size === leaves.length) return known === 'whole' ? [] : [rootOver(leaves)];
  const split = splitOf(leaves.length);
  return size <= split
    ? [...subproof(size, leaves.slice(0, split), known), rootOver(leaves.slice(split))]
    : [...subproof(size - split, leaves.slice(split), 'part'), rootOver(leaves.slice(0, split))];
}

/** The largest power of two below `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

function half(number: number): number {
  return Math.floor(number / 2);
}

function isPowerOfTwo(size: number): boolean {
  return splitOf(size) * 2 === size || size === 1;
}
