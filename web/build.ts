// Builds the web pages into web/dist, unless that was already done from these very sources.
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const web = import.meta.dirname;
const stamp = join(web, 'dist', '.built-from');

const sources = hashOfSources();
if (builtFrom() === sources) process.stderr.write('Web pages are up to date.\n');
else await bundle();

async function bundle(): Promise<void> {
  const startedAt = performance.now();
  process.stderr.write('Building the web pages …\n');
  process.env['NODE_ENV'] = 'production'; // Vite would pass a test runner's "test" on to React
  const { build } = await import('vite');
  await build({ configFile: join(web, 'vite.config.ts') });
  writeFileSync(stamp, sources);
  process.stderr.write(`Web pages built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.\n`);
}

/** The lockfile counts as a source: most of a page is what it installs. */
function hashOfSources(): string {
  const files = globSync('**/*.*', { cwd: web, exclude: ['dist/**'] }).map((file) => join(web, file));
  const hash = createHash('sha256');
  for (const file of [...files.sort(), join(web, '..', 'package-lock.json')])
    hash
      .update(`${relative(web, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

function builtFrom(): string | null {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return null;
  }
}
