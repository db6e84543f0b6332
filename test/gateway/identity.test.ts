import { createHmac, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Refusal } from '#gateway/errors.ts';
import { anonymousExplorer } from '#gateway/identity/caller.ts';
import { identify } from '#gateway/identity/identify.ts';
import { developmentIssuer } from '#gateway/identity/issuer.ts';
import { callerTokenSigner, verifierByKey, verifierByUrl } from '#gateway/identity/token.ts';
import { callerVerifier } from '#subgraphs/toolkit/caller.ts';

const rules = { issuer: 'tongcha-development', audience: 'tongcha' };
const folder = mkdtempSync(join(tmpdir(), 'tongcha-identity-'));
const issuer = developmentIssuer(folder, rules);
const verify = verifierByKey(issuer.publicKey, rules);
const other = pair();

function ask(headers: Readonly<Record<string, string>>, anonymity: 'allowed' | 'refused' = 'refused') {
  return identify((name) => headers[name], { verify, anonymity });
}

async function refusalOf(authorization: string): Promise<Refusal> {
  return ask({ authorization }).then(
    () => Promise.reject(new Error('a bad token was accepted')),
    (error: Refusal) => error,
  );
}

describe('a token of the development issuer', () => {
  it('makes its persona the caller', async () => {
    const { token } = await issuer.issue('clerk-water');
    const { caller } = await ask({ authorization: `Bearer ${token}` });
    expect(caller).toMatchObject({ subject: 'clerk-water', roles: ['window-clerk'] });
    expect(caller.level).toMatch(/^L[1-4]$/);
  });

  it('is signed by a key that every process of the house shares', async () => {
    const { token } = await developmentIssuer(folder, rules).issue('analyst');
    await expect(verify(token)).resolves.toMatchObject({ subject: 'analyst' });
  });

  it('is not made for a persona that does not exist; the refusal lists those that do', async () => {
    await expect(issuer.issue('nobody')).rejects.toThrow(/there are: clerk-enterprise, /);
  });
});

describe('a token that can not be trusted', () => {
  const now = Math.floor(Date.now() / 1000);
  const cases: readonly (readonly [what: string, token: () => Promise<string>, told: RegExp])[] = [
    ['signed by a foreign key', () => signed(other.privateKey, {}), /not signed by the issuer/],
    ['expired', () => signed(own(), { exp: now - 120 }), /has expired: sign in again/],
    ['not valid yet', () => signed(own(), { nbf: now + 600 }), /claim "nbf"/],
    ['for another audience', () => signed(own(), { aud: 'departments' }), /claim "aud"/],
    ['of another issuer', () => signed(own(), { iss: 'somebody' }), /claim "iss"/],
    ['without an end', () => signed(own(), { exp: undefined }), /claim "exp"/],
    ['without a subject', () => signed(own(), { sub: undefined }), /claim "sub"/],
    [
      'with no algorithm',
      () => Promise.resolve(unsigned({ alg: 'none' }, '')),
      /not a valid signed JWT|not signed/,
    ],
    [
      'signed with the public key as a secret',
      () => Promise.resolve(confused()),
      /not a valid signed JWT|not signed/,
    ],
    ['longer than any token', () => Promise.resolve('a'.repeat(10_000)), /longer than 8192/],
    ['no token at all', () => Promise.resolve('garbage'), /not a valid signed JWT/],
  ];

  it.each(cases)(
    '%s is refused with 401, in words that say why and never repeat it',
    async (_, make, told) => {
      const token = await make();
      const refusal = await refusalOf(`Bearer ${token}`);
      expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
      expect(refusal.message).toMatch(told);
      expect(JSON.stringify(refusal) + refusal.message).not.toContain(token.slice(0, 40));
    },
  );

  it.each(['Basic dXNlcg==', 'Bearer', 'Bearer a b', ''])(
    'in a header that reads %j is refused',
    async (header) => {
      expect((await refusalOf(header)).message).toMatch(/must read "Bearer" and one token/);
    },
  );
});

