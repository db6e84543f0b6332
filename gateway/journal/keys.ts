import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The keys of a journal. Retired ones still verify and still find. */
export type JournalKeys = {
  /** Ed25519, private: signs checkpoints. */
  readonly signing: JsonWebKey;
  /** 32 bytes, base64url: subjects are kept as HMACs under it. */
  readonly subject: string;
  readonly retired: { readonly signing: readonly JsonWebKey[]; readonly subject: readonly string[] };
};

/**
 * The keys kept in a folder as JWK files: `journal-signing.jwk.json`, `journal-subject.jwk.json` and, retired, any of
 * `retired/*.jwk.json`. With `missing: 'make'` what isn't there is made, once for all processes that share the folder.
 */
export function journalKeys(
  folder: string,
  { missing = 'make' }: { missing?: 'make' | 'fail' } = {},
): JournalKeys {
  const files = [join(folder, 'journal-signing.jwk.json'), join(folder, 'journal-subject.jwk.json')] as const;
  if (missing === 'make') {
    makeOnce(folder, files[0], () => generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }));
    makeOnce(folder, files[1], () => ({ kty: 'oct', k: randomBytes(32).toString('base64url') }));
  }
  return keysOf(readJwk(files[0]), readJwk(files[1]), retiredIn(folder));
}

/** Keys from two files, as production gives them, and JWKs that are retired. Throws where one isn't of its kind. */
export function keysOf(
  signing: JsonWebKey,
  subject: JsonWebKey,
  retired: readonly JsonWebKey[] = [],
): JournalKeys {
  if (signing.kty !== 'OKP' || signing.crv !== 'Ed25519' || !signing.d || !signing.x)
    throw new Error('the signing key of the journal must be an Ed25519 private JWK');
  if (subject.kty !== 'oct' || Buffer.from(subject.k ?? '', 'base64url').length < 32)
    throw new Error('the subject key of the journal must be an "oct" JWK of at least 32 bytes');
  return {
    signing,
    subject: subject.k as string,
    retired: {
      signing: retired.filter(({ kty }) => kty === 'OKP'),
      subject: retired.flatMap(({ kty, k }) => (kty === 'oct' && k !== undefined ? [k] : [])),
    },
  };
}

/** A key from its file. */
export function readJwk(file: string): JsonWebKey {
  return JSON.parse(readFileSync(file, 'utf8')) as JsonWebKey;
}

/** By what START entries name a subject key without telling it. */
export function subjectKeyIdOf(key: string): string {
  const mac = createHmac('sha256', Buffer.from(key, 'base64url')).update('tongcha-journal/1 subject key id');
  return mac.digest('hex').slice(0, 8);
}

function retiredIn(folder: string): readonly JsonWebKey[] {
  const retired = join(folder, 'retired');
  if (!existsSync(retired)) return [];
  const names = readdirSync(retired).filter((name) => name.endsWith('.jwk.json'));
  return names.sort().map((name) => readJwk(join(retired, name)));
}

function makeOnce(folder: string, file: string, make: () => JsonWebKey): void {
  if (existsSync(file)) return;
  mkdirSync(folder, { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, JSON.stringify(make()), { mode: 0o600 });
  try {
    // Whoever links first decides; a link never shows half a file and never replaces one.
    linkSync(draft, file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
