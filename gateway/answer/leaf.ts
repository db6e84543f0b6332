import { type GraphQLLeafType, isEnumType } from 'graphql';
import { Fault } from '../errors.ts';
import type { LeafText } from './slot.ts';

/** How values of a scalar or enum are written; a value of another kind is not made to fit. */
export function leafText(type: GraphQLLeafType): LeafText {
  if (!isEnumType(type)) return scalars[type.name] ?? anything;
  const texts = new Map(type.getValues().map(({ name }) => [name, quoted(name)]));
  return (value) => texts.get(value as string);
}

const scalars: Readonly<Record<string, LeafText>> = {
  String: (value) => (typeof value === 'string' ? quoted(value) : undefined),
  ID: (value) => {
    if (typeof value === 'string') return quoted(value);
    return Number.isSafeInteger(value) ? `"${String(value)}"` : undefined;
  },
  Int: (value) => (typeof value === 'number' && (value | 0) === value ? String(value) : undefined),
  // JSON.parse makes Infinity of 1e999, which JSON can't say.
  Float: (value) => (Number.isFinite(value) ? String(value) : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? String(value) : undefined),
};

/** A department's own scalar: its values are JSON of any kind. */
function anything(value: unknown): string | undefined {
  if (typeof value === 'string') return quoted(value);
  const isUnsayable = value instanceof Fault || (typeof value === 'number' && !Number.isFinite(value));
  return isUnsayable ? undefined : JSON.stringify(value);
}

/** JSON of a string. Most need no escape: to see that costs less than JSON.stringify, of a short one if we look ourselves. */
function quoted(text: string): string {
  const isPlain = text.length > shortLength ? needsNoEscape.test(text) : isPlainShort(text);
  return isPlain ? `"${text}"` : JSON.stringify(text);
}

const shortLength = 12;

// Neither control characters, quotes, backslashes nor surrogates.
const needsNoEscape = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

function isPlainShort(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x22 || code === 0x5c || (code >= 0xd800 && code <= 0xdfff)) return false;
  }
  return true;
}