describe('an issuer whose keys can not be had', () => {
  it('is told as our fault, not as a bad token', async () => {
    const { token } = await issuer.issue('analyst');
    await expect(verifierByUrl('http://127.0.0.1:1/jwks', rules)(token)).rejects.toMatchObject({
      code: 'ISSUER_UNAVAILABLE',
      status: 503,
    });
  });
});

describe('a request without a token', () => {
  it('is an anonymous explorer in development, and refused outside it', async () => {
    expect((await ask({}, 'allowed')).caller).toBe(anonymousExplorer);
    await expect(ask({}, 'refused')).rejects.toThrow(/A bearer token is needed/);
  });
});

describe('the purpose', () => {
  it('is the matter and the case of the headers', async () => {
    const { purpose } = await ask({ 'x-matter': 'enterprise-opening', 'x-case': 'BJ-2026.0001' }, 'allowed');
    expect(purpose).toEqual({ matter: 'enterprise-opening', case: 'BJ-2026.0001' });
  });

  it.each(['a b', '../x', 'x'.repeat(65), '事项', '"', '-x'])(
    'is refused when it reads %j',
    async (matter) => {
      await expect(ask({ 'x-matter': matter }, 'allowed')).rejects.toThrow(
        /x-matter must be 1 to 64 letters/,
      );
    },
  );
});

describe('the word that the gateway gives to departments', () => {
  it('is believed by a department that knows its key, with who asks and why', async () => {
    const gateway = pair();
    const file = join(folder, 'caller.json');
    writeFileSync(file, JSON.stringify(gateway.privateKey));
    const sign = callerTokenSigner(file);
    const token = await sign({ ...anonymousExplorer, subject: 'clerk' }, { matter: 'm-1', case: 'c-1' });
    expect(await callerVerifier(gateway.publicKey)(token)).toEqual({
      subject: 'clerk',
      matter: 'm-1',
      case: 'c-1',
    });
    expect(await callerVerifier(other.publicKey)(token)).toBeNull();
    expect(await sign({ ...anonymousExplorer, subject: 'clerk' }, { matter: 'm-1', case: 'c-1' })).toBe(
      token,
    );
    expect(await sign({ ...anonymousExplorer, subject: 'clerk' }, { matter: 'm-1', case: 'c-2' })).not.toBe(
      token,
    );
  });

  it('is no token for the gateway itself', async () => {
    const file = join(folder, 'caller.json');
    const token = await callerTokenSigner(file)(anonymousExplorer, { matter: null, case: null });
    await expect(verify(token)).rejects.toThrow();
  });
});

function pair(): { readonly privateKey: JWK; readonly publicKey: JWK } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ format: 'jwk' }) as JWK,
    publicKey: publicKey.export({ format: 'jwk' }) as JWK,
  };
}

/** The development issuer's own private key, so that only the claims are wrong. */
function own(): JWK {
  return JSON.parse(readFileSync(join(folder, 'development-issuer.jwk.json'), 'utf8')) as JWK;
}

async function signed(key: JWK, changed: { readonly [claim: string]: unknown }): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    sub: 'clerk',
    iss: rules.issuer,
    aud: rules.audience,
    exp: now + 600,
    ...changed,
  } as JWTPayload;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid: 'development' })
    .sign(await importJWK(key, 'EdDSA'));
}

function unsigned(header: object, signature: string): string {
  const claims = {
    sub: 'clerk',
    iss: rules.issuer,
    aud: rules.audience,
    exp: Math.floor(Date.now() / 1000) + 600,
  };
  const text = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${signature}`;
}

function confused(): string {
  const text = unsigned({ alg: 'HS256', kid: 'development' }, '').slice(0, -1);
  const secret = Buffer.from(issuer.publicKey.x as string, 'base64url');
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
