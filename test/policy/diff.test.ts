import { execFileSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differenceWords } from '#gateway/access/cli/diff/words.ts';
import { type Difference, diff } from '#gateway/access/cli/diff/work.ts';
import { granting, guard, optionsFor, smallPolicy } from './small-policy.ts';
import { policyFolder } from './written-policy.ts';

// What a change of the policy changes for whom is found by deciding, not by reading.

const comparing = (before: string, after: string, folder = after) =>
  diff({ ...optionsFor(folder), kind: 'diff', before, after });

const linesOf = (difference: Difference, lang: 'zh' | 'en' = 'en') =>
  differenceWords(difference, lang).lines.filter((line) => line !== '');

/** The lines about a matter for which fields are granted so before, and so after. */
const changing = (before: readonly string[], after: readonly string[]) =>
  linesOf(
    comparing(smallPolicy({ fields: granting(...before) }), smallPolicy({ fields: granting(...after) })),
  );

describe('a change of grants', () => {
  it('newly allows fields, to those whose level is enough', () => {
    expect(changing([], ['Citizen.sex: clear', 'Citizen.lifeState: clear'])).toEqual([
      'trial',
      '  newly allows in the clear 2 fields to 1 role: Citizen.sex, Citizen.lifeState',
      '    window-clerk · department water · level L2, L3, L4 · case verified, case unverified, no case · not under fourteen',
    ]);
  });

  it('no longer allows them', () => {
    expect(changing(['Citizen.sex: clear'], [])[1]).toBe(
      '  no longer allows (was clear) 1 field to 1 role: Citizen.sex',
    );
  });

  it('shows them masked instead of clear, unless the mask is lifted', () => {
    const lines = changing(['Citizen.name: clear'], ['Citizen.name: masked']);
    expect(lines).toEqual([
      'trial',
      '  masked instead of clear 1 field to 1 role: Citizen.name',
      expect.stringMatching(/level L2, L3, L4 · .* · not under fourteen, with its mask on$/),
    ]);
  });

  it('puts a condition on them', () => {
    const lines = changing(['Citizen.sex: clear'], ['Citizen.sex: { show: clear, where: [party] }']);
    expect(lines.slice(1)).toEqual([
      '  no longer allows (was clear) 1 field to 1 role: Citizen.sex',
      expect.stringMatching(/case verified · not under fourteen, no party of the case$/),
      expect.stringMatching(/case unverified, no case · not under fourteen$/),
    ]);
  });

  it('is none where the same is written otherwise', () => {
    const whole = ['Citizen.name: masked', 'Citizen.sex: clear'];
    expect(changing(whole, whole.toReversed())).toEqual([
      'Nothing changes: everybody sees the same of every field.',
    ]);
  });

  it('is told in Chinese as well', () => {
    const before = smallPolicy();
    const after = smallPolicy({ fields: granting('Citizen.sex: clear') });
    expect(linesOf(comparing(before, after), 'zh')).toContain(
      '  新增可以原样看 1 个字段,涉及 1 个角色:性别 Citizen.sex',
    );
  });
});

describe('a change of a matter’s terms', () => {
  const fields = granting('Citizen.sex: clear', 'Citizen.name: masked');
  const lines = (instead: Parameters<typeof smallPolicy>[0]) =>
    linesOf(comparing(smallPolicy({ fields }), smallPolicy({ fields, ...instead })));

  it('in its validity is told, and changes nothing on a day when both are in force', () => {
    expect(lines({ validity: 'validity: { from: 2026-01-01, to: 2027-12-31 }' })).toEqual([
      'matter trial: validity 2026-01-01 –  → 2026-01-01 – 2027-12-31',
    ]);
  });

  it('in its case takes away what is seen without one, and shows only masked while it is unverified', () => {
    const told = lines({ case: 'case: required' }).join('\n');
    expect(told).toContain('matter trial: case optional → required');
    expect(told).toMatch(
      /no longer allows \(was clear\) 1 field to 1 role: Citizen\.sex\n.*case unverified, no case/,
    );
    expect(told).toMatch(/no longer allows \(was masked\) 1 field to 1 role: Citizen\.name\n.* · no case · /);
  });

  it('in what it may see of minors newly allows it', () => {
    const told = lines({ more: 'minors: { basis: 《试办条例》第二条 }' }).join('\n');
    expect(told).toContain('matter trial: minors none → 《试办条例》第二条');
    expect(told).toMatch(
      /newly allows in the clear \d+ fields? to 1 role: .*Citizen\.sex.*\n.* · under fourteen/,
    );
  });

  it('in its roles gives to some what others lose', () => {
    const told = lines({ roles: 'roles: [analyst]' }).join('\n');
    expect(told).toContain('matter trial: roles window-clerk → analyst');
    expect(told).toMatch(/newly allows in the clear .*Citizen\.sex.*\n {4}analyst · department water/);
    expect(told).toMatch(
      /no longer allows \(was clear\) .*Citizen\.sex.*\n {4}window-clerk · department water/,
    );
  });
});

