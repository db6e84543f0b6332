import { readFileSync } from 'node:fs';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  importJWK,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
  SignJWT,
} from 'jose';
import { Fault, Refusal } from '../errors.ts';
import { keepRecent } from '../recent.ts';
import type { Caller } from './caller.ts';
import type { Purpose } from './purpose.ts';

/** Where tokens come from and what they must say of it. */
export type TokenRules = { readonly issuer: string; readonly audience: string };

/** Turns the `Authorization` header's token into a caller; throws a Refusal that says what is wrong with it. */
export type VerifyToken = (token: string) => Promise<Caller>;

/** Verifies by the issuer's published keys, fetched anew when an unknown key id appears. */
export function verifierByUrl(jwksUrl: string, rules: TokenRules): VerifyToken {
  return verifier(
    createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 3_000, cooldownDuration: 10_000 }),
    rules,
  );
}

/** Verifies by one known public key: the development issuer's. */
export function verifierByKey(publicKey: JWK, rules: TokenRules): VerifyToken {
  return verifier(createLocalJWKSet({ keys: [publicKey] }), rules);
}

/** Signs a token as the development issuer does. */
export async function signToken(
  privateKey: JWK,
  claims: JWTPayload,
  { issuer, audience, lifetimeSeconds }: TokenRules & { lifetimeSeconds: number },
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', ...(privateKey.kid && { kid: privateKey.kid }) })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + lifetimeSeconds)
    .sign(await importJWK(privateKey, 'EdDSA'));
}

/** Vouches for a caller and purpose to the departments; the same words are signed once per half minute. */
export function callerTokenSigner(keyFile: string): (caller: Caller, purpose: Purpose) => Promise<string> {
  const key = JSON.parse(readFileSync(keyFile, 'utf8')) as JWK;
  const signed = new Map<string, { readonly token: Promise<string>; readonly until: number }>();
  return (caller, purpose) => {
    const claims = {
      sub: caller.subject,
      org: caller.org,
      roles: caller.roles,
      region: caller.region,
      ...purpose,
    };
    const words = JSON.stringify(claims);
    const known = signed.get(words);
    if (known && known.until > Date.now()) return known.token;
    if (signed.size >= mostSigned) signed.clear();
    const token = signToken(key, claims, { issuer: 'tongcha', audience: 'departments', lifetimeSeconds: 60 });
    signed.set(words, { token, until: Date.now() + 30_000 });
    return token;
  };
}

const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const longestToken = 8_192;
const clockToleranceSeconds = 30;
const mostSigned = 1_000;

/** A token that was good is taken as good for a while without the arithmetic, and never past its end. */
function verifier(keys: JWTVerifyGetKey, rules: TokenRules): VerifyToken {
  const verify = verifierEachTime(keys, rules);
  const known = keepRecent<{ readonly caller: Caller; readonly until: number }>(mostKnownBytes);
  return async (token) => {
    const found = known.get(token);
    if (found && found.until > Date.now()) return found.caller;
    const { caller, expiresAt } = await verify(token);
    const until = Math.min(Date.now() + knownForMs, expiresAt * 1_000);
    known.set(token, { caller, until }, 4 * token.length);
    return caller;
  };
}

const knownForMs = 30_000;
const mostKnownBytes = 4_194_304;

type Verified = { readonly caller: Caller; readonly expiresAt: number };

function verifierEachTime(keys: JWTVerifyGetKey, rules: TokenRules): (token: string) => Promise<Verified> {
  return async (token) => {
    if (token.length > longestToken)
      throw new Refusal('UNAUTHENTICATED', `The token is longer than ${longestToken} characters.`);
    try {
      const { payload } = await jwtVerify(token, keys, {
        ...rules,
        algorithms,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['sub', 'exp'],
      });
      return { caller: callerOf(payload), expiresAt: payload.exp ?? 0 };
    } catch (error) {
      throw isOurs(error)
        ? new Fault('ISSUER_UNAVAILABLE', { cause: error })
        : new Refusal('UNAUTHENTICATED', wordsFor(error));
    }
  };
}

/** A key set that can't be fetched or read says nothing about the token. */
function isOurs(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return (
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    error.code === 'ERR_JOSE_GENERIC'
  );
}

function wordsFor(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired: sign in again.';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `The token's claim "${error.claim}" is not accepted here.`;
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey)
    return 'The token is not signed by the issuer that this gateway trusts.';
  return 'The token is not a valid signed JWT.';
}

function callerOf(payload: JWTPayload): Caller {
  const text = (claim: string) => (typeof payload[claim] === 'string' ? payload[claim] : null);
  const level = text('level');
  const scope = payload['scope'];
  return {
    subject: payload.sub as string,
    name: text('name') ?? '',
    org: text('org'),
    dept: text('dept'),
    roles: texts(payload['roles']),
    region: text('region'),
    scopes: typeof scope === 'string' ? scope.split(' ').filter(Boolean) : texts(scope),
    level: level === 'L2' || level === 'L3' || level === 'L4' ? level : 'L1',
    goodUntil: ((payload.exp as number) + clockToleranceSeconds) * 1_000,
  };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
