import { Refusal } from '../errors.ts';

/** Why somebody asks: the matter (事项) and the case (办件) at hand, where given. */
export type Purpose = { readonly matter: string | null; readonly case: string | null };

/** Reads the purpose from the headers `x-matter` and `x-case`. Throws a Refusal for a value that can't be a code. */
export function readPurpose(header: (name: string) => string | undefined): Purpose {
  return { matter: code('x-matter', header('x-matter')), case: code('x-case', header('x-case')) };
}

function code(name: string, value: string | undefined): string | null {
  if (value === undefined || value === '') return null;
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value)) return value;
  throw new Refusal('BAD_REQUEST', `${name} must be 1 to 64 letters, digits, ".", "_" or "-".`);
}
