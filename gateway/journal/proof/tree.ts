import { hash } from 'node:crypto';

// The Merkle tree of RFC 6962, section 2.1. Hashes are lower-case hexadecimal: crypto.hash gives a string twice as fast as
// a Buffer, and what stands in a file can be compared by eye.

/** The hash of a leaf: SHA-256 of a zero byte and the leaf's text in UTF-8. */
export function leafHash(text: string): string {
  return hash('sha256', `\0${text}`, 'hex');
}

/** The hash of an inner node: SHA-256 of a one byte and both children. */
export function nodeHash(left: string, right: string): string {
  inner.write(left + right, 1, 'hex');
  return hash('sha256', inner, 'hex');
}

/** The root over no leaves. */
export const emptyRoot = hash('sha256', '', 'hex');

/**
 * The roots of the complete subtrees that a tree of some size consists of, largest first: as many as the size has one-bits.
 * All that is needed to let a tree grow.
 */
export type Frontier = readonly string[];

/** The frontier of a tree of `size` leaves after one more. */
export function grown(frontier: Frontier, size: number, leaf: string): Frontier {
  const rest = [...frontier];
  let root = leaf;
  for (let left = size; left % 2 === 1; left = Math.floor(left / 2))
    root = nodeHash(rest.pop() as string, root);
  rest.push(root);
  return rest;
}

/** The root of the tree whose frontier it is. */
export function rootOf(frontier: Frontier): string {
  return frontier.length === 0 ? emptyRoot : frontier.reduceRight((right, left) => nodeHash(left, right));
}

/** The root over these leaf hashes. */
export function rootOver(leaves: readonly string[]): string {
  if (leaves.length === 0) return emptyRoot;
  let level = leaves;
  while (level.length > 1) {
    const above: string[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const left = level[at] as string;
      const right = level[at + 1];
      // Without a neighbour a subtree moves up as it is, which is the RFC's split at the largest power of two.
      above.push(right === undefined ? left : nodeHash(left, right));
    }
    level = above;
  }
  return level[0] as string;
}

const inner = Buffer.alloc(65, 1);
