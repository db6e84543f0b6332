import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runWords } from '#gateway/access/cli/scenarios/words.ts';
import { test as run } from '#gateway/access/cli/scenarios/work.ts';
import { granting, optionsFor, smallPolicy } from './small-policy.ts';
import { shippedFolder } from './written-policy.ts';

// What people of the business wrote down must be what the gateway decides.

const testing = (policy: string, files: readonly string[] = []) =>
  run({ ...optionsFor(policy), kind: 'test', files });

describe('the scenarios of this house', () => {
  const all = testing(shippedFolder);

  it('come out as they are written', () => {
    expect(all.problems).toEqual([]);
    expect(runWords(all, 'zh').lines).toEqual([]);
  });

  it('are many, and many are written by hand', () => {
    expect(all.written).toBeGreaterThanOrEqual(80);
    expect(all.written + all.generated).toBeGreaterThanOrEqual(300);
  });
});

describe('a scenario that does not come out', () => {
  const fields = granting('Citizen.name: masked', 'Citizen.sex: clear');
  const failing = (scenario: string) => {
    const folder = smallPolicy({ fields });
    const file = join(folder, 'trial-scenarios.yaml');
    writeFileSync(file, scenario);
    const told = runWords(testing(folder, [file]), 'zh');
    return { ...told, lines: told.lines.map((line) => line.replace(folder, '')) };
  };

  it('is told by its line, with what was got and why', () => {
    const { isGood, lines } = failing(`
- 名称: 水利窗口看姓名
  谁: clerk-water
  事项: trial
  可以看:
    - Citizen.sex
    - Citizen.name
  看不到: [Citizen.divisionCode]
`);
    expect(isGood).toBe(false);
    expect(lines).toEqual([
      '/trial-scenarios.yaml:7: 水利窗口看姓名',
      '    Citizen.name: 应当原样,实际脱敏(姓名)',
      '    有关规则:trial: masked',
    ]);
  });

  it('fails for a denial with another reason than it says', () => {
    const { lines } = failing(`
- 名称: 水利窗口看户籍所在地
  谁: clerk-water
  事项: trial
  看不到: [Citizen.divisionCode]
  因为: 未成年人
`);
    expect(lines.join('\n')).toMatch(/应当看不到 \(未成年人\),实际看不到\n.*\[NOT_GRANTED\]/);
  });

  it('fails where the matter is refused and it does not say so, and the other way round', () => {
    const { lines } = failing(`
- 名称: 交通窗口用不了
  谁: clerk-transport
  事项: trial
  看不到: [Citizen.name]
- 名称: 水利窗口用不了
  谁: clerk-water
  事项: trial
  事项被拒: 是
`);
    expect(lines[1]).toContain('「试办」不由您的岗位、部门或者单位办理');
    expect(lines.slice(2)).toEqual(['/trial-scenarios.yaml:6: 水利窗口用不了', '    事项应当被拒,实际可用']);
  });

  it('is not run where the file is wrong; all that is wrong is told at once', () => {
    const { isGood, notes } = failing(`
- 名称: 错的
  谁: clerk-watr
  事项: trail
  可以看: [Citizen.nam]
  记录: [小孩]
- 名称: 错的
  谁: 匿名
`);
    expect(isGood).toBe(false);
    const told = notes.join('\n');
    for (const problem of [
      ':3: there is no persona "clerk-watr" (did you mean "clerk-water"?)',
      ':4: there is no matter "trail" (did you mean "trial"?)',
      ':5: there is no field "Citizen.nam" (did you mean "Citizen.name"?)',
      ':6: 记录 can\'t be "小孩"',
      ':7: a scenario says what is seen',
      ':7: "错的" stands here again, first on line 2',
    ])
      expect(told).toContain(problem);
  });
});

describe('the grid of grants', () => {
  it('finds a grant that a guard makes idle, at the grant’s own line', () => {
    const blind = '@id("nobody")\nforbid (principal, action == Action::"Citizen.sex", resource);';
    const fields = granting('Citizen.name: masked', 'Citizen.sex: clear');
    const folder = smallPolicy({ fields }, { 'guard.cedar': `${permitUnconditional}\n${blind}` });
    const { failures, generated } = testing(folder);
    expect(generated).toBeGreaterThan(20);
    expect(failures).toMatchObject([
      {
        kind: 'field',
        coordinate: 'Citizen.sex',
        expected: 'clear',
        got: { kind: 'DENIED' },
        by: ['nobody'],
      },
    ]);
    expect(failures[0]?.line).toBe(14);
  });

  it('finds what is shown and not granted', () => {
    const open = '@id("open")\npermit (principal, action in Action::"class CONDITIONAL", resource);';
    const folder = smallPolicy({}, { 'guard.cedar': `${permitUnconditional}\n${open}` });
    const { failures } = testing(folder);
    expect(failures.length).toBeGreaterThan(10);
    expect(failures.every((each) => each.kind === 'field' && each.got.kind === 'CLEAR')).toBe(true);
  });
});

const permitUnconditional = `@id("unconditional") permit (principal, action in Action::"unconditional", resource);
@id("credit-code") permit (principal, action in Action::"unconditional credit code", resource);
@id("not-shared") forbid (principal, action in Action::"class NONE", resource);`;
