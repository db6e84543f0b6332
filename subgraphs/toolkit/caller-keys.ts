import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { JWK } from 'jose';

/** The gateway's public keys: one JWK, or a JWK Set while one key takes the place of another. */
export type CallerKeys = JWK | KeySet;

/** A key that signatures are checked with. */
export type PublicKey = { readonly kid: string | undefined; readonly key: KeyObject };

/** The Ed25519 keys among them; any other is passed over. */
export function publicKeys(keys: CallerKeys): readonly PublicKey[] {
  return (isSet(keys) ? keys.keys : [keys]).map(publicKey).filter((key) => key !== null);
}

/**
 * The keys in a file, as they are now: a file that is replaced is taken within seconds, so that the gateway's key can change
 * while departments serve. Throws for a file that can't be read at first; later the keys before it serve on.
 */
export function callerKeysIn(file: string): () => CallerKeys {
  let keys = readKeys(file);
  let changed = changeOf(file);
  let looked = performance.now();
  return () => {
    if (performance.now() - looked < lookEveryMs) return keys;
    looked = performance.now();
    try {
      const now = changeOf(file);
      if (now !== changed) keys = readKeys(file);
      changed = now;
    } catch {
      // Half written, or just being replaced: looked at again in a moment.
    }
    return keys;
  };
}

type KeySet = { readonly keys: readonly JWK[] };

function isSet(keys: CallerKeys): keys is KeySet {
  return Array.isArray(keys['keys' as never]);
}

const lookEveryMs = 2_000;

/** Says of a file whether it is still the one that was read. */
function changeOf(file: string): string {
  const { ino, mtimeMs, size } = statSync(file);
  return `${ino} ${mtimeMs} ${size}`;
}

function readKeys(file: string): CallerKeys {
  const keys = JSON.parse(readFileSync(file, 'utf8')) as CallerKeys;
  if (publicKeys(keys).length > 0) return keys;
  throw new Error(`${file} holds no public Ed25519 key (JWK or JWK Set)`);
}

function publicKey({ crv, x = '', kid }: JWK): PublicKey | null {
  try {
    return crv === 'Ed25519'
      ? { kid, key: createPublicKey({ key: { kty: 'OKP', crv, x }, format: 'jwk' }) }
      : null;
  } catch {
    return null;
  }
}
