import { normalize } from '#schema/identifiers/normalize.ts';

/**
 * A text as a reader sees it: every blank (a line end too) a space, none outside, without control, format and combining
 * characters, which would make a mask miscount. What is visible stays, in its place, even if it has no meaning to us: taking
 * away a surname that only its own register's font can draw would move the given name to the front.
 */
export function legible(text: string): string {
  if (isPlain(text)) return text.trim();
  return text.normalize('NFC').toWellFormed().replace(/\s/gu, ' ').replace(unseen, '').trim();
}

/** A code as its register would write it: legible, in half-width capitals and digits, without any blanks. */
export function legibleCode(text: string): string {
  return plainCode.test(text) ? text : normalize(legible(text)).replace(/\s+/gu, '');
}

const unseen = /[\p{Cc}\p{Cf}\p{M}]/gu;
const plainCode = /^[!-`{-~]*$/;

/** Most values have nothing to take away: to see that costs less than taking it away. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const isAscii = code >= 0x20 && code < 0x7f;
    const isHan = code >= 0x4e00 && code <= 0x9fff;
    const isWideAscii = code >= 0xff01 && code <= 0xff5e;
    if (!isAscii && !isHan && !isWideAscii && code !== 0xb7) return false;
  }
  return true;
}
