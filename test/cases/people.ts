import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anonymousExplorer } from '#gateway/identity/caller.ts';
import { callerTokenSigner } from '#gateway/identity/caller-token.ts';
import type { Identity } from '#gateway/identity/identify.ts';
import { readPersonas } from '#gateway/identity/personas.ts';

/** A gateway's key pair in files of its own, and its signed word for those who ask. Ended with `forget()`. */
export type Gateway = {
  readonly folder: string;
  readonly publicKeyFile: string;
  readonly vouch: (identity: Identity) => Promise<Readonly<Record<string, string>>>;
  forget(): void;
};

export function gatewayWithKeys(): Gateway {
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-cases-'));
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const [privateKeyFile, publicKeyFile] = [join(folder, 'private.json'), join(folder, 'public.json')];
  writeFileSync(privateKeyFile, JSON.stringify(privateKey.export({ format: 'jwk' })));
  writeFileSync(publicKeyFile, JSON.stringify(publicKey.export({ format: 'jwk' })));
  const sign = callerTokenSigner(privateKeyFile);
  return {
    folder,
    publicKeyFile,
    vouch: async ({ caller, purpose }) => ({ 'x-tongcha-caller': await sign({ caller, purpose }) }),
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const { personas } = readPersonas();

/** A persona with its matter and case as the purpose, unless told otherwise. */
export function identityOf(
  name: string,
  purpose: { readonly matter?: string | null; readonly case?: string | null } = {},
): Identity {
  const persona = personas.find((each) => each.persona === name);
  if (!persona) throw new Error(`no persona "${name}"`);
  const { sub: subject, org, dept, roles, region } = persona;
  const own = { matter: persona.matter ?? null, case: persona.case ?? null };
  return {
    caller: {
      ...anonymousExplorer,
      isAuthenticated: true,
      subject,
      name: persona.name,
      org,
      dept,
      roles,
      region,
    },
    purpose: { ...own, ...purpose },
  };
}

/** The same clerk under another name: a colleague of the same unit and roles. */
export function colleagueOf(identity: Identity, subject: string): Identity {
  return { ...identity, caller: { ...identity.caller, subject } };
}
