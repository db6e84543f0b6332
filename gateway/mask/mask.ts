import type { MaskRule } from '../effect.ts';
import { maskedAddress } from './address.ts';
import { amountText, maskedAmount } from './amount.ts';
import { maskedBankAccount, maskedCertificate, maskedCreditCode, maskedIdNumber } from './codes.ts';
import { maskedEmail, maskedPhone } from './contact.ts';
import { maskedDate } from './date.ts';
import { maskedName } from './name.ts';
import { maskedPlate } from './plate.ts';
import { stars } from './stars.ts';

/**
 * The masked form of a value, always a text of at most 128 characters, or null where it can't be shown masked at all
 * (HIDE, a rule that isn't known, a value of a kind that the rule isn't for). Whatever the value, it tells no more than its
 * rule says: what isn't of the rule's form is all stars.
 */
export function masked(rule: MaskRule, value: unknown): string | null {
  const mask = masks.get(rule);
  const text = mask && textOf(rule, value);
  if (mask === undefined || text === undefined) return null;
  return text.length > longest ? stars(text.length) : mask(text);
}

/**
 * Whether values of a scalar can be masked by a rule: the result is a text, so only a text, an id, or a scalar that the rule
 * is made for (Yuan, Date, DateTime) can hold it; HIDE needs no room and fits everything.
 */
export function canMask(rule: MaskRule, scalar: string, isEnum: boolean): boolean {
  if (rule === 'HIDE') return true;
  if (isEnum || !masks.has(rule)) return false;
  return scalar === 'String' || scalar === 'ID' || scalars.get(scalar) === rule;
}

type Mask = (text: string) => string;

/** No value that a rule is for is longer. */
const longest = 256;

/** HIDE has none. A Map, as a rule named "constructor" must not be found. */
const masks: ReadonlyMap<MaskRule, Mask> = new Map<MaskRule, Mask>([
  ['NAME', maskedName],
  ['ID_NUMBER', maskedIdNumber],
  ['PHONE', maskedPhone],
  ['ADDRESS', maskedAddress],
  ['BANK_ACCOUNT', maskedBankAccount],
  ['PLATE', maskedPlate],
  ['CERTIFICATE', maskedCertificate],
  ['AMOUNT', maskedAmount],
  ['DATE_TO_YEAR', maskedDate],
  ['CREDIT_CODE', maskedCreditCode],
  ['EMAIL', maskedEmail],
]);

const scalars: ReadonlyMap<string, MaskRule> = new Map([
  ['Yuan', 'AMOUNT'],
  ['Date', 'DATE_TO_YEAR'],
  ['DateTime', 'DATE_TO_YEAR'],
]);

/** Departments may send an id as a JSON number; one beyond the safe integers has lost its digits already. */
const numbered: ReadonlySet<MaskRule> = new Set([
  'ID_NUMBER',
  'PHONE',
  'BANK_ACCOUNT',
  'CERTIFICATE',
  'CREDIT_CODE',
]);

function textOf(rule: MaskRule, value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return undefined;
  if (rule === 'AMOUNT') return amountText(value);
  return numbered.has(rule) && Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
}
