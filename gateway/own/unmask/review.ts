import type { OwnAsking } from '../asking.ts';
import { badArgument, forbidden } from '../forbidden.ts';
import type { UnmaskingParts } from './parts.ts';
import { toldUnmasking } from './told.ts';
import type { Review, Unmasking } from './unmaskings.ts';
import { checkWords } from './words.ts';

export type ReviewArguments = {
  readonly id: string;
  readonly verdict: Review['verdict'];
  readonly note: string;
};

/** Reviews an unmasking, which ends it; throws a Refusal for whoever may not, and for one that is reviewed already. */
export async function reviewUnmasking(
  { id, verdict, note: given }: ReviewArguments,
  { caller, trace }: OwnAsking,
  parts: UnmaskingParts,
) {
  if (!caller.isAuthenticated || !caller.roles.includes('data-bureau'))
    throw forbidden({
      reason: 'ROLE',
      en: 'Unmaskings are reviewed by the data bureau.',
      zh: '解除脱敏由数据管理局复核。',
    });
  const note = checkWords('note', given, [1, 500]);
  return parts.inTurn(async () => {
    const unmasking = open(id, await parts.unmaskings.current());
    if (unmasking.clerk === caller.subject)
      throw forbidden({
        reason: 'OWN_UNMASKING',
        en: 'This unmasking is your own: somebody else must review it.',
        zh: '这是您本人的解除脱敏,须由他人复核。',
      });
    const review: Review = { at: parts.now(), reviewer: caller.subject, verdict, note };
    const { name, org, dept } = caller;
    await parts.journal.append({
      kind: 'REVIEW',
      trace,
      subjects: [],
      body: { unmasking: id, ...review, name, unit: org, dept },
    });
    parts.unmaskings.changed();
    return toldUnmasking({ ...unmasking, review }, parts.now());
  });
}

function open(id: string, unmaskings: readonly Unmasking[]): Unmasking {
  const found = unmaskings.find((each) => each.id === id);
  if (!found)
    throw badArgument(
      'id',
      'names no unmasking: "unmaskings" lists them.',
      '没有对应的解除脱敏,请从 unmaskings 中选取。',
    );
  if (found.review)
    throw forbidden({
      reason: 'REVIEWED',
      en: `This unmasking was reviewed already, by ${found.review.reviewer}.`,
      zh: `这次解除脱敏已由 ${found.review.reviewer} 复核。`,
    });
  return found;
}
