import { type Finding, invalid, valid } from './finding.ts';
import { checkPlaces, digits, exactly, oneOf } from './places.ts';

const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const BODY = oneOf('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', 8);
const CHECK = { ...digits(1), allowed: '0123456789X', words: ['a digit or X', '数字或X'] } as const;

/** Checks an organization code (组织机构代码, GB 11714), written as nine characters or with the hyphen, as in 12345678-X. */
export function checkOrganizationCode(value: string): Finding {
  const isHyphenated = value.length === 10;
  const misshapen = checkPlaces(value, isHyphenated ? [BODY, exactly('-'), CHECK] : [BODY, CHECK]);
  if (misshapen !== null) return misshapen;

  const required = organizationCodeCheckCharacter(value.slice(0, 8));
  if (value.at(-1) === required) return valid();
  return invalid('CHECK_DIGIT', [
    `The last character should be ${required} for these first 8 characters: at least one of the 9 is mistyped.`,
    `按前8位计算,末位应为${required}:9位中至少有一位录入有误。`,
  ]);
}

/** The check character (0–9 or X) for the first eight characters of an organization code (GB 11714, modulus 11); RangeError unless they are eight of 0–9 A–Z. */
export function organizationCodeCheckCharacter(first8: string): string {
  if (!/^[0-9A-Z]{8}$/.test(first8)) throw new RangeError('Eight characters of 0-9 A-Z are needed.');
  const sum = WEIGHTS.reduce(
    (total, weight, index) => total + weight * Number.parseInt(first8.charAt(index), 36),
    0,
  );
  return '0X987654321'.charAt(sum % 11);
}
