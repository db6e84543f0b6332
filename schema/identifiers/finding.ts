/** What is wrong with an identifier: its length, one character, its check character, a date in it, its layout, or a code that no table holds. */
export type Problem = 'LENGTH' | 'CHARACTER' | 'CHECK_DIGIT' | 'DATE' | 'STRUCTURE' | 'CODE';

/**
 * The outcome of a check. Its words may be told and logged: they name positions and single characters, never the whole value.
 * A note on a valid value says what a careful reader should know, such as a retired division.
 */
export type Finding =
  | { readonly kind: 'valid'; readonly note?: string; readonly noteZh?: string }
  | {
      readonly kind: 'invalid';
      readonly problem: Problem;
      readonly message: string;
      readonly messageZh: string;
    };

/** A finding that refuses a value. */
export type Invalid = Extract<Finding, { kind: 'invalid' }>;

/** English and Chinese words for the same thing, in this order. */
export type Words = readonly [english: string, chinese: string];

/** The value is right; `note` is for the careful reader. */
export function valid(note?: Words): Finding {
  return note === undefined ? { kind: 'valid' } : { kind: 'valid', note: note[0], noteZh: note[1] };
}

/** The value is wrong; `words` say what is wrong and what to do. */
export function invalid(problem: Problem, [message, messageZh]: Words): Invalid {
  return { kind: 'invalid', problem, message, messageZh };
}
