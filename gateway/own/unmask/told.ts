import type { Unmasking } from './unmaskings.ts';

export type UnmaskingState = 'OPEN' | 'UNREVIEWED' | 'REVIEWED';

/** How an unmasking is at a time. */
export function stateOf({ until, review }: Unmasking, now: number): UnmaskingState {
  if (review) return 'REVIEWED';
  return now < until ? 'OPEN' : 'UNREVIEWED';
}

/** An unmasking as the schema has it. The grant is told to whom it is given alone. */
export function toldUnmasking(unmasking: Unmasking, now: number, grant: string | null = null) {
  const { at, until, review } = unmasking;
  return {
    ...unmasking,
    grant,
    at: timeText(at),
    until: timeText(until),
    state: stateOf(unmasking, now),
    review: review && { ...review, at: timeText(review.at) },
  };
}

function timeText(time: number): string {
  return new Date(time).toISOString();
}
