import { errors, type JWTHeaderParameters, type JWTPayload, jwtVerify } from 'jose';
import { type CallerKeys, type PublicKey, publicKeys } from './caller-keys.ts';

/** Who asks and why, as the gateway vouches for it. */
export type Caller = {
  readonly subject: string;
  /** Credit code of the unit. */
  readonly org: string | null;
  readonly dept: string | null;
  readonly roles: readonly string[];
  /** Division code the caller serves. */
  readonly region: string | null;
  /** Clearance, L1 to L4; L1 where nothing was said. */
  readonly level: string;
  readonly matter: string | null;
  readonly case: string | null;
  /** What the case register said of the case: `none`, `verified`, or `unverified` while it is dark. */
  readonly caseStanding: string | null;
  /** Names what the gateway decided that this caller may see. */
  readonly verdict: string | null;
};

/** The header that carries the gateway's signed word for its caller. */
export const callerHeader = 'x-tongcha-caller';

/**
 * Verifies caller tokens: a compact JWS by an Ed25519 key of the gateway's, audience "departments". Gives null for a missing,
 * altered, foreign or expired one, and for one that names nobody. A token that was good is remembered until it expires, and
 * while the keys stay the same, so a warm call costs no signature.
 */
export function callerVerifier(
  keys: CallerKeys | (() => CallerKeys),
): (token: string | undefined) => Promise<Caller | null> {
  const current = typeof keys === 'function' ? keys : () => keys;
  let trusted = trust(current());
  return async (token) => {
    if (!token || token.length > longestToken) return null;
    const given = current();
    if (given !== trusted.given) trusted = trust(given);
    const { known, keys: own } = trusted;
    const remembered = known.get(token);
    if (remembered && remembered.until > Date.now()) return remembered.caller;
    const payload = await signedPayload(token, own);
    if (!payload) return null;
    const caller = callerOf(payload);
    if (known.size >= mostRemembered) known.clear();
    known.set(token, { caller, until: (payload.exp as number) * 1000 });
    return caller;
  };
}

/** A token of the gateway's is made of one that has 8,192 characters at most. */
const longestToken = 10_240;
const mostRemembered = 1000;

function trust(given: CallerKeys) {
  const known = new Map<string, { readonly caller: Caller; readonly until: number }>();
  return { given, keys: publicKeys(given), known };
}

/** Tries each key that the token could mean: the gateway's key and the next one may both be without a name. */
async function signedPayload(token: string, keys: readonly PublicKey[]): Promise<JWTPayload | null> {
  for (const key of keys)
    try {
      const { payload } = await jwtVerify(token, (header: JWTHeaderParameters) => chosen(key, header), rules);
      if (typeof payload.sub === 'string' && payload.sub !== '') return payload;
    } catch {
      // By another key, perhaps.
    }
  return null;
}

const rules = {
  algorithms: ['EdDSA'],
  audience: 'departments',
  issuer: 'tongcha',
  requiredClaims: ['exp', 'sub'],
};

function chosen({ kid, key }: PublicKey, header: JWTHeaderParameters): PublicKey['key'] {
  if (kid !== undefined && header.kid !== undefined && kid !== header.kid)
    throw new errors.JWKSNoMatchingKey();
  return key;
}

function callerOf(payload: JWTPayload): Caller {
  const text = (claim: string): string | null => {
    const value = payload[claim];
    return typeof value === 'string' ? value : null;
  };
  const roles = payload['roles'];
  return {
    subject: payload.sub as string,
    org: text('org'),
    dept: text('dept'),
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    region: text('region'),
    level: text('level') ?? 'L1',
    matter: text('matter'),
    case: text('case'),
    caseStanding: text('caseStanding'),
    verdict: text('verdict'),
  };
}
