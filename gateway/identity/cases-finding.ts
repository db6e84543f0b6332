import { checkCaseNumber } from '#schema/identifiers/case-number.ts';
import { Refusal } from '../errors.ts';
import type { CaseRecord } from './cases-register.ts';
import type { Identity } from './identify.ts';

/** Why a case does not serve a caller's purpose. */
export type CaseReason =
  | 'UNKNOWN'
  | 'OTHER_UNIT'
  | 'NOT_ASSIGNED'
  | 'OTHER_MATTER'
  | 'CLOSED'
  | 'WITHDRAWN'
  | 'SUSPENDED';

/** What a register's word on a case means for one caller and matter. */
export type Finding =
  | { readonly kind: 'verified'; readonly parties: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: CaseReason };

/** Throws a Refusal unless a number can be a case's, and a matter is told with it. */
export function checkCase(number: string, matter: string | null): asserts matter is string {
  const finding = checkCaseNumber(number);
  if (finding.kind === 'invalid')
    throw new Refusal('BAD_REQUEST', `x-case is no case number. ${finding.message}`, {
      reason: 'MALFORMED',
      messageZh: `办件编号(x-case)有误:${finding.messageZh}`,
    });
  if (matter === null)
    throw new Refusal('BAD_REQUEST', 'A case is handled for a matter: send x-matter with x-case.', {
      reason: 'NO_MATTER',
      messageZh: '办件须与事项一同填写:请在 x-case 之外填写 x-matter。',
    });
}

/**
 * What a case is to a caller: verified where it is open, of the matter and assigned to this clerk at this unit. Whoever
 * has no part in a case learns nothing of its matter and state.
 */
export function findingOf(record: CaseRecord | null, { caller, purpose }: Identity): Finding {
  if (!record) return refused('UNKNOWN');
  if (record.unit !== caller.org) return refused('OTHER_UNIT');
  if (!record.clerks.includes(caller.subject)) return refused('NOT_ASSIGNED');
  if (record.matter !== purpose.matter) return refused('OTHER_MATTER');
  if (record.state !== 'OPEN') return refused(record.state);
  return { kind: 'verified', parties: record.parties };
}

/** The refusal that tells a caller why. */
export function caseRefusal(reason: CaseReason): Refusal {
  const [message, messageZh] = words[reason];
  return new Refusal('CASE_REFUSED', message, { reason, messageZh });
}

function refused(reason: CaseReason): Finding {
  return { kind: 'refused', reason };
}

const words: Readonly<Record<CaseReason, readonly [message: string, messageZh: string]>> = {
  UNKNOWN: [
    'The case register knows no case of that number: check x-case digit by digit.',
    '办件库中没有这个编号的办件,请逐位核对。',
  ],
  OTHER_UNIT: [
    'The case is handled by another unit than yours: look up its parties for a case of your own unit.',
    '该办件由其他单位办理,请使用本单位的办件。',
  ],
  NOT_ASSIGNED: [
    'The case is not assigned to you: have it assigned to you, or use a case of your own.',
    '该办件没有分派给您:请先分派,或使用您自己的办件。',
  ],
  OTHER_MATTER: [
    'The case is of another matter than x-matter names: send the matter of the case.',
    '该办件不属于所填事项,请填写办件对应的事项。',
  ],
  CLOSED: ['The case is closed: nothing more is looked up for it.', '该办件已办结,不能再为其查询。'],
  WITHDRAWN: ['The case was withdrawn: nothing more is looked up for it.', '该办件已撤回,不能再为其查询。'],
  SUSPENDED: ['The case is suspended: have it resumed first.', '该办件已暂停,请恢复办理后再查询。'],
};
