import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What the tests run for real, and Debian's package for each. */
const needed = [
  { what: 'Chromium', packages: ['chromium'], found: () => existsSync('/usr/bin/chromium') },
  { what: 'PostgreSQL', packages: ['postgresql'], found: () => existsSync('/usr/lib/postgresql') },
  {
    what: 'Chinese fonts',
    packages: ['fonts-noto-cjk'],
    found: () => existsSync('/usr/share/fonts/opentype/noto') || existsSync('/usr/share/fonts/noto-cjk'),
  },
];

/** Installs what is missing with apt where this user may; else says exactly what to install and ends. */
export function installMissing(): void {
  const missing = needed.filter(({ found }) => !found());
  if (missing.length === 0) return;
  const packages = missing.flatMap((each) => each.packages);
  const names = missing.map(({ what }) => what).join(', ');
  process.stderr.write(`The tests need ${names}: apt-get install ${packages.join(' ')}\n`);
  const installed =
    process.getuid?.() === 0 && apt('update') && apt('install', '-y', '--no-install-recommends', ...packages);
  if (installed) return;
  process.stderr.write(
    `Install them first, as root: apt-get update && apt-get install -y ${packages.join(' ')}\n`,
  );
  process.exit(2);
}

function apt(...args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env }).status === 0;
}
