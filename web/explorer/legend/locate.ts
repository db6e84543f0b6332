import type { Path } from './notes.ts';

/** A part of a text: first character, and the one after the last. */
export type Span = { readonly from: number; readonly to: number };

/**
 * Where in a JSON text a path ends: a member with its name, an item alone; `@` is the first item. Where the path goes
 * on and the text doesn't, because something above is null, the place where the text ends.
 */
export function locate(text: string, path: Path): Span {
  let here: Span = { from: 0, to: 0 };
  let start = skipSpace(text, 0);
  here = { from: start, to: endOfValue(text, start) };
  for (const step of path) {
    const next = partOf(text, start, step);
    if (!next) return here;
    here = { from: next.from, to: endOfValue(text, next.value) };
    start = next.value;
  }
  return here;
}

type Part = { readonly from: number; readonly value: number };

/** A member of the object, or an item of the list, that begins at `start`. */
function partOf(text: string, start: number, step: string | number): Part | null {
  const opening = text[start];
  if (opening !== '{' && opening !== '[') return null;
  const wanted = step === '@' && opening === '[' ? 0 : step;
  let at = skipSpace(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index += 1) {
    const from = at;
    const end = endOfValue(text, from);
    const value = opening === '{' ? skipSpace(text, skipSpace(text, end) + 1) : from;
    const name: unknown = opening === '{' ? JSON.parse(text.slice(from, end)) : index;
    if (name === wanted) return { from, value };
    const comma = skipSpace(text, endOfValue(text, value));
    at = text[comma] === ',' ? skipSpace(text, comma + 1) : comma;
  }
  return null;
}

function endOfValue(text: string, start: number): number {
  const opening = text[start];
  if (opening !== '{' && opening !== '[') return endOfScalar(text, start);
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '"') at = endOfScalar(text, at) - 1;
    else if (letter === '{' || letter === '[') depth += 1;
    else if (letter === '}' || letter === ']') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

function endOfScalar(text: string, start: number): number {
  const scalar = /"(?:[^"\\]|\\.)*"|[^\s,\]}:]*/y;
  scalar.lastIndex = start;
  return start + (scalar.exec(text)?.[0].length ?? 0);
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (/\s/.test(text[at] ?? '')) at += 1;
  return at;
}
