import { readFileSync, statSync } from 'node:fs';
import { keepRecent } from '../recent.ts';
import type { Caller } from './caller.ts';
import type { Purpose } from './purpose.ts';
import { type SigningKey, signingKey, signToken } from './sign.ts';

/** What the gateway tells a department of a request: as little as lets it decide for itself. */
export type Vouched = {
  readonly caller: Caller;
  readonly purpose: Purpose;
  /** What the case register said of the case. */
  readonly standing?: 'none' | 'verified' | 'unverified';
  /** Names what was decided that this caller may see. */
  readonly verdict?: string;
};

/** Signs what departments are told, as a JWT that lasts a minute. */
export type SignCallerToken = (vouched: Vouched) => Promise<string>;

/**
 * Vouches by the Ed25519 key (JWK) in a file; the same words are signed once per half minute. A file that is replaced is
 * taken within seconds; one that can't be read then is reported, and the key before it serves on.
 */
export function callerTokenSigner(
  keyFile: string,
  report: (error: unknown) => void = () => undefined,
): SignCallerToken {
  const currentKey = keyIn(keyFile, report);
  const signed = keepRecent<Signed>(mostSignedBytes);
  return (vouched) => {
    const key = currentKey();
    const claims = claimsOf(vouched);
    const words = JSON.stringify(claims);
    const known = signed.get(words);
    if (known && known.key === key && known.until > performance.now()) return known.token;
    const token = signToken(key, claims, { issuer: 'tongcha', audience: 'departments', lifetimeSeconds });
    signed.set(words, { key, token, until: performance.now() + signedForMs }, 8 * words.length);
    return token;
  };
}

type Signed = { readonly key: SigningKey; readonly token: Promise<string>; readonly until: number };

const lifetimeSeconds = 60;
const signedForMs = 30_000;
const mostSignedBytes = 4_194_304;

function claimsOf({ caller, purpose, standing, verdict }: Vouched): Record<string, unknown> {
  return {
    sub: caller.subject,
    org: caller.org,
    dept: caller.dept,
    roles: caller.roles,
    region: caller.region,
    level: caller.level,
    matter: purpose.matter,
    case: purpose.case,
    caseStanding: standing,
    verdict,
  };
}

function keyIn(file: string, report: (error: unknown) => void): () => SigningKey {
  let key = readKey(file);
  let changed = changeOf(file);
  let looked = performance.now();
  return () => {
    if (performance.now() - looked < lookEveryMs) return key;
    looked = performance.now();
    try {
      const now = changeOf(file);
      if (now !== changed) key = readKey(file);
      changed = now;
    } catch (error) {
      report(error);
    }
    return key;
  };
}

const lookEveryMs = 2_000;

/** Says of a file whether it is still the one that was read. */
function changeOf(file: string): string {
  const { ino, mtimeMs, size } = statSync(file);
  return `${ino} ${mtimeMs} ${size}`;
}

function readKey(file: string): SigningKey {
  return signingKey(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
}
