import { legibleCode } from './legible.ts';
import { stars } from './stars.ts';

// Codes of which both ends are kept. A register may hold values that were masked before they came to it: stars stay stars.

/** ID_NUMBER: of 18 places the first six and the last four, of the old 15 likewise; of anything else nothing. */
export function maskedIdNumber(text: string): string {
  const code = legibleCode(text);
  return idNumber.test(code) ? ends(code, 6, 4) : stars(code.length);
}

/** CREDIT_CODE: the first six and the last four of 18 places; of anything else nothing. */
export function maskedCreditCode(text: string): string {
  const code = legibleCode(text);
  return creditCode.test(code) ? ends(code, 6, 4) : stars(code.length);
}

/** BANK_ACCOUNT: the last four digits of an account or card number of 12 to 34 places; of anything else nothing. */
export function maskedBankAccount(text: string): string {
  const code = legibleCode(text).replaceAll('-', '');
  return bankAccount.test(code) ? ends(code, 0, 4) : stars(code.length);
}

/**
 * CERTIFICATE: the first two and the last two characters of 8 to 64; of anything else nothing. A citizen number inside, as in
 * a pupil's number (G and the citizen number), thus shows at most two of its first six and two of its last four places.
 */
export function maskedCertificate(text: string): string {
  const code = legibleCode(text);
  const characters = Array.from(code);
  const { length } = characters;
  if (length < 8 || length > 64) return stars(length);
  return characters.slice(0, 2).join('') + stars(length - 4) + characters.slice(-2).join('');
}

const idNumber = /^\d{6}(?:(?:\d{8}|\*{8})\d{3}[\dX]|(?:\d{5}|\*{5})\d{4})$/;
const creditCode = /^[0-9A-Z]{6}(?:[0-9A-Z]{8}|\*{8})[0-9A-Z]{4}$/;
const bankAccount = /^[0-9A-Z*]{8,30}\d{4}$/;

function ends(code: string, first: number, last: number): string {
  return code.slice(0, first) + stars(code.length - first - last) + code.slice(code.length - last);
}
