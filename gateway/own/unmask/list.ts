import type { OwnAsking } from '../asking.ts';
import { forbidden, pageSize } from '../forbidden.ts';
import type { UnmaskingParts } from './parts.ts';
import { stateOf, toldUnmasking, type UnmaskingState } from './told.ts';

export type ListArguments = { readonly state?: UnmaskingState | null; readonly first: number };

/** The unmaskings of a state or of all, newest first, for whoever reviews or audits them. */
export async function listUnmaskings(
  { state = null, first }: ListArguments,
  { caller }: OwnAsking,
  { unmaskings, now }: UnmaskingParts,
) {
  if (!caller.isAuthenticated || !caller.roles.some((role) => role === 'data-bureau' || role === 'auditor'))
    throw forbidden({
      reason: 'ROLE',
      en: 'Unmaskings are told to the data bureau and to auditors.',
      zh: '解除脱敏的记录只告知数据管理局和审计员。',
    });
  const size = pageSize(first);
  const time = now();
  return (await unmaskings.current())
    .filter((each) => state === null || stateOf(each, time) === state)
    .slice(0, size)
    .map((each) => toldUnmasking(each, time));
}
