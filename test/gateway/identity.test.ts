import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Refusal } from '#gateway/errors.ts';
import { anonymousExplorer } from '#gateway/identity/caller.ts';
import { identify } from '#gateway/identity/identify.ts';
import { developmentIssuer } from '#gateway/identity/issuer.ts';
import { verifierByKey } from '#gateway/identity/token.ts';

const rules = { issuer: 'tongcha-development', audience: 'tongcha' };
const folder = mkdtempSync(join(tmpdir(), 'tongcha-identity-'));
afterAll(() => rmSync(folder, { recursive: true }));
const issuer = developmentIssuer(folder, rules);
const verify = verifierByKey(issuer.publicKey, rules);

function ask(headers: Readonly<Record<string, string>>, anonymity: 'allowed' | 'refused' = 'refused') {
  return identify((name) => headers[name], { verify, anonymity });
}

describe('a token of the development issuer', () => {
  it('makes its persona the caller', async () => {
    const { token } = await issuer.issue('clerk-water');
    const { caller } = await ask({ authorization: `Bearer ${token}` });
    expect(caller).toMatchObject({ subject: 'clerk-water', roles: ['window-clerk'], isAuthenticated: true });
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

describe('a token', () => {
  it.each(['Basic dXNlcg==', 'Bearer', 'Bearer a b', 'Bearer a, Bearer b', ''])(
    'in a header that reads %j is refused',
    async (authorization) => {
      await expect(ask({ authorization }, 'allowed')).rejects.toThrow(/must read "Bearer" and one token/);
    },
  );

  it('that is not good is refused even where none is needed', async () => {
    const refusal = await ask({ authorization: 'Bearer garbage' }, 'allowed').catch(
      (error: Refusal) => error,
    );
    expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
  });
});

describe('a request without a token', () => {
  it('is an anonymous explorer in development, known to be nobody, and refused outside it', async () => {
    const { caller } = await ask({}, 'allowed');
    expect(caller).toBe(anonymousExplorer);
    expect(caller.isAuthenticated).toBe(false);
    await expect(ask({}, 'refused')).rejects.toThrow(/A bearer token is needed/);
  });
});

describe('who asks and why', () => {
  it('are told together, the purpose from header or extensions', async () => {
    const { token } = await issuer.issue('clerk-water');
    const headers = new Map([
      ['authorization', `Bearer ${token}`],
      ['x-matter', 'water-permit-renewal'],
    ]);
    const parts = { verify, anonymity: 'refused' } as const;
    const identity = await identify((name) => headers.get(name), parts, [{ purpose: { case: 'c-1' } }]);
    expect(identity).toMatchObject({
      caller: { subject: 'clerk-water' },
      purpose: { matter: 'water-permit-renewal', case: 'c-1' },
    });
  });
});
