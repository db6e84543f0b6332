import { checkIdentifier } from '#schema/identifiers/format.ts';
import { Refusal } from '../errors.ts';

/** Checks that an argument is a citizen number or a credit code; throws a Refusal that doesn't repeat it. */
export function checkSubject(argument: string, value: string): string {
  const number = checkIdentifier('CITIZEN_NUMBER', value);
  const code = checkIdentifier('CREDIT_CODE', value);
  if (number.kind === 'valid' || code.kind === 'valid') return value;
  // Eighteen digits can be meant as either.
  const [first, second] = /^\d{17}[\dX]$/.test(value) ? [number, code] : [code, number];
  throw new Refusal(
    'INVALID_IDENTIFIER',
    `${argument} must be a citizen number or a unified social credit code. ${first.message} ${second.message}`,
    {
      argument,
      problem: first.problem,
      messageZh: `${argument} 须为公民身份号码或者统一社会信用代码。${first.messageZh}${second.messageZh}`,
    },
  );
}
