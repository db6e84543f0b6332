import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const bench = fileURLToPath(new URL('..', import.meta.url));
const peers = `${bench}peers/`;

/** Installs the peers where they are missing or other versions than package.json names. */
export function installPeers(): void {
  for (const folder of [peers, `${peers}mercurius/`]) installIn(folder);
}

function installIn(folder: string): void {
  const wanted = readFileSync(`${folder}package.json`, 'utf8');
  const stamp = `${folder}node_modules/.installed-from`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write(`Installing peers (npm install in ${folder}), once for these versions …\n`);
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error(`npm install in ${folder} failed: see its message above`);
  writeFileSync(stamp, wanted);
}

/** A file of a peer's package. */
export function ofPeer(path: string): string {
  return `${peers}node_modules/${path}`;
}

/** A file of the bench. */
export function ofBench(path: string): string {
  return `${bench}${path}`;
}
