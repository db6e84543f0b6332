import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeJwt, type JWK } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { anonymousExplorer, type Caller } from '#gateway/identity/caller.ts';
import { callerTokenSigner } from '#gateway/identity/caller-token.ts';
import { verifierByKey } from '#gateway/identity/token.ts';
import { callerVerifier } from '#subgraphs/toolkit/caller.ts';

// What the gateway tells departments of who asks, as departments read it.

const folder = mkdtempSync(join(tmpdir(), 'tongcha-caller-token-'));
afterAll(() => rmSync(folder, { recursive: true }));
const gateway = pair('first');
const file = keyFile('gateway.json', gateway.privateKey);
const caller: Caller = {
  subject: 'clerk-water',
  name: '窗口办事员',
  isAuthenticated: true,
  org: '91330199MA2TC00107',
  dept: 'water',
  roles: ['window-clerk'],
  region: '330199',
  scopes: ['taxes:read'],
  level: 'L2',
};
const purpose = { matter: 'water-permit-renewal', case: 'c-1' };
const whole = { caller, purpose, standing: 'verified', verdict: '4f2a' } as const;

describe('the word that the gateway gives to departments', () => {
  it('is believed by a department that knows its key, with all it says of who asks and why', async () => {
    const token = await callerTokenSigner(file)(whole);
    expect(await callerVerifier(gateway.publicKey)(token)).toEqual({
      subject: 'clerk-water',
      org: '91330199MA2TC00107',
      dept: 'water',
      roles: ['window-clerk'],
      region: '330199',
      level: 'L2',
      matter: 'water-permit-renewal',
      case: 'c-1',
      caseStanding: 'verified',
      verdict: '4f2a',
    });
    expect(await callerVerifier(pair('first').publicKey)(token)).toBeNull();
  });

  it('says no more than a department needs, and for a minute alone', async () => {
    const claims = decodeJwt(await callerTokenSigner(file)(whole));
    expect(claims).not.toHaveProperty('name');
    expect(claims).not.toHaveProperty('scope');
    expect(Number(claims.exp) - Number(claims.iat)).toBe(60);
  });

  it('is nobody in particular for the explorer, without a purpose', async () => {
    const token = await callerTokenSigner(file)({
      caller: anonymousExplorer,
      purpose: { matter: null, case: null },
    });
    expect(await callerVerifier(gateway.publicKey)(token)).toEqual({
      subject: 'anonymous',
      org: null,
      dept: null,
      roles: ['explorer'],
      region: null,
      level: 'L1',
      matter: null,
      case: null,
      caseStanding: null,
      verdict: null,
    });
  });

  it('is signed once for the same words, and anew for any other', async () => {
    const sign = callerTokenSigner(file);
    const token = await sign(whole);
    expect(await sign({ ...whole, caller: { ...caller, name: 'told to nobody' } })).toBe(token);
    const others = [
      { ...whole, purpose: { ...purpose, case: 'c-2' } },
      { ...whole, purpose: { matter: 'c-1', case: 'water-permit-renewal' } },
      { ...whole, standing: 'unverified' as const },
      { ...whole, verdict: '4f2b' },
      { caller, purpose },
      { ...whole, caller: { ...caller, roles: ['window-clerk', 'auditor'] } },
      { ...whole, caller: { ...caller, region: '330200' } },
      { ...whole, caller: { ...caller, level: 'L3' as const } },
    ];
    const tokens = await Promise.all(others.map(sign));
    expect(new Set([token, ...tokens]).size).toBe(1 + others.length);
  });

  it('is no token for the gateway itself, even by a key that it trusts', async () => {
    const verify = verifierByKey(gateway.publicKey, { issuer: 'tongcha', audience: 'tongcha' });
    await expect(verify(await callerTokenSigner(file)(whole))).rejects.toThrow(/"aud"/);
  });
});

describe("the gateway's key", () => {
  it('may be replaced while it serves: its departments know both for as long as both are used', async () => {
    const next = pair('next');
    const changing = keyFile('changing.json', gateway.privateKey);
    const problems: unknown[] = [];
    const sign = callerTokenSigner(changing, (error) => problems.push(error));
    const verify = callerVerifier({ keys: [gateway.publicKey, next.publicKey] });
    const before = await sign(whole);
    writeFileSync(changing, '{"kty":');
    while (problems.length === 0) {
      expect(await sign(whole)).toBe(before);
      await pause(50);
    }
    renameSync(keyFile('next.json', next.privateKey), changing);
    while ((await sign(whole)) === before) await pause(50);
    const after = await sign(whole);
    expect(await callerVerifier(next.publicKey)(before)).toBeNull();
    for (const token of [before, after])
      expect(await verify(token)).toMatchObject({ subject: 'clerk-water' });
    expect(await callerVerifier(gateway.publicKey)(after)).toBeNull();
  });

  it('must be a private Ed25519 key from the beginning', () => {
    expect(() => callerTokenSigner(keyFile('public.json', gateway.publicKey))).toThrow();
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ format: 'jwk' });
    expect(() => callerTokenSigner(keyFile('rsa.json', rsa as JWK))).toThrow(/must be an Ed25519 key/);
    expect(() => callerTokenSigner(join(folder, 'absent.json'))).toThrow(/no such file/);
  });
});

function pair(kid: string): { readonly privateKey: JWK; readonly publicKey: JWK } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: { ...(privateKey.export({ format: 'jwk' }) as JWK), kid },
    publicKey: { ...(publicKey.export({ format: 'jwk' }) as JWK), kid },
  };
}

function keyFile(name: string, key: JWK): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(key));
  return path;
}
