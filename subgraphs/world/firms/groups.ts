import { createRandom, hash } from '../random.ts';
import type { StateGroup } from '../world.ts';

/** Enterprises come in blocks of twenty; two blocks of every twenty-five (8 %) are a state group each. */
export const ENTERPRISES_PER_BLOCK = 20;

/** Members 0 … 12 may have subsidiaries. */
export const INNER_MEMBERS = 12;

const BLOCKS_PER_REGION = 25;

/** Blocks 0 and 1 hold the named enterprises. */
const NAMED_BLOCKS = 2;

/** Whether a block is a state group. */
export function isGroupBlock(seed: number, block: number): boolean {
  const region = Math.floor(block / BLOCKS_PER_REGION);
  const choices = BLOCKS_PER_REGION - NAMED_BLOCKS;
  const first = hash(seed, 'group.first', region) % choices;
  const second = (first + 1 + (hash(seed, 'group.second', region) % (choices - 1))) % choices;
  const place = (block % BLOCKS_PER_REGION) - NAMED_BLOCKS;
  return place === first || place === second;
}

/**
 * The place of an enterprise in the tree of its block. A parent always has a lower index than its children, so a block
 * that is cut short by the size of the world is still a tree.
 */
export function groupOf(seed: number, index: number, enterprises: number): StateGroup {
  const root = index - (index % ENTERPRISES_PER_BLOCK);
  const last = Math.min(root + ENTERPRISES_PER_BLOCK, enterprises) - 1;
  const members = Array.from({ length: last - root + 1 }, (_, nth) => root + nth);
  return {
    root,
    parent: parentOf(seed, index),
    children: members.filter((member) => parentOf(seed, member) === index),
    level: levelOf(seed, index),
  };
}

/** 1 at the root, 4 at most. */
export function levelOf(seed: number, index: number): number {
  const parent = parentOf(seed, index);
  return parent === null ? 1 : 1 + levelOf(seed, parent);
}

/** Whether a member can have no subsidiary, whatever the shape of its group. */
export function isAlwaysLeaf(index: number): boolean {
  return index % ENTERPRISES_PER_BLOCK > INNER_MEMBERS;
}

/** Member 0 is the root, 1–4 its subsidiaries, 5–12 theirs, and 13–19 a level below, or two in a flat group. */
function parentOf(seed: number, index: number): number | null {
  const nth = index % ENTERPRISES_PER_BLOCK;
  const root = index - nth;
  if (nth === 0) return null;
  const random = createRandom(seed, 'group.parent', index);
  if (nth <= 4) return root;
  const isFlat = hash(seed, 'group.flat', root) % 3 === 0;
  return root + (nth <= INNER_MEMBERS || isFlat ? random.int(1, 4) : random.int(5, INNER_MEMBERS));
}
