import { checkCitizenNumber } from './citizen-number.ts';
import { divisionNote } from './division-code.ts';
import { type Finding, type Invalid, invalid, valid, type Words } from './finding.ts';
import { organizationCodeCheckCharacter } from './organization-code.ts';
import { checkPlaces, digits, oneOf } from './places.ts';
import { authorityName, hasCategory } from './registration-authority.ts';

/** Digits and capitals without I, O, S, V, Z, which are too like 1, 0, 5, U, 2. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ANY = {
  ...oneOf(ALPHABET),
  words: ['a digit or a capital letter other than I, O, S, V, Z', '数字或I、O、S、V、Z以外的大写字母'],
} as const;
const PLACES = [
  { ...ANY, count: 2 },
  digits(6),
  { ...ANY, count: 8 },
  { count: 1, allowed: '0123456789X', words: ['a digit or X', '数字或X'] },
  ANY,
] as const;

/**
 * Checks a unified social credit code (统一社会信用代码, GB 32100-2015): shape, registration authority, the organization code
 * inside (GB 11714), check character. A new category or an unknown division is a note, never a refusal.
 */
export function checkCreditCode(value: string): Finding {
  const finding =
    namedAsSomethingElse(value) ??
    checkPlaces(value, PLACES) ??
    checkAuthority(value) ??
    checkOrganizationCodeInside(value) ??
    checkCheckCharacter(value);
  if (finding === null) return valid(noteOn(value));
  return checkCitizenNumber(value).kind === 'valid' ? citizenNumber() : finding;
}

/** The check character for the first 17 characters of a credit code (GB 32100-2015, modulus 31); RangeError unless they are 17 of its alphabet. */
export function creditCodeCheckCharacter(first17: string): string {
  if (!/^[0-9A-HJ-NPQRTUWXY]{17}$/.test(first17)) {
    throw new RangeError('Seventeen characters of 0-9 A-Z without I, O, S, V, Z are needed.');
  }
  let weight = 1;
  let sum = 0;
  for (const character of first17) {
    sum += weight * ALPHABET.indexOf(character);
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

function namedAsSomethingElse(value: string): Invalid | null {
  if (/^\d{15}$/.test(value)) {
    return invalid('LENGTH', [
      'This is a 15-digit business licence number from before 2015: ask for the 18-character credit code.',
      '这是2015年前的15位营业执照注册号,请提供18位统一社会信用代码。',
    ]);
  }
  if (/^[0-9A-Z]{8}-?[0-9X]$/.test(value)) {
    return invalid('LENGTH', [
      'This is an organization code, which is only positions 9 to 17 of a credit code: ask for all 18 characters.',
      '这是组织机构代码,仅为统一社会信用代码的第9至17位,请提供完整的18位。',
    ]);
  }
  return null;
}

function citizenNumber(): Invalid {
  return invalid('STRUCTURE', [
    'This is a citizen number, not a credit code: search for a citizen instead.',
    '这是公民身份号码,不是统一社会信用代码,请按自然人查询。',
  ]);
}

function checkAuthority(value: string): Invalid | null {
  if (authorityName(value.charAt(0)) !== null) return null;
  return invalid('CODE', [
    `The first character, ${value.charAt(0)}, is no registration authority: an enterprise's code begins with 91.`,
    `首位“${value.charAt(0)}”不是登记管理部门代码,企业的代码以91开头。`,
  ]);
}

function checkOrganizationCodeInside(value: string): Invalid | null {
  const required = organizationCodeCheckCharacter(value.slice(8, 16));
  if (value.charAt(16) === required) return null;
  return invalid('CHECK_DIGIT', [
    `The organization code inside doesn't check: position 17 should be ${required} for positions 9 to 16. At least one of positions 9 to 17 is mistyped.`,
    `主体标识码校验不符:按第9至16位计算,第17位应为${required}。第9至17位中至少有一位录入有误。`,
  ]);
}

function checkCheckCharacter(value: string): Invalid | null {
  const required = creditCodeCheckCharacter(value.slice(0, 17));
  if (value.charAt(17) === required) return null;
  return invalid('CHECK_DIGIT', [
    `The last character should be ${required} for these first 17 characters: at least one of the 18 is mistyped.`,
    `按前17位计算,末位应为${required}:18位中至少有一位录入有误。`,
  ]);
}

function noteOn(value: string): Words | undefined {
  if (!hasCategory(value.slice(0, 2))) {
    const authority = authorityName(value.charAt(0));
    return [
      `Position 2 is no category of its registration authority (${authority}) in GB 32100-2015; a newer one, perhaps.`,
      `第2位不是该登记管理部门(${authority})在GB 32100-2015中的机构类别,可能是新增类别。`,
    ];
  }
  return divisionNote(value.slice(2, 8), ['positions 3 to 8', '第3至8位']);
}
