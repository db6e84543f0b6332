// `npm test`: installs what the tests need, then asks every question about the code in turn and stops at the first "no".
import { spawnSync } from 'node:child_process';
import { installMissing } from './setup/install.ts';

const deep = process.argv.includes('--deep');

const questions: readonly (readonly [question: string, script: string, args: readonly string[]])[] = [
  [
    'formatted, imports in order',
    'node_modules/@biomejs/biome/bin/biome',
    ['ci', '--error-on-warnings', '.'],
  ],
  ['linted, type-aware', 'node_modules/oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']],
  ['typed', 'node_modules/typescript/bin/tsc', ['-p', '.']],
  ['nothing dead, nothing unlisted', 'node_modules/knip/bin/knip.js', ['--no-progress']],
  ['supergraph current', 'schema/registry/main.ts', ['--check']],
  ['pages built', 'web/build.ts', []],
  ['behaviour', 'node_modules/vitest/vitest.mjs', ['run']],
];

installMissing();
for (const [question, script, args] of deep ? questions.slice(-2) : questions) {
  process.stdout.write(`\n— ${question}\n`);
  const { status } = spawnSync(process.execPath, [script, ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...(deep && { TONGCHA_DEEP: '1' }) },
  });
  if (status === 0) continue;
  process.stdout.write(`\nno: ${question}\n`);
  process.exit(status ?? 1);
}
