import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';

/** What tokens of a trial issuer must say. */
export const trialRules = { issuer: 'https://issuer.example', audience: 'tongcha' };

/** A key pair of an issuer. */
export type TrialKey = {
  readonly kid: string;
  readonly alg: 'RS256' | 'ES256' | 'EdDSA';
  readonly privateKey: KeyObject;
  /** As it would be published. */
  readonly jwk: Readonly<Record<string, unknown>>;
};

/** Makes a key pair. */
export function trialKey(
  kid: string,
  { alg = 'EdDSA', bits = 2_048 }: { readonly alg?: TrialKey['alg']; readonly bits?: number } = {},
): TrialKey {
  const pair =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: bits })
      : alg === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('ed25519');
  const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid };
  return { kid, alg, privateKey: pair.privateKey, jwk };
}

/** A token: an object is written as JSON, a text stands as it is; an `undefined` member is left out. */
export function trialToken(key: TrialKey, changed: Changed = {}): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: trialRules.issuer, aud: trialRules.audience, sub: 'clerk', exp: now + 600 };
  const header =
    typeof changed.header === 'string'
      ? changed.header
      : JSON.stringify({ alg: key.alg, kid: key.kid, ...changed.header });
  const payload =
    typeof changed.claims === 'string' ? changed.claims : JSON.stringify({ ...claims, ...changed.claims });
  const text = [header, payload].map((part) => Buffer.from(part).toString('base64url')).join('.');
  const by = changed.signedBy ?? key;
  const signature = sign(
    by.alg === 'EdDSA' ? null : 'sha256',
    Buffer.from(text),
    by.alg === 'ES256' ? { key: by.privateKey, dsaEncoding: 'ieee-p1363' } : by.privateKey,
  );
  return `${text}.${signature.toString('base64url')}`;
}

type Changed = {
  readonly header?: string | Readonly<Record<string, unknown>>;
  readonly claims?: string | Readonly<Record<string, unknown>>;
  readonly signedBy?: TrialKey;
};

/** An issuer that publishes keys over HTTP, and can be made to misbehave. */
export type TrialIssuer = {
  readonly url: string;
  /** How often it was asked for its keys. */
  asked(): number;
  publish(...keys: readonly TrialKey[]): void;
  /** From now on answers like this. */
  answers(how: (outgoing: ServerResponse) => void): void;
  close(): Promise<void>;
};

/** Starts an issuer on a free port of the loopback. */
export async function startIssuer(...keys: readonly TrialKey[]): Promise<TrialIssuer> {
  let count = 0;
  let answer = published(keys);
  const server = createServer((_, outgoing) => {
    count += 1;
    answer(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/keys`,
    asked: () => count,
    publish: (...next) => {
      answer = published(next);
    },
    answers: (how) => {
      answer = how;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Publishes keys, with a header that says how long they may be kept if any. */
export function published(keys: readonly TrialKey[], cacheControl?: string) {
  const body = JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
  return (outgoing: ServerResponse): void => {
    if (cacheControl) outgoing.setHeader('cache-control', cacheControl);
    outgoing.setHeader('content-type', 'application/json').end(body);
  };
}
