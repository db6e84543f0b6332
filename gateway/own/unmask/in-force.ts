import type { Unmasked } from '../../effect.ts';
import { Refusal } from '../../errors.ts';
import type { Identity } from '../../identity/identify.ts';
import { subjectHash } from '../../journal/seal.ts';
import { type Grant, openGrant } from './grant.ts';
import type { UnmaskingParts } from './parts.ts';

/** Whose masks the grant lifts that a request brings, if it brings one; throws a Refusal for one that is not in force. */
export async function unmaskedFor(
  { caller, purpose }: Identity,
  { unmaskings, subjectKeys, now }: Pick<UnmaskingParts, 'unmaskings' | 'subjectKeys' | 'now'>,
): Promise<Unmasked | null> {
  if (purpose.unmask === undefined) return null;
  const grant = openGrant(purpose.unmask, subjectKeys);
  if (!grant) throw refused('FORGED', 'is none that was given here', '不是本系统发出的凭证');
  if (grant.clerk !== caller.subject || !caller.isAuthenticated)
    throw refused('OTHER_CLERK', 'was given to another clerk', '是发给另一办事员的');
  if (grant.matter !== purpose.matter || grant.case !== purpose.case)
    throw refused('OTHER_PURPOSE', 'was given for another matter or case', '是为另一事项或者办件发出的');
  if (now() >= grant.until) throw refused('EXPIRED', 'has come to its end', '已经到期');
  const known = (await unmaskings.current(freshMs)).find(({ id }) => id === grant.id);
  if (known?.review) throw refused('REVIEWED', 'was ended by its review', '已经复核终止');
  return { id: grant.id, covers: coveredBy(grant, subjectKeys) };
}

/** Within this time what another process recorded takes effect here. */
const freshMs = 1_000;

function coveredBy({ subject }: Grant, subjectKeys: readonly string[]): Unmasked['covers'] {
  const known = new Map<string, boolean>();
  return (key) => {
    const covers = known.get(key) ?? subjectKeys.some((each) => subjectHash(key, each) === subject);
    known.set(key, covers);
    return covers;
  };
}

function refused(reason: string, en: string, zh: string): Refusal {
  return new Refusal(
    'UNMASKING_REFUSED',
    `The grant in "x-unmask" ${en}: leave the header out, or ask for another with "unmask".`,
    { reason, messageZh: `请求头 x-unmask 的凭证${zh};请去掉该请求头,或者重新申请解除脱敏。` },
  );
}
