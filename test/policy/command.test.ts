import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCommand } from '#gateway/access/cli/arguments.ts';
import { usage } from '#gateway/access/cli/usage.ts';
import { granting, smallPolicy, supergraph } from './small-policy.ts';

// Data to stdout, notes to stderr, and an exit code that scripts can go by.

const root = join(import.meta.dirname, '../..');

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'gateway/access/cli/main.ts'), ...args],
    { encoding: 'utf8', cwd: root, env: { ...process.env, NODE_OPTIONS: '' } },
  );
  return { status, stdout, stderr };
}

const folder = () => smallPolicy({ fields: granting('Citizen.name: masked') });

describe('npm run policy', () => {
  it('checks: fields on stdout, what is missing on stderr, 0 or strictly 1', () => {
    const policy = folder();
    const lax = run('check', '--policy', policy);
    expect(lax.status).toBe(0);
    expect(lax.stdout).toContain('Citizen.name 姓名  [有条件共享 L2]  授权: trial 脱敏\n');
    expect(lax.stderr).toContain('提醒:Citizen.sex');
    expect(run('check', '--policy', policy, '--strict').status).toBe(1);
  });

  it('prints JSON that is all of stdout', () => {
    const { status, stdout } = run('check', '--policy', folder(), '--json');
    const data = JSON.parse(stdout) as { good: boolean; fields: { field: string; kind: string }[] };
    expect([status, data.good]).toEqual([0, true]);
    expect(data.fields.find(({ field }) => field === 'Citizen.name')?.kind).toBe('granted');
  });

  it('explains, compares and tests', () => {
    const policy = folder();
    const explained = run(
      'explain',
      'trial',
      'clerk-water',
      'Citizen.name',
      '--policy',
      policy,
      '--lang',
      'en',
    );
    expect(explained.status).toBe(0);
    expect(explained.stdout).toContain('not under fourteen: masked (NAME)\n    permitted by trial: masked\n');
    const compared = run('diff', policy, folder());
    expect([compared.status, compared.stdout]).toEqual([0, '没有变化:每个人对每个字段看到的都一样。\n']);
    const tested = run('test', '--policy', policy, '--lang', 'en');
    expect(tested.status).toBe(0);
    expect(tested.stderr).toMatch(
      /^\d+ scenarios ran \(0 written, \d+ generated\): all as they must be\.\n$/,
    );
  });

  it('exits with 1 for what can’t be done, told in the language', () => {
    const zh = run('explain', 'trial', 'nobody', 'Citizen.name', '--policy', folder());
    expect(zh.status).toBe(1);
    expect(zh.stderr).toMatch(/^没有「nobody」这个身份/);
    const missing = run('check', '--supergraph', join(folder(), 'none.graphql'));
    expect([missing.status, missing.stdout]).toEqual([1, '']);
  });

  it('exits with 64 for wrong use, and says how it is used', () => {
    const wrong = run('diff', 'a');
    expect([wrong.status, wrong.stdout]).toEqual([64, '']);
    expect(wrong.stderr).toBe(`「diff」的参数个数不对。\n\n${usage.zh}\n`);
    const { status, stdout } = run('--help', '--lang', 'en');
    expect([status, stdout]).toEqual([0, `${usage.en}\n`]);
  });
});

describe('a command line', () => {
  it.each([
    [[], 'no-command'],
    [['chek'], 'unknown-command'],
    [['check', 'x'], 'arguments'],
    [['check', '--minor'], 'option'],
    [['explain', 'm', 'p'], 'arguments'],
    [['test', '--policy'], 'option'],
  ])('%j is wrong use', (args, problem) => {
    expect(readCommand(args)).toMatchObject({ kind: 'wrong', problem });
  });

  it('says what is known of the record, and nothing where it doesn’t', () => {
    expect(factsOf()).toBeNull();
    expect(factsOf('--minor', '--party', '--in-region')).toBe(13);
    expect(factsOf('--sole-trader', '--unmasked')).toBe(18);
  });

  it('is taken to be about a verified case where there is a matter', () => {
    expect(purposeOf('m')).toEqual(['m', 'verified']);
    expect(purposeOf('-')).toEqual([null, 'none']);
    expect(purposeOf('m', '--case=unverified')).toEqual(['m', 'unverified']);
    expect(purposeOf('m', '--case=open')).toMatchObject({ kind: 'wrong', problem: 'case' });
    expect(purposeOf('m', '--variables=[1]')).toMatchObject({ kind: 'wrong', problem: 'variables' });
  });

  it('names a folder and a supergraph of this house unless told', () => {
    const reading = readCommand(['check']);
    expect(reading).toMatchObject({
      command: { policy: join(root, 'schema/policy'), supergraph: join(supergraph) },
    });
    expect(readCommand(['check', '--lang', 'fr'])).toMatchObject({ kind: 'wrong', problem: 'language' });
  });
});

/** What is known of the record, by these options. */
function factsOf(...args: readonly string[]): unknown {
  const reading = readCommand(['explain', 'm', 'p', 'T.f', ...args]);
  return reading.kind === 'command' && reading.command.kind === 'explain' ? reading.command.facts : undefined;
}

/** The matter and how far its case is known. */
function purposeOf(...args: readonly string[]): unknown {
  const reading = readCommand(['explain', ...args, 'p', 'T.f']);
  return reading.kind === 'command' && reading.command.kind === 'explain'
    ? [reading.command.matter, reading.command.standing]
    : reading;
}
