import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Refusal } from '#gateway/errors.ts';
import { verifierByKey, verifierByUrl } from '#gateway/identity/token.ts';
import { startIssuer, type TrialKey, trialKey, trialRules, trialToken } from './trial-issuer.ts';

// Tokens that somebody made to be taken for somebody else, or that a careless issuer lets its users fill.

const key = trialKey('key');
const curve = trialKey('curve', { alg: 'ES256' });
const attacker = trialKey('key');
const verify = verifierByKey(key.jwk, trialRules);
const verifyCurve = verifierByKey(curve.jwk, trialRules);

/** The refusal of a token, which must be one, by words that don't repeat the token. */
async function refusalOf(token: string, by = verify): Promise<string> {
  const error: unknown = await by(token).then(
    () => new Error('it was accepted'),
    (refused: unknown) => refused,
  );
  expect(error).toBeInstanceOf(Refusal);
  expect(error).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
  const { message } = error as Refusal;
  expect(message).not.toContain(token.slice(0, 20));
  return message;
}

const now = Math.floor(Date.now() / 1_000);
const whole = { iss: trialRules.issuer, aud: trialRules.audience, sub: 'clerk', exp: now + 600 };
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const bySecret = (secret: string | Buffer): string => {
  const text = `${encoded({ alg: 'HS256', kid: 'key' })}.${encoded(whole)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};
/** A key that is published like this. */
const shown = (jwk: unknown, of = trialKey('k')): TrialKey => ({ ...of, jwk: jwk as TrialKey['jwk'] });
const withHeader = (header: Readonly<Record<string, unknown>>, signedBy: TrialKey = key) =>
  trialToken(key, { header, signedBy });
const withClaims = (claims: Readonly<Record<string, unknown>>) => trialToken(key, { claims });

describe('a forged token', () => {
  const forged: readonly (readonly [how: string, token: string, told: RegExp])[] = [
    ['with alg none', `${encoded({ alg: 'none', kid: 'key' })}.${encoded(whole)}.`, /not a valid signed JWT/],
    ['with alg none and a signature', withHeader({ alg: 'none' }), /algorithm is not accepted/],
    ['with alg nOnE', withHeader({ alg: 'nOnE' }), /algorithm is not accepted/],
    ['without alg', withHeader({ alg: undefined }), /algorithm is not accepted/],
    ['with a list of algorithms', withHeader({ alg: ['EdDSA'] }), /algorithm is not accepted/],
    [
      'by HS256 with the public key',
      bySecret(Buffer.from(String(key.jwk['x']), 'base64url')),
      /algorithm is not accepted/,
    ],
    ['by HS256 with the published JWK', bySecret(JSON.stringify(key.jwk)), /algorithm is not accepted/],
    ['by another key under the same key id', trialToken(attacker), /not signed by the issuer/],
    ['by another key under its own key id', trialToken(trialKey('other')), /not signed by the issuer/],
    ['with another algorithm than the key has', withHeader({ alg: 'RS256' }), /not signed by the issuer/],
    ['that brings its key along (jwk)', withHeader({ jwk: attacker.jwk }, attacker), /"jwk"/],
    ['that brings a certificate (x5c)', withHeader({ x5c: ['MIIB'] }), /"x5c"/],
    ['that wants extensions (crit)', withHeader({ crit: ['exp'], exp: now + 600 }), /"crit"/],
    ['with an unencoded payload (b64)', withHeader({ b64: false, crit: ['b64'] }), /"crit"|"b64"/],
    ['of another type', withHeader({ typ: 'logout+jwt' }), /not a valid signed JWT/],
    ['with a key id that is no text', withHeader({ kid: { $ne: null } }), /not a valid signed JWT/],
    ['with a key id of 300 characters', withHeader({ kid: 'k'.repeat(300) }), /not a valid signed JWT/],
    [
      'with a header that says two things',
      trialToken(key, { header: '{"alg":"EdDSA","kid":"key","alg":"none"}' }),
      /not a valid signed JWT/,
    ],
    ['with a header that is a list', trialToken(key, { header: '["EdDSA"]' }), /not a valid signed JWT/],
    [
      'with a deep header',
      trialToken(key, { header: `{"alg":"EdDSA","kid":"key","x":${'['.repeat(2_000)}${']'.repeat(2_000)}}` }),
      /not a valid signed JWT/,
    ],
    ['in five parts', `${trialToken(key)}.e30.e30`, /not a valid signed JWT/],
    ['with its end cut off', trialToken(key).slice(0, -4), /not signed by the issuer|not a valid signed JWT/],
    ['longer than any token', withClaims({ pad: 'x'.repeat(8_192) }), /longer than 8192 characters/],
    ['that is no token', 'garbage', /not a valid signed JWT/],
  ];

  it.each(forged)('%s is refused', async (_, token, told) => {
    expect(await refusalOf(token)).toMatch(told);
  });

  it('with an ECDSA signature of zeros is refused', async () => {
    const [header, claims] = trialToken(curve).split('.');
    await verifyCurve(trialToken(curve));
    const zeros = Buffer.alloc(64).toString('base64url');
    expect(await refusalOf(`${header}.${claims}.${zeros}`, verifyCurve)).toMatch(/not signed by the issuer/);
  });

  it.each(['jku', 'x5u'])(
    'that names a place for its key (%s) is refused, and nobody asks there',
    async (where) => {
      const theirs = await startIssuer(attacker);
      const ours = await startIssuer(key);
      const token = withHeader({ [where]: theirs.url }, attacker);
      expect(await refusalOf(token, verifierByUrl(ours.url, trialRules))).toContain(where);
      expect(theirs.asked()).toBe(0);
      await Promise.all([theirs.close(), ours.close()]);
    },
  );
});

describe('a token that says the wrong thing', () => {
  const wrong: readonly (readonly [how: string, claims: Readonly<Record<string, unknown>>, claim: string])[] =
    [
      ['is not valid yet', { nbf: now + 600 }, 'nbf'],
      ['is from the future', { iat: now + 600 }, 'iat'],
      ['has no end', { exp: undefined }, 'exp'],
      ['has an end that is a text', { exp: '4102444800' }, 'exp'],
      ['has another audience', { aud: 'departments' }, 'aud'],
      ['has other audiences', { aud: ['departments', 'tongcha-2'] }, 'aud'],
      ['has no audience', { aud: undefined }, 'aud'],
      ['has another issuer', { iss: 'https://issuer.example/' }, 'iss'],
      ['has no issuer', { iss: undefined }, 'iss'],
      ['has no subject', { sub: undefined }, 'sub'],
      ['has an empty subject', { sub: '' }, 'sub'],
      ['has a number for a subject', { sub: 7 }, 'sub'],
      ['has an object for a subject', { sub: { name: 'admin' } }, 'sub'],
      ['has a very long subject', { sub: 's'.repeat(300) }, 'sub'],
      ['has a line break in its subject', { sub: 'a\r\nx-matter: b' }, 'sub'],
      ['turns the reading direction', { sub: 'a\u202Enimda' }, 'sub'],
      ['has half a character', { sub: 'a\uD800' }, 'sub'],
      ['has a NUL in its unit', { org: '91\u0000' }, 'org'],
      ['has a list for a unit', { org: ['91330199MA2TC00107'] }, 'org'],
      ['has a number for a region', { region: 330199 }, 'region'],
      ['has roles that are no texts', { roles: [{ role: 'auditor' }] }, 'roles'],
      ['has a role with a line break', { roles: ['a\nb'] }, 'roles'],
      ['has more roles than anybody', { roles: Array(101).fill('r') }, 'roles'],
      ['has a scope that is an object', { scope: { a: 1 } }, 'scope'],
    ];
  it.each(wrong)('%s: refused by the name of the claim', async (_, claims, claim) => {
    expect(await refusalOf(withClaims(claims))).toContain(`"${claim}"`);
  });

  it('is told that it has expired', async () => {
    expect(await refusalOf(withClaims({ exp: now - 120 }))).toMatch(/has expired: sign in again/);
  });

  const rest = `"iss":"${trialRules.issuer}","aud":"tongcha"`;
  it.each([
    ['twice', `{${rest},"exp":${now + 600},"sub":"clerk","sub":"admin"}`],
    ['twice, once in another spelling', `{${rest},"exp":${now + 600},"sub":"clerk","s\\u0075b":"admin"}`],
    ['deeply', `{${rest},"exp":${now + 600},"sub":"clerk","x":${'['.repeat(1_000)}${']'.repeat(1_000)}}`],
    ['without an end that is a number', `{${rest},"exp":1e999,"sub":"clerk"}`],
  ])('or says it %s is refused', async (_, claims) => {
    expect(await refusalOf(trialToken(key, { claims }))).toMatch(/not a valid signed JWT|"exp"/);
  });
});

describe('a good token', () => {
  const good: readonly (readonly [what: string, token: string])[] = [
    ['for several audiences', withClaims({ aud: ['other', trialRules.audience] })],
    ['of the type at+jwt', withHeader({ typ: 'at+jwt' })],
    ['of the type JWT', withHeader({ typ: 'JWT' })],
    ['by a clock that is a little ahead', withClaims({ iat: now + 20, nbf: now + 20 })],
    ['that ended a moment ago', withClaims({ exp: now - 10 })],
    ['without a key id, where there is but one key', trialToken(key, { header: { kid: undefined } })],
    ['with its roles in one text', withClaims({ roles: 'window-clerk auditor' })],
  ];
  it.each(good)('%s is accepted', async (_, token) => {
    await expect(verify(token)).resolves.toMatchObject({ subject: 'clerk', isAuthenticated: true });
  });

  it.each(['RS256', 'ES256', 'EdDSA'] as const)('by %s is accepted', async (alg) => {
    const own = trialKey('own', { alg });
    await expect(verifierByKey(own.jwk, trialRules)(trialToken(own))).resolves.toMatchObject({ level: 'L1' });
  });

  it('has a name that shows nothing odd, whatever was written', async () => {
    const { name } = await verify(withClaims({ name: ' 王\n小明\u202E ' }));
    expect(name).toBe('王 小明');
  });
});

describe('a published key', () => {
  const { x, ...withoutX } = key.jwk;
  const showing = (member: Readonly<Record<string, unknown>>, alg: TrialKey['alg'] = 'EdDSA'): TrialKey => {
    const made = trialKey('k', { alg });
    return shown({ ...made.jwk, ...member }, made);
  };
  const useless: readonly (readonly [what: string, unusable: TrialKey])[] = [
    ['for encryption', showing({ use: 'enc' })],
    ['that may sign but not verify', showing({ key_ops: ['sign'] })],
    ['for another algorithm', showing({ alg: 'PS256' }, 'RS256')],
    ['of RSA with 1024 bits', trialKey('k', { alg: 'RS256', bits: 1_024 })],
    ['that is no secret any more', showing({ d: x })],
    ['that is a shared secret', shown({ kty: 'oct', k: x, kid: 'k' })],
    ['that is not whole', shown({ ...withoutX, kid: 'k' })],
    ['that is no object', shown('key')],
  ];
  it.each(useless)('%s verifies nothing, and spoils no other', async (_, unusable) => {
    const issuer = await startIssuer(unusable, key);
    const byUrl = verifierByUrl(issuer.url, trialRules);
    expect(await refusalOf(trialToken(unusable), byUrl)).toMatch(/not signed by the issuer/);
    await expect(byUrl(trialToken(key))).resolves.toMatchObject({ subject: 'clerk' });
    await issuer.close();
  });

  it('must be named where it is one of several', async () => {
    const issuer = await startIssuer(key, trialKey('next'));
    const byUrl = verifierByUrl(issuer.url, trialRules);
    const nameless = trialToken(key, { header: { kid: undefined } });
    expect(await refusalOf(nameless, byUrl)).toMatch(/not signed by the issuer/);
    await expect(byUrl(trialToken(key))).resolves.toMatchObject({ subject: 'clerk' });
    await issuer.close();
  });
});
