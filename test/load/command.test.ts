import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, file, folder, root } from './office.ts';

describe('the command', () => {
  const csv = 'list_name,seq,name,supervising_department,website,published\n名录,1,甲集团,,,2025-07-29\n';

  it('ends with 0, 1 or 2 and keeps its summary on stdout', () => {
    const registers = join(folder, 'command');
    const path = file(csv);
    const mapping = ['--mapping', join(root, 'subgraphs/sasac/load/central_enterprises_2025.yaml')];
    const run = (...args: string[]) => command(registers, ...args);
    expect(run('sasac', path, ...mapping)).toEqual({
      status: 0,
      stdout: 'sasac.centralEnterprise: read 1, written 1, refused 0\n',
      stderr: '',
    });
    expect(run('sasac', path, ...mapping)).toEqual({
      status: 1,
      stdout:
        'sasac.centralEnterprise: read 1, written 0, refused 1; nothing is written while rows are refused (--accept-refused)\n',
      stderr: 'line 2: has a key that the register holds already\n',
    });
    expect(run('sasac', path, ...mapping, '--accept-refused').status).toBe(0);
    expect(run('sasac', path)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^no mapping at/),
    });
    expect(run('nobody', path).stderr).toMatch(/^no department "nobody"; there are: .*sasac/);
    expect(run('sasac')).toMatchObject({ status: 2, stdout: '' });
    expect(run('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/Exit code: 0 .* 1 .* 2 /s),
    });
  });

  it('says of a register that fails only what kind of failure it is', () => {
    const mapping = ['--mapping', join(root, 'subgraphs/sasac/load/central_enterprises_2025.yaml')];
    const unreachable = command('postgres', 'sasac', file(csv), ...mapping);
    expect(unreachable).toEqual({
      status: 2,
      stdout: '',
      stderr: 'the register failed (ECONNREFUSED); nothing was written\n',
    });
    const notOurs = join(folder, 'not-ours');
    writeFileSync(`${notOurs}.sqlite`, 'this is no database, whatever its name says. '.repeat(50));
    const broken = command(notOurs, 'sasac', file(csv), ...mapping);
    expect(broken.stderr).toBe('the register failed (ERR_SQLITE_ERROR 26); nothing was written\n');
  });

  it('needs no more memory for a large file', () => {
    const rows = Array.from(
      { length: 150_000 },
      (_, n) => `名录,${n},企业${n}${'甲'.repeat(60)},,,2025-07-29\n`,
    );
    const path = file(csv.split('\n')[0] + '\n' + rows.join(''));
    const mapping = ['--mapping', join(root, 'subgraphs/sasac/load/central_enterprises_2025.yaml')];
    const { status, stdout } = command(
      join(folder, 'large'),
      '--max-old-space-size=72',
      'sasac',
      path,
      ...mapping,
    );
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: 'sasac.centralEnterprise: read 150000, written 150000, refused 0\n',
    });
  });
});
