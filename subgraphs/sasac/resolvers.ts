import type { Context, Resolver } from '#subgraphs/toolkit/context.ts';
import type { StoredRecord } from '#subgraphs/toolkit/records.ts';

/** The enterprise that the group tree names for this one; null outside a group, and above its root. */
export function enterpriseInGroup(column: 'parentUscc' | 'rootUscc'): Resolver {
  return async (enterprise, _, context) => {
    const uscc = (await memberOf(enterprise, context))?.[column];
    return uscc ? { __typename: 'Enterprise', uscc } : null;
  };
}

/** The enterprise's own level in its group's tree; null outside a group. */
export const levelInGroup: Resolver = async (enterprise, _, context) =>
  (await memberOf(enterprise, context))?.['level'] ?? null;

async function memberOf(enterprise: StoredRecord, { records }: Context): Promise<StoredRecord | null> {
  return records.one('groupMember', 'uscc', await records.value(enterprise, 'uscc'));
}