describe('a change of anything else', () => {
  it('of the guard is told by its rule, and by whom it concerns', () => {
    const rule =
      '@id("extra")\nforbid (principal, action == Action::"Citizen.sex", resource) when { principal.level < 3 };';
    const fields = granting('Citizen.sex: clear');
    const after = smallPolicy({ fields }, { 'guard.cedar': `${guard}\n${rule}` });
    expect(linesOf(comparing(smallPolicy({ fields }), after))).toEqual([
      'guard extra: added',
      'without a matter',
      '  no longer allows (was clear) 1 field to 1 role: Citizen.sex',
      '    department-publisher · department population · level L2 · no case · not under fourteen',
      'trial',
      '  no longer allows (was clear) 1 field to 1 role: Citizen.sex',
      expect.stringMatching(/^ {4}window-clerk · department water · level L2 · .* · not under fourteen$/),
    ]);
  });

  it('of a role’s own department gives it what that provides, without a matter', () => {
    const [before, after] = ['none', 'clear'].map((own) => smallPolicy({}, { 'roles.yaml': rollOf(own) }));
    const lines = linesOf(comparing(before ?? '', after ?? ''));
    expect(lines[0]).toBe('role window-clerk: ownDepartment none → clear');
    expect(lines.join('\n')).toMatch(
      /newly allows in the clear .*TaxArrear\.taxKind.*\n {4}window-clerk · department tax · /,
    );
  });

  it('of which matters there are is what they show beyond what is shown without', () => {
    const fields = granting('Citizen.sex: clear');
    const after = smallPolicy({ fields });
    const before = policyFolder({ 'guard.cedar': guard, 'matters/other.yaml': matterOf('other') });
    cpSync(join(before, 'matters/other.yaml'), join(after, 'matters/other.yaml'));
    expect(linesOf(comparing(before, after)).slice(0, 3)).toEqual([
      'matter trial: added',
      'trial',
      '  newly allows in the clear 1 field to 1 role: Query.citizen',
    ]);
    expect(linesOf(comparing(after, before))[0]).toBe('matter trial: removed');
  });
});

const git = (folder: string, ...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], {
    cwd: folder,
    stdio: 'pipe',
  });

describe('a side that is a revision of git', () => {
  it('is what the folder was then', () => {
    const folder = smallPolicy({ fields: granting('Citizen.sex: clear') });
    git(folder, 'init', '-q');
    git(folder, 'add', '.');
    git(folder, 'commit', '-q', '-m', 'first');
    const name = join(folder, 'matters/trial.yaml');
    cpSync(join(smallPolicy({ fields: granting() }), 'matters/trial.yaml'), name);
    expect(linesOf(comparing('git:HEAD', folder))).toContain(
      '  no longer allows (was clear) 1 field to 1 role: Citizen.sex',
    );
    expect(linesOf(comparing('git:HEAD', 'git:HEAD', folder))).toHaveLength(1);
  });

  it('is refused where git knows none', () => {
    const folder = smallPolicy();
    git(folder, 'init', '-q');
    expect(() => comparing('git:no-such', folder)).toThrow('git:no-such: git knows no such revision here.');
    expect(() => comparing('git:--upload-pack=x', folder)).toThrow('git knows no such revision here.');
  });
});

describe('a side that can’t be read', () => {
  it('is named with its problems', () => {
    const folder = smallPolicy();
    writeFileSync(join(folder, 'matters/trial.yaml'), 'code: [');
    const { isGood, notes } = differenceWords(comparing(smallPolicy(), folder), 'zh');
    expect(isGood).toBe(false);
    expect(notes[0]).toContain(`${folder}: matters/trial.yaml:1: this is no YAML`);
  });
});

function matterOf(code: string): string {
  return `code: ${code}
title: 另办
basis: [《试办条例》第一条]
subject: enterprise
roles: [window-clerk]
departments: [water]
case: optional
validity: { from: 2026-01-01 }
accessLog: shown
fields: { Query.enterprise: clear }
`;
}

function rollOf(own: string): string {
  return `roles:
  window-clerk: { title: 窗口办事员, says: 办事, ownDepartment: ${own}, needsMatter: true }
departments: { audit: 审计 }\n`;
}
