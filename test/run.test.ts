import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const run = (...words: readonly string[]) =>
  spawnSync(process.execPath, [join(root, 'run.mjs'), ...words], { cwd: root, encoding: 'utf8' });

describe('a script', () => {
  it('is run with what stands before it told to Node, and what stands after it to the script', () => {
    // Node only reads a script that it is to check.
    expect(run('--check', 'gateway/main.ts', '--none')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    const { status, stderr } = run('gateway/main.ts', '--none');
    expect(status).toBe(2);
    expect(stderr).toMatch(/'--none'/);
  });

  it('that starts the gateway tells Node how much room what is under way has, to leave it there, and to leave pauses alone', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly scripts: { readonly gateway: string };
    };
    const [node, script, ...words] = scripts.gateway.split(' ');
    expect([node, script]).toEqual(['node', 'run.mjs']);
    expect(words).toEqual([
      '--max-semi-space-size=64',
      '--no-memory-reducer',
      '--no-allocation-site-pretenuring',
      '--no-parallel-scavenge',
      'gateway/main.ts',
    ]);
    expect(run('--check', ...words)).toMatchObject({ status: 0, stderr: '' });
  });

  it('of a flag that Node does not know is not run', () => {
    const { status, stderr } = run('--no-such-flag', 'gateway/main.ts');
    expect(status).toBe(9);
    expect(stderr).toMatch(/bad option/);
  });
});
