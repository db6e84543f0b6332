import type { Caller } from '../identity/caller.ts';

/**
 * The citizen number or credit code of a caller who asks for themselves, which is the token's `sub` or `org`; none of any
 * other caller. It is recorded as subjects are, never in the clear.
 */
export function identifiersOf({ roles, isAuthenticated, subject, org }: Caller): readonly string[] {
  if (!isAuthenticated || !roles.includes('data-subject')) return [];
  return [subject, org]
    .filter((each) => each !== null)
    .filter((each) => /^(\d{15}|[0-9A-Z]{18})$/.test(each));
}
