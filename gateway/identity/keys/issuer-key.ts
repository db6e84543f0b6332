import { createPublicKey, type KeyObject } from 'node:crypto';
import { isRecord } from '../../record.ts';

/** A public key of an issuer, with the signature algorithms that it may be used for. */
export type IssuerKey = {
  readonly kid: string | undefined;
  readonly algorithms: readonly string[];
  readonly key: KeyObject;
};

/**
 * The keys of a JWK Set (RFC 7517) that may verify tokens. As the RFC has it, a key that is of no use here is passed over:
 * of another kind, meant for something else (`use`, `key_ops`, `alg`), too weak, or no longer secret. Throws for what is
 * no JWK Set at all.
 */
export function issuerKeys(set: unknown): readonly IssuerKey[] {
  if (!isRecord(set) || !Array.isArray(set['keys'])) throw new Error('not a JWK Set');
  if (set['keys'].length > mostKeys) throw new Error(`a JWK Set of more than ${mostKeys} keys`);
  return set['keys'].map(issuerKey).filter((key) => key !== null);
}

/** The key that a token names, or could mean where it names none. */
export function keyFor(keys: readonly IssuerKey[], { alg, kid }: Wanted): IssuerKey | null {
  const fitting = keys.filter(
    (key) => key.algorithms.includes(alg) && (kid === undefined || key.kid === kid),
  );
  // Which of several is meant can't be known: trying each would let one token cost many signatures.
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** What a token says of the key that signed it. */
export type Wanted = { readonly alg: string; readonly kid: string | undefined };

/** The signature algorithms that are accepted at all: no shared secrets, and none that needs more than the key to be safe. */
export const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const mostKeys = 100;

function issuerKey(jwk: unknown): IssuerKey | null {
  // A private member in a published set: whoever read it can sign.
  if (!isRecord(jwk) || 'd' in jwk || 'k' in jwk) return null;
  const { use, key_ops: operations, alg, kid } = jwk;
  if (use !== undefined && use !== 'sig') return null;
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) return null;
  if (kid !== undefined && typeof kid !== 'string') return null;
  const key = imported(jwk);
  const fitting = key ? algorithmsOf(key).filter((each) => alg === undefined || each === alg) : [];
  return key && fitting.length > 0 ? { kid, algorithms: fitting, key } : null;
}

function imported(jwk: Record<string, unknown>): KeyObject | null {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return null;
  }
}

function algorithmsOf({ asymmetricKeyType: type, asymmetricKeyDetails: details = {} }: KeyObject) {
  if (type === 'ed25519') return ['EdDSA'];
  if (type === 'ec') return algorithmsByCurve[details.namedCurve ?? ''] ?? [];
  const { modulusLength = 0, publicExponent = 0n } = details;
  const isStrong = modulusLength >= fewestRsaBits && publicExponent >= 65_537n;
  return type === 'rsa' && isStrong ? ['RS256', 'RS384', 'RS512'] : [];
}

const fewestRsaBits = 2_048;

const algorithmsByCurve: Readonly<Record<string, readonly string[]>> = {
  prime256v1: ['ES256'],
  secp384r1: ['ES384'],
  secp521r1: ['ES512'],
};
