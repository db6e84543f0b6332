import { generateKeyPairSync } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { Refusal } from '../errors.ts';
import { type Persona, readPersonas } from './personas.ts';
import { signingKey, signToken } from './sign.ts';
import type { TokenRules } from './token.ts';

/** Signs in the fixed personas. It exists in development only; a production gateway never makes one. */
export type DevelopmentIssuer = {
  readonly publicKey: JWK;
  readonly personas: readonly Persona[];
  issue(persona: string): Promise<{ readonly token: string; readonly expiresAt: string }>;
};

/** The issuer whose key is kept in `folder`, made on first use, so that every process of this machine's house shares it. */
export function developmentIssuer(folder: string, rules: TokenRules): DevelopmentIssuer {
  const { personas } = readPersonas();
  const key = sharedKey(folder);
  const { d: _private, ...publicKey } = key;
  const signing = signingKey(key);
  return {
    publicKey,
    personas,
    async issue(name) {
      const found = personas.find(({ persona }) => persona === name);
      if (!found)
        throw new Refusal(
          'NOT_FOUND',
          `No persona has that name; there are: ${personas.map(({ persona }) => persona).join(', ')}.`,
        );
      const { sub, name: personName, org, dept, roles, region, scope, level } = found;
      const claims = { sub, name: personName, org, dept, roles, region, scope, level };
      const expiresAt = new Date(Date.now() + lifetimeSeconds * 1000).toISOString();
      return { token: await signToken(signing, claims, { ...rules, lifetimeSeconds }), expiresAt };
    },
  };
}

const lifetimeSeconds = 8 * 3_600;

function sharedKey(folder: string): JWK {
  const file = join(folder, 'development-issuer.jwk.json');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const made = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify({ ...made, kid: 'development' }), { mode: 0o600 });
    try {
      // Whoever links first decides; a link never shows half a file and never replaces one.
      linkSync(draft, file);
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return JSON.parse(readFileSync(file, 'utf8')) as JWK;
}
