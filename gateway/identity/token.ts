import { errors, jwtVerify } from 'jose';
import { Fault, Refusal } from '../errors.ts';
import { keepRecent } from '../recent.ts';
import { isRecord } from '../record.ts';
import type { Caller } from './caller.ts';
import { callerOf, clockToleranceSeconds, refused } from './claims.ts';
import { algorithms, type IssuerKey, type Wanted } from './keys/issuer-key.ts';
import { fixedKeys, type KeySet, type KeyTimes, publishedKeys } from './keys/key-set.ts';
import { parseStrictly } from './strict-json.ts';

/** Where tokens come from and what they must say of it. */
export type TokenRules = { readonly issuer: string; readonly audience: string };

/** Turns the `Authorization` header's token into a caller; throws a Refusal that says what is wrong with it. */
export type VerifyToken = (token: string) => Promise<Caller>;

/** Verifies by the issuer's published keys, fetched anew when they age and when an unknown key id appears. */
export function verifierByUrl(
  jwksUrl: string,
  rules: TokenRules,
  times: Partial<KeyTimes> = {},
): VerifyToken {
  return verifier(publishedKeys(jwksUrl, times), rules);
}

/** Verifies by one known public key (JWK): the development issuer's. */
export function verifierByKey(publicKey: object, rules: TokenRules): VerifyToken {
  return verifier(fixedKeys([publicKey]), rules);
}

/** A token that was good is taken as good for a while without the arithmetic: never past its end, nor with a key that is gone. */
function verifier(keys: KeySet, rules: TokenRules): VerifyToken {
  const known = keepRecent<Known>(mostKnownBytes);
  return async (token) => {
    const found = known.get(token);
    if (found && found.edition === keys.edition() && found.until > performance.now()) return found.caller;
    // As of before: keys that change meanwhile make this a verdict by the old ones.
    const edition = keys.edition();
    const caller = await verified(token, keys, rules);
    const lastsMs = Math.min(knownForMs, (caller.goodUntil ?? 0) - Date.now());
    known.set(token, { caller, edition, until: performance.now() + lastsMs }, 4 * token.length);
    return caller;
  };
}

type Known = { readonly caller: Caller; readonly edition: number; readonly until: number };

const knownForMs = 5_000;
const mostKnownBytes = 4_194_304;

async function verified(token: string, keys: KeySet, rules: TokenRules): Promise<Caller> {
  const [header, claims] = partsOf(token);
  const key = await keys.find(wantedBy(decoded(header)));
  if (!key) throw foreign();
  await checkSigned(token, key, rules);
  return callerOf(decoded(claims));
}

const longestToken = 8_192;

function partsOf(token: string): readonly [header: string, claims: string] {
  if (token.length > longestToken)
    throw new Refusal('UNAUTHENTICATED', `The token is longer than ${longestToken} characters.`);
  const [, header, claims] = /^([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(token) ?? [];
  if (header === undefined || claims === undefined) throw unreadable();
  return [header, claims];
}

/** What the header says of the key. Nothing in it is believed yet, and keys that a token brings along never are. */
function wantedBy({ alg, kid, typ, ...rest }: Record<string, unknown>): Wanted {
  const isNamed = kid === undefined || (typeof kid === 'string' && kid.length <= longestKid);
  const isTyped = typ === undefined || (typeof typ === 'string' && types.test(typ));
  if (!isNamed || !isTyped) throw unreadable();
  const unwanted = notAccepted.find((member) => member in rest);
  if (unwanted !== undefined)
    throw new Refusal('UNAUTHENTICATED', `The token's header has "${unwanted}", which is not accepted here.`);
  if (typeof alg !== 'string' || !algorithms.includes(alg))
    throw new Refusal(
      'UNAUTHENTICATED',
      `The token's algorithm is not accepted here: it must be one of ${algorithms.join(', ')}.`,
    );
  return { alg, kid };
}

const longestKid = 256;
/** RFC 7519 and RFC 9068. */
const types = /^(application\/)?(at\+)?jwt$/i;
const notAccepted = ['crit', 'jku', 'jwk', 'x5u', 'x5c', 'b64', 'zip', 'enc'];

function decoded(part: string): Record<string, unknown> {
  try {
    const value = parseStrictly(exactText.decode(Buffer.from(part, 'base64url')), deepestJson);
    if (isRecord(value)) return value;
  } catch {
    // Told below: what could not be read is told no nearer.
  }
  throw unreadable();
}

const deepestJson = 8;
const exactText = new TextDecoder('utf-8', { fatal: true });

async function checkSigned(token: string, { key, algorithms: own }: IssuerKey, rules: TokenRules) {
  try {
    await jwtVerify(token, key, {
      ...rules,
      algorithms: [...own],
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['sub', 'exp'],
    });
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw new Fault('INTERNAL_SERVER_ERROR', { cause: error });
    throw refusalFor(error);
  }
}

function refusalFor(error: errors.JOSEError): Refusal {
  if (error instanceof errors.JWTExpired)
    return new Refusal('UNAUTHENTICATED', 'The token has expired: sign in again.');
  if (error instanceof errors.JWTClaimValidationFailed) return refused(error.claim);
  return error instanceof errors.JWSSignatureVerificationFailed ? foreign() : unreadable();
}

function foreign(): Refusal {
  return new Refusal('UNAUTHENTICATED', 'The token is not signed by the issuer that this gateway trusts.');
}

function unreadable(): Refusal {
  return new Refusal('UNAUTHENTICATED', 'The token is not a valid signed JWT.');
}
