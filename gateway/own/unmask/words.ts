import { badArgument } from '../forbidden.ts';

/** Checks words that are kept in the clear: of so many characters, and without anybody's number. */
export function checkWords(
  argument: string,
  given: string,
  [least, most]: readonly [least: number, most: number],
): string {
  const words = given.trim();
  const length = Array.from(words).length;
  if (length < least || length > most)
    throw badArgument(argument, `must have ${least} to ${most} characters.`, `须为 ${least} 至 ${most} 字。`);
  if (/\p{Cc}/u.test(words.replaceAll(/[\n\t]/g, '')) || !words.isWellFormed())
    throw badArgument(argument, 'has characters that can not be shown.', '含有无法显示的字符。');
  if (holdsNumber(words))
    throw badArgument(
      argument,
      'holds the number of a citizen or an enterprise: it is kept in the clear, so name the case instead.',
      '写有公民身份号码或者统一社会信用代码;这段文字明文保存,请改写办件编号。',
    );
  return words;
}

/** However it is written: in full-width digits, or with signs between. */
function holdsNumber(words: string): boolean {
  const plain = words
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/(?<=[0-9A-Z])[\s\p{P}\p{Cf}]+(?=[0-9A-Z])/gu, '');
  return /\d{17}[\dX]|[0-9A-Z]{2}\d{6}[0-9A-Z]{10}/.test(plain);
}
