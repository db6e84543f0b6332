/**
 * A value of JSON in RFC 8785's one form: no spaces, members sorted by UTF-16 code units, numbers and strings as ECMAScript
 * writes them. A lone surrogate inside a string becomes U+FFFD, since a record must not fail for what somebody typed; in a
 * member's name it throws, as do numbers that JSON can't hold.
 */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return JSON.stringify(value);
    throw new TypeError(`${value} has no place in JSON`);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object') return canonicalObject(value as Readonly<Record<string, unknown>>);
  throw new TypeError(`a ${typeof value} has no place in JSON`);
}

/** An object's members, each with its value in JSON's text already, as one object in canonical form. */
export function objectOf(members: readonly (readonly [name: string, text: string])[]): string {
  const sorted = [...members].sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${sorted.map(([name, text]) => `${named(name)}:${text}`).join(',')}}`;
}

function canonicalObject(value: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(value);
  if (names.length > 1) names.sort();
  let text = '{';
  for (const name of names) text += `${text === '{' ? '' : ','}${named(name)}:${canonical(value[name])}`;
  return `${text}}`;
}

function named(name: string): string {
  if (!name.isWellFormed()) throw new TypeError('the name of a member is not well-formed Unicode');
  return JSON.stringify(name);
}

function quoted(text: string): string {
  return JSON.stringify(text.isWellFormed() ? text : text.toWellFormed());
}
