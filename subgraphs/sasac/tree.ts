import type { Enterprise, World } from '#subgraphs/world/world.ts';

// The tree is the one that the register knows. A member that the register lacks, or that was cancelled or handed to
// another registry, cuts it: what hangs below is then seen as a group of its own. Consolidated figures follow this tree.

/** Whether the register's group tree holds the enterprise. */
export function isMember({ group, absentFrom, state }: Enterprise): boolean {
  return group !== null && !absentFrom.has('sasac') && (state === 'ACTIVE' || state === 'REVOKED');
}

/** The member directly above, or null at the top of what the register knows. */
export function parentOf(world: World, { group }: Enterprise): Enterprise | null {
  if (group === null || group.parent === null) return null;
  const parent = world.enterprise(group.parent);
  return isMember(parent) ? parent : null;
}

/** The member at the top; the enterprise itself when nothing is above it. */
export function rootOf(world: World, enterprise: Enterprise): Enterprise {
  const parent = parentOf(world, enterprise);
  return parent === null ? enterprise : rootOf(world, parent);
}

/** 1 at the top. */
export function levelOf(world: World, enterprise: Enterprise): number {
  const parent = parentOf(world, enterprise);
  return parent === null ? 1 : 1 + levelOf(world, parent);
}

/** The members directly below. */
export function childrenOf(world: World, { group }: Enterprise): readonly Enterprise[] {
  return (group?.children ?? []).map((child) => world.enterprise(child)).filter(isMember);
}

/** What the direct parent holds, at the top of a group what government bodies hold, in basis points. */
export function shareOfParent({ group, shareholders }: Enterprise): number {
  const parent = group?.parent ?? null;
  return shareholders.reduce((sum, holder) => {
    const counts =
      parent === null
        ? holder.kind === 'state'
        : holder.kind === 'enterprise' && holder.enterprise === parent;
    return counts ? sum + holder.ratioBasisPoints : sum;
  }, 0);
}

/** What the state holds directly and through other enterprises, in basis points, rounded down. */
export function stateShareOf(world: World, { shareholders }: Enterprise, depth = 0): number {
  const held = shareholders.reduce((sum, holder) => {
    if (holder.kind === 'state') return sum + holder.ratioBasisPoints * whole;
    if (holder.kind === 'citizen' || depth === deepest) return sum;
    return (
      sum + holder.ratioBasisPoints * stateShareOf(world, world.enterprise(holder.enterprise), depth + 1)
    );
  }, 0);
  return Math.floor(held / whole);
}

const whole = 10_000;

/** A holding that is longer than this counts for nothing; it also ends a circle of holdings. */
const deepest = 8;
