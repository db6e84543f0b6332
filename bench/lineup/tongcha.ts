import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Launch } from '../harness/process.ts';
import type { Place } from './peer.ts';

/**
 * Tongcha as it would serve: in production mode, a token verified on every request, every field decided by a matter,
 * departments called with a signed caller token, every answer recorded. The matter grants all that is asked, since every
 * peer must answer the same; quotas count and refuse nothing. A workload without share classes can only be served
 * `--open`, in development, without identity, decisions and records.
 */
export function tongcha(place: Place, { sharing }: { sharing: 'on' | 'off' }): Launch {
  const { workload, port, files, addresses, gatewayFolder } = place;
  const state = join(files.folder, 'state');
  const script = join(gatewayFolder, 'gateway/main.ts');
  const launch = {
    command: process.execPath,
    args: [...nodeFlags(gatewayFolder), script, '--supergraph', files.supergraph, '--port', String(port)],
    cwd: gatewayFolder,
  };
  const env = {
    TONGCHA_STATE: state,
    TONGCHA_DEPARTMENT_URLS: JSON.stringify(addresses),
    TONGCHA_CALLER_PRIVATE_KEY: callerKey(state),
    TONGCHA_SHARE_READS: sharing,
    // Cost is computed as ever; no workload is refused for it, as no peer refuses one.
    TONGCHA_COST_BUDGETS: JSON.stringify({ default: 100_000 }),
  };
  if (!workload.governed)
    return { ...launch, args: [...launch.args, '--open'], env: { ...env, NODE_ENV: 'development' } };
  const headers = {
    authorization: `Bearer ${token(gatewayFolder, env)}`,
    'x-matter': 'bench',
  };
  const identity = { TONGCHA_ISSUER: 'tongcha-development', TONGCHA_JWKS_URL: publishedKeys(place, state) };
  const governed = {
    TONGCHA_POLICY: policy(gatewayFolder, files.supergraph, state),
    TONGCHA_JOURNAL_KEYS: journalKeys(state),
    // Each process writes a log of its own.
    TONGCHA_INSTANCE: `sharing-${sharing}`,
  };
  return { ...launch, env: { ...env, ...identity, ...governed }, headers };
}

/** What `npm run gateway` tells Node. */
function nodeFlags(gatewayFolder: string): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(gatewayFolder, 'package.json'), 'utf8')) as {
    readonly scripts: { readonly gateway: string };
  };
  return scripts.gateway.split(' ').filter((word) => word.startsWith('--'));
}

function callerKey(state: string): string {
  const file = join(state, 'caller.private.jwk.json');
  if (existsSync(file)) return file;
  mkdirSync(state, { recursive: true });
  writeFileSync(file, JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })), {
    mode: 0o600,
  });
  return file;
}

/** Of the highest level: nothing is masked for want of it. */
function token(gatewayFolder: string, env: Readonly<Record<string, string>>): string {
  const script = join(gatewayFolder, 'gateway/identity/issuer-cli.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'token', 'bureau'], {
    env: { ...process.env, ...env, NODE_ENV: 'development' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`no token for the bench: ${stderr}`);
  return stdout.trim();
}

/** A policy whose one matter grants every field, and quotas that nobody reaches. */
function policy(gatewayFolder: string, supergraph: string, state: string): string {
  const folder = join(state, 'policy');
  const types = [...readFileSync(supergraph, 'utf8').matchAll(/^type (\w+)/gm)].map(
    ([, name]) => `  ${name}.*: clear`,
  );
  const matter = [
    'code: bench',
    'title: 测量',
    'basis: [测量]',
    'subject: either',
    'roles: [data-bureau]',
    'departments: [data-bureau]',
    'case: optional',
    'validity: { from: 2020-01-01 }',
    'accessLog: shown',
    'fields:',
    ...types,
  ];
  mkdirSync(join(folder, 'matters'), { recursive: true });
  for (const file of ['guard.cedar', 'roles.yaml'])
    copyFileSync(join(gatewayFolder, 'schema/policy', file), join(folder, file));
  writeFileSync(join(folder, 'matters/bench.yaml'), `${matter.join('\n')}\n`);
  const most = 1_000_000_000;
  writeFileSync(
    join(folder, 'quotas.yaml'),
    `requests:\n  - { perHour: ${most} }\nsubjectsPerHour: { default: ${most} }\n`,
  );
  return folder;
}

function journalKeys(state: string): string {
  const folder = join(state, 'journal-keys');
  if (existsSync(folder)) return folder;
  mkdirSync(folder, { recursive: true });
  const signing = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const subject = { kty: 'oct', k: randomBytes(32).toString('base64url') };
  for (const [name, key] of Object.entries({ signing, subject }))
    writeFileSync(join(folder, `journal-${name}.jwk.json`), JSON.stringify(key), { mode: 0o600 });
  return folder;
}

/** The development issuer's public key, where the bench's own server of subgraphs publishes it. */
function publishedKeys({ files, origin }: Place, state: string): string {
  const { d: _private, ...key } = JSON.parse(
    readFileSync(join(state, 'development-issuer.jwk.json'), 'utf8'),
  ) as Record<string, string>;
  writeFileSync(files.keys, JSON.stringify({ keys: [key] }));
  return `${origin}/jwks`;
}
