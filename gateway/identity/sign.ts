import { createPrivateKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';

/** A private Ed25519 key and the name that its public half is known by. */
export type SigningKey = { readonly key: KeyObject; readonly kid: string | undefined };

/** Makes a signing key of a private JWK. Throws for any but an Ed25519 key. */
export function signingKey({ kid, ...jwk }: { readonly [member: string]: unknown }): SigningKey {
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('a signing key must be an Ed25519 key');
  return { key, kid: typeof kid === 'string' ? kid : undefined };
}

/** Signs claims as a JWT that is good for `lifetimeSeconds` from now on. */
export async function signToken(
  { key, kid }: SigningKey,
  claims: Readonly<Record<string, unknown>>,
  { issuer, audience, lifetimeSeconds }: Signing,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', ...(kid !== undefined && { kid }) })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + lifetimeSeconds)
    .sign(key);
}

type Signing = { readonly issuer: string; readonly audience: string; readonly lifetimeSeconds: number };
