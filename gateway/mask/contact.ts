import { legible, legibleCode } from './legible.ts';
import { stars } from './stars.ts';

/**
 * PHONE: of a mobile number the first three and the last four digits; of a landline the area code and the last two, without
 * its extension; of anything else (no area code, two numbers in one field) nothing.
 */
export function maskedPhone(text: string): string {
  const written = legibleCode(text);
  if (mobile.test(written)) return `${written.slice(0, 3)}****${written.slice(-4)}`;
  const number = written.replace(extension, '').replace(separators, '').replace(country, '');
  if (mobile.test(number)) return `${number.slice(0, 3)}****${number.slice(-4)}`;
  const area = landline.exec(number)?.[1];
  return area === undefined ? stars(written.length) : `${area}-****${number.slice(-2)}`;
}

/** EMAIL: the first character of a name of two or more, and the top-level domain, as in z***@***.cn; of anything else nothing. */
export function maskedEmail(text: string): string {
  const [, first, top] = email.exec(legible(text)) ?? [];
  if (top === undefined) return stars(Math.min(text.length, 3));
  return `${(first ?? '').toLowerCase()}***@***.${top.toLowerCase()}`;
}

const mobile = /^1[3-9]\d(?:\d{4}|\*{4})\d{4}$/;
const landline = /^(0(?:10|2\d|[3-9]\d\d))(?:[1-9]\d{6,7}|\*{4}\d\d)$/;
const extension = /(?<=\d{7})(?:-|转|EXT\.?|#)\d{1,6}$/;
const separators = /[-()‐–—]/g;
const country = /^(?:\+|00)86/;

const email = /^(?:([0-9A-Z])[^@\s]+|[^@\s]+)@(?:[^@.\s]+\.)+([A-Z]{2,6})$/i;
