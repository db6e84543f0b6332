import { forbidden } from '../forbidden.ts';
import type { Unmasking } from './unmaskings.ts';

/** Throws a Refusal where what became of a clerk's earlier unmaskings stands in the way of another. */
export function checkMayUnmask(clerk: string, unmaskings: readonly Unmasking[], now: number): void {
  const own = unmaskings.filter((each) => each.clerk === clerk);
  const open = own.filter(({ review }) => review === null).map(({ id }) => id);
  if (open.length > 0)
    throw forbidden({
      reason: 'UNREVIEWED',
      en: `Your unmasking ${open.join(', ')} has not been reviewed: ask the data bureau to review it first.`,
      zh: `您上一次解除脱敏(${open.join('、')})尚未复核,请先联系数据管理局复核。`,
    });
  const blockedUntil = Math.max(
    0,
    ...own.map(({ review }) => (review?.verdict === 'UNJUSTIFIED' ? review.at + blockedMs : 0)),
  );
  if (now < blockedUntil) {
    const until = new Date(blockedUntil).toISOString();
    throw forbidden({
      reason: 'UNJUSTIFIED',
      en: `An unmasking of yours was found unjustified: you can not unmask again before ${until}.`,
      zh: `您有一次解除脱敏被认定不当,${until} 以前不能再次解除。`,
    });
  }
}

const blockedMs = 30 * 86_400_000;
