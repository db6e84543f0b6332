import { type Invalid, invalid, type Words } from './finding.ts';

/** A run of places in a fixed-length code that allow the same characters, and the words for them. */
export type Places = {
  readonly count: number;
  readonly allowed: string;
  readonly words: Words;
};

/** `count` places for the digits 0 to 9. */
export function digits(count: number): Places {
  return { count, allowed: '0123456789', words: ['a digit', '数字'] };
}

/** `count` places for the characters of `allowed`. */
export function oneOf(allowed: string, count = 1): Places {
  const list = Array.from(allowed).join(' ');
  return { count, allowed, words: [`one of ${list}`, `以下字符之一:${list}`] };
}

/** One place for a separator. */
export function exactly(character: string): Places {
  return { count: 1, allowed: character, words: [`“${character}”`, `“${character}”`] };
}

/** The first thing wrong with the shape of a fixed-length code (spaces, length, a character out of place), or null. */
export function checkPlaces(value: string, places: readonly Places[]): Invalid | null {
  if (isAsAllowed(value, places)) return null;
  const characters = Array.from(value);
  const space = characters.findIndex((character) => /\s/u.test(character));
  if (space >= 0) return spaceAt(space + 1);

  const perPlace = places.flatMap((run) => Array.from({ length: run.count }, () => run));
  if (characters.length !== perPlace.length) return wrongLength(characters.length, perPlace.length);

  const stray = perPlace.findIndex((run, index) => !run.allowed.includes(characters[index] ?? ''));
  const run = perPlace[stray];
  return run === undefined ? null : strayCharacter(characters[stray] ?? '', stray + 1, run.words);
}

/** The right value is told without taking it apart: every request with an identifier waits for this. */
function isAsAllowed(value: string, places: readonly Places[]): boolean {
  let at = 0;
  for (const { count, allowed } of places)
    for (const end = at + count; at < end; at += 1)
      if (at >= value.length || !allowed.includes(value.charAt(at))) return false;
  return at === value.length;
}

/** “Has n characters, needs m”, or “is empty”. */
export function wrongLength(actual: number, required: number | string): Invalid {
  if (actual === 0) {
    return invalid('LENGTH', [
      `The value is empty: it needs ${required} characters.`,
      `内容为空,应为${required}位。`,
    ]);
  }
  return invalid('LENGTH', [
    `The value has ${actual} ${actual === 1 ? 'character' : 'characters'}: it needs ${required}.`,
    `共${actual}位,应为${required}位。`,
  ]);
}

/** One character that may not stand where it stands; a wrong letter case or width is told as such. */
export function strayCharacter(character: string, position: number, [english, chinese]: Words): Invalid {
  const [hint, hintZh] = hintFor(character);
  return invalid('CHARACTER', [
    `The character at position ${position} is ${shown(character)}, but should be ${english}${hint}.`,
    `第${position}位是${shown(character)},应为${chinese}${hintZh}。`,
  ]);
}

function spaceAt(position: number): Invalid {
  return invalid('CHARACTER', [
    `There is a space at position ${position}: write the value without spaces.`,
    `第${position}位是空格,请去掉空格。`,
  ]);
}

function hintFor(character: string): Words {
  if (/[a-z]/.test(character)) return [' (write letters as capitals)', '(字母请大写)'];
  if (/[\uFF01-\uFF5E]/.test(character)) {
    return [' (it is full-width: write it half-width)', '(请改用半角字符)'];
  }
  return ['', ''];
}

/** A printable character in quotes, any other as its code point, so that a log line stays one line. */
function shown(character: string): string {
  if (/^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)) return `“${character}”`;
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
