import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Launch } from '../harness/process.ts';
import type { Place } from './peer.ts';

/**
 * Tongcha as it would serve: in production mode, an analyst's token verified on every request (a clerk may run trusted
 * documents only), departments called with a signed caller token. A workload without share classes can only be served `--open`, in development, without identity.
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
  const headers = { authorization: `Bearer ${analystsToken(gatewayFolder, env)}` };
  const identity = { TONGCHA_ISSUER: 'tongcha-development', TONGCHA_JWKS_URL: publishedKeys(place, state) };
  return { ...launch, env: { ...env, ...identity }, headers };
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

function analystsToken(gatewayFolder: string, env: Readonly<Record<string, string>>): string {
  const script = join(gatewayFolder, 'gateway/identity/issuer-cli.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'token', 'analyst'], {
    env: { ...process.env, ...env, NODE_ENV: 'development' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`no token for the analyst: ${stderr}`);
  return stdout.trim();
}

/** The development issuer's public key, where the bench's own server of subgraphs publishes it. */
function publishedKeys({ files, origin }: Place, state: string): string {
  const { d: _private, ...key } = JSON.parse(
    readFileSync(join(state, 'development-issuer.jwk.json'), 'utf8'),
  ) as Record<string, string>;
  writeFileSync(files.keys, JSON.stringify({ keys: [key] }));
  return `${origin}/jwks`;
}
