import { Refusal } from '../errors.ts';
import { isMissing } from '../record.ts';
import type { Caller } from './caller.ts';

/** The claims of a token whose signature is good. */
export type Claims = Readonly<Record<string, unknown>>;

/** By how much the issuer's clock and ours may differ. */
export const clockToleranceSeconds = 30;

/**
 * The caller that the claims of a verified token describe. Throws a Refusal for a claim that is not of its kind, too long,
 * or holds what could break a header or a line of a log: an issuer takes some claims from its users.
 */
export function callerOf(claims: Claims): Caller {
  const subject = text('sub', claims);
  if (!subject) throw refused('sub');
  const level = text('level', claims);
  return {
    subject,
    name: nameOf(claims['name']),
    isAuthenticated: true,
    org: text('org', claims),
    dept: text('dept', claims),
    roles: words('roles', claims),
    region: text('region', claims),
    scopes: words('scope', claims),
    level: level === 'L2' || level === 'L3' || level === 'L4' ? level : 'L1',
    goodUntil: endOf(claims),
  };
}

/** The refusal of a token for one of its claims; the claim's value is not repeated. */
export function refused(claim: string): Refusal {
  return new Refusal('UNAUTHENTICATED', `The token's claim "${claim}" is not accepted here.`);
}

function text(claim: string, claims: Claims): string | null {
  const value = claims[claim];
  if (isMissing(value)) return null;
  if (typeof value !== 'string' || !isPlain(value)) throw refused(claim);
  return value;
}

/** A list of words, or one text with spaces between them. */
function words(claim: string, claims: Claims): readonly string[] {
  const value = claims[claim];
  if (isMissing(value)) return [];
  const given: unknown = typeof value === 'string' ? value.split(' ').filter(Boolean) : value;
  if (!Array.isArray(given) || given.length > mostWords) throw refused(claim);
  const list: readonly unknown[] = given;
  return list.map((each) => {
    if (typeof each !== 'string' || !isPlain(each)) throw refused(claim);
    return each;
  });
}

const mostWords = 100;
const longestText = 256;

/** Neither control characters, nor those that turn the direction of a line, nor halves of characters. */
function isPlain(value: string): boolean {
  return value.length <= longestText && value.isWellFormed() && !unprintable.test(value);
}

const unprintable = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

/** A name is only shown: one that is oddly written keeps nobody out. */
function nameOf(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value.toWellFormed().replaceAll(new RegExp(unprintable, 'gu'), ' ').trim().slice(0, longestText);
}

function endOf({ exp, iat }: Claims): number {
  if (typeof exp !== 'number' || !Number.isFinite(exp)) throw refused('exp');
  const isFromTheFuture = typeof iat !== 'number' || iat > Date.now() / 1_000 + clockToleranceSeconds;
  if (iat !== undefined && isFromTheFuture) throw refused('iat');
  return (exp + clockToleranceSeconds) * 1_000;
}
