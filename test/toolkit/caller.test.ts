import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { callerVerifier } from '#subgraphs/toolkit/caller.ts';
import { callerKeysIn } from '#subgraphs/toolkit/caller-keys.ts';

// The gateway's word for its callers, as a department takes it or leaves it.

const folder = mkdtempSync(join(tmpdir(), 'tongcha-caller-'));
afterAll(() => rmSync(folder, { recursive: true }));
const gateway = pair();
const next = pair();

describe('a caller token', () => {
  const verify = callerVerifier(gateway.publicKey);

  it('says who asks', async () => {
    expect(await verify(await token(gateway))).toMatchObject({ subject: 'clerk', level: 'L1', roles: [] });
  });

  const bad: readonly (readonly [what: string, make: () => Promise<string | undefined>])[] = [
    ['that is missing', () => Promise.resolve(undefined)],
    ['that is none', () => Promise.resolve('garbage')],
    ['by another key', () => token(next)],
    ['that has expired', () => token(gateway, { claims: { exp: now() - 1 } })],
    ['that never ends', () => token(gateway, { claims: { exp: undefined } })],
    ['for somebody else', () => token(gateway, { claims: { aud: 'tongcha' } })],
    ['by somebody else', () => token(gateway, { claims: { iss: 'tongcha-development' } })],
    ['without a subject', () => token(gateway, { claims: { sub: undefined } })],
    ['with an empty subject', () => token(gateway, { claims: { sub: '' } })],
    ['with a subject that is no text', () => token(gateway, { claims: { sub: 7 } })],
    ['that names another key', () => token(gateway, { kid: 'other' })],
    ['longer than any', () => token(gateway, { claims: { pad: 'x'.repeat(8_000) } })],
  ];
  it.each(bad)('%s is refused', async (_, make) => {
    const named = callerVerifier({ ...gateway.publicKey, kid: 'gateway' });
    expect(await named(await make())).toBeNull();
  });

  it('is refused where a single word was altered', async () => {
    const [header, claims = '', signature] = (await token(gateway)).split('.');
    const said = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as object;
    const altered = Buffer.from(JSON.stringify({ ...said, matter: 'm-1' })).toString('base64url');
    expect(await verify(`${header}.${altered}.${signature}`)).toBeNull();
  });

  it('is refused once it has expired, though it was good before', async () => {
    const end = now() + 2;
    const short = await token(gateway, { claims: { exp: end } });
    expect(await verify(short)).not.toBeNull();
    while ((await verify(short)) !== null) await pause(50);
    expect(now()).toBeGreaterThanOrEqual(end);
  });
});

describe('the keys that a department trusts', () => {
  it('may be one key or a set, whose keys need no names', async () => {
    const verify = callerVerifier({ keys: [gateway.publicKey, next.publicKey] });
    for (const key of [gateway, next]) expect(await verify(await token(key))).not.toBeNull();
    expect(await verify(await token(pair()))).toBeNull();
  });

  it('may hold some of no use here', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey.export({ format: 'jwk' });
    const broken = { kty: 'OKP', crv: 'Ed25519', x: 'AA' };
    const verify = callerVerifier({ keys: [rsa, broken, gateway.publicKey] });
    expect(await verify(await token(gateway))).not.toBeNull();
  });

  it('may be replaced in their file, and what was believed by a key that went is believed no more', async () => {
    const file = join(folder, 'keys.json');
    writeFileSync(file, JSON.stringify(gateway.publicKey));
    const verify = callerVerifier(callerKeysIn(file));
    const [old, young] = [await token(gateway), await token(next)];
    expect([await verify(old), await verify(young)]).toEqual([expect.anything(), null]);
    writeFileSync(file, '{"keys":[');
    expect(await verify(old)).not.toBeNull();
    writeFileSync(file, JSON.stringify({ keys: [next.publicKey] }));
    while ((await verify(young)) === null) await pause(50);
    expect(await verify(old)).toBeNull();
  });

  it('must be there from the beginning', () => {
    const file = join(folder, 'none.json');
    writeFileSync(file, '{"keys":[]}');
    expect(() => callerKeysIn(file)).toThrow(/holds no public Ed25519 key/);
    expect(() => callerKeysIn(join(folder, 'absent.json'))).toThrow(/no such file/);
  });
});

type Pair = { readonly privateKey: JWK; readonly publicKey: JWK };

function pair(): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ format: 'jwk' }) as JWK,
    publicKey: publicKey.export({ format: 'jwk' }) as JWK,
  };
}

function now(): number {
  return Math.floor(Date.now() / 1_000);
}

async function token(
  { privateKey }: Pair,
  { claims = {}, kid }: { readonly claims?: Readonly<Record<string, unknown>>; readonly kid?: string } = {},
): Promise<string> {
  const whole = { iss: 'tongcha', aud: 'departments', sub: 'clerk', exp: now() + 60, ...claims };
  return new SignJWT(whole)
    .setProtectedHeader({ alg: 'EdDSA', ...(kid && { kid }) })
    .sign(await importJWK(privateKey, 'EdDSA'));
}
