import { randomBytes } from 'node:crypto';
import type { Matter } from '#schema/policy/policy.ts';
import { subjectHash } from '../../journal/seal.ts';
import type { OwnAsking } from '../asking.ts';
import { badArgument, forbidden } from '../forbidden.ts';
import { checkSubject } from '../subject.ts';
import { sealGrant } from './grant.ts';
import type { UnmaskingParts } from './parts.ts';
import { checkMayUnmask } from './rules.ts';
import { toldUnmasking } from './told.ts';
import type { Unmasking } from './unmaskings.ts';
import { checkWords } from './words.ts';

export type UnmaskArguments = {
  readonly subject: string;
  readonly reason: string;
  readonly minutes: number;
};

/** Lifts the mask of one subject for a clerk at work on a matter; throws a Refusal that says what is missing. */
export async function unmask(args: UnmaskArguments, asking: OwnAsking, parts: UnmaskingParts) {
  const { subject, minutes } = args;
  const matter = matterOf(asking, parts);
  checkSubject('subject', subject);
  const reason = checkWords('reason', args.reason, [10, 500]);
  if (minutes < 1 || minutes > 30) throw badArgument('minutes', 'must be 1 to 30.', '须为 1 至 30。');
  return parts.inTurn(async () => {
    const now = parts.now();
    const { caller, purpose } = asking;
    checkMayUnmask(caller.subject, await parts.unmaskings.current(), now);
    const unmasking: Unmasking = {
      id: randomBytes(10).toString('hex'),
      at: now,
      until: now + minutes * 60_000,
      clerk: caller.subject,
      clerkName: caller.name,
      unit: caller.org,
      matter: matter.code,
      case: purpose.case,
      reason,
      review: null,
    };
    await record(unmasking, { subject, minutes }, { asking, parts });
    const [key = ''] = parts.subjectKeys;
    const grant = sealGrant({ ...unmasking, subject: subjectHash(subject, key) }, key);
    return toldUnmasking(unmasking, now, grant);
  });
}

function matterOf(asking: OwnAsking, { matterOf: named }: UnmaskingParts): Matter {
  const { caller, purpose, standing } = asking;
  if (!caller.isAuthenticated || !caller.roles.includes('window-clerk'))
    throw forbidden({
      reason: 'ROLE',
      en: 'Only a signed-in window clerk can lift a mask.',
      zh: '只有已登录的窗口办事员可以解除脱敏。',
    });
  const matter = named(asking);
  if (!matter)
    throw forbidden({
      reason: 'NO_MATTER',
      en: 'A mask is lifted for a matter: name it with the header "x-matter".',
      zh: '解除脱敏须有事项,请先选定事项(请求头 x-matter)。',
    });
  if (standing.kind === 'unverified' || (purpose.case === null && matter.case === 'required'))
    throw forbidden({
      reason: purpose.case === null ? 'CASE_NEEDED' : 'CASE_UNVERIFIED',
      en: `For the matter "${matter.code}" a mask is lifted only for a case that the register bears out: send its number with the header "x-case".`,
      zh: `「${matter.title}」须有经办件库核实的办件才能解除脱敏,请填写办件编号(请求头 x-case)。`,
    });
  return matter;
}

type Recording = { readonly asking: OwnAsking; readonly parts: UnmaskingParts };

async function record(
  { id, review: _none, ...body }: Unmasking,
  { subject, minutes }: Pick<UnmaskArguments, 'subject' | 'minutes'>,
  { asking, parts }: Recording,
): Promise<void> {
  await parts.journal.append({
    kind: 'BREAK_GLASS',
    trace: asking.trace,
    subjects: [subject],
    body: { unmasking: id, ...body, minutes, dept: asking.caller.dept },
  });
  parts.unmaskings.changed();
}
