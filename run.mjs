// Runs one script of this project on the Node it was written for, from a bare clone with only the system's Node.
// Plain JavaScript on purpose: this file alone must run before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const given = process.argv.slice(2);
/** What stands before the script is for Node itself. */
const flags = given.slice(
  0,
  given.findIndex((word) => !word.startsWith('--')),
);
const [script, ...args] = given.slice(flags.length);

installWhatIsMissing();
run();

/** `npm ci` when node_modules was not installed from this very lockfile; its words go to stderr, so stdout stays the script's. */
function installWhatIsMissing() {
  const lockfile = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.installed-from');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfile) return;
  process.stderr.write('Installing dependencies (npm ci), once for this lockfile …\n');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    process.stderr.write(
      'npm ci failed: see its message above. The package registry must be reachable for this one step.\n',
    );
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, lockfile);
}

/** The child keeps the terminal and gets every signal; this process ends as it ends. */
function run() {
  const node = join(root, 'node_modules', 'node', 'bin', 'node');
  const child = spawn(node, [...flags, join(root, script), ...args], {
    stdio: 'inherit',
    env: { ...process.env, APOLLO_TELEMETRY_DISABLED: '1', NODE_NO_WARNINGS: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
