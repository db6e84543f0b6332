import { describe, expect, it } from 'vitest';
import { checkedWords } from '#gateway/access/cli/check/words.ts';
import { check } from '#gateway/access/cli/check/work.ts';
import { granting, optionsFor, smallPolicy } from './small-policy.ts';
import { shippedFolder } from './written-policy.ts';

// Every field is decided by somebody who meant it.

const checking = (policy: string, isStrict = false) =>
  check({ ...optionsFor(policy), kind: 'check', isStrict });

describe('the policy of this house', () => {
  const checked = checking(shippedFolder, true);

  it('passes strictly: every field has an explicit decision', () => {
    expect(checked.problems).toEqual([]);
    expect(checked.missing).toEqual([]);
    expect(checked.isGood).toBe(true);
  });

  it('says of every field by which rule it is decided', () => {
    const kinds = new Map(checked.fields.map(({ rule, ground }) => [rule.coordinate, ground.kind]));
    expect(kinds.size).toBeGreaterThan(400);
    expect(kinds.get('Enterprise.name')).toBe('everybody');
    expect(kinds.get('Enrolment.correctionalEducation')).toBe('nobody');
    expect(kinds.get('Citizen.name')).toBe('granted');
    expect(kinds.get('Citizen.ethnicity')).toBe('not-granted');
    const { lines } = checkedWords(checked, 'zh');
    expect(lines).toHaveLength(kinds.size);
    expect(lines.find((line) => line.startsWith('Citizen.formerName '))).toBe(
      'Citizen.formerName 曾用名  [有条件共享 L3]  授权: real-estate-one-window 原样(当事人)',
    );
  });
});

const folder = () => smallPolicy({ fields: granting('Citizen.name: masked') });

describe('a field that no matter grants', () => {
  it('is a warning, and with strictness an error', () => {
    const lax = checking(folder());
    expect(lax.isGood).toBe(true);
    expect(lax.missing).toContain('Citizen.sex');
    expect(lax.missing).not.toContain('Citizen.name');
    expect(checkedWords(lax, 'zh').notes).toContain(
      '提醒:Citizen.sex: 没有任何事项授权,也没有写进 not-granted.yaml:请在事项里授权,或者在那里写明理由',
    );
    const strict = checking(folder(), true);
    expect(strict.isGood).toBe(false);
    expect(checkedWords(strict, 'en').notes.at(-1)).toMatch(
      /^Not good: 0 problems, \d+ fields without an explicit decision\.$/,
    );
  });

  it('may be named with a reason, by itself or with the rest of its type', () => {
    const said = smallPolicy(
      { fields: granting('Citizen.name: masked') },
      {
        'not-granted.yaml': 'notGranted:\n  - reason: 用不着\n    fields: [Citizen.*, Enterprise.phone]\n',
      },
    );
    const { isGood, missing } = checking(said);
    expect(isGood).toBe(true);
    expect(missing.filter((each) => each.startsWith('Citizen.') || each === 'Enterprise.phone')).toEqual([]);
    expect(missing).toContain('Enterprise.email');
  });
});

const problemsOf = (fields: string) =>
  checking(
    smallPolicy(
      { fields: granting('Citizen.name: masked') },
      {
        'not-granted.yaml': `notGranted:\n  - reason: 用不着\n    fields: [${fields}]\n`,
      },
    ),
  ).problems.map((problem) => problem.replace(/^.*not-granted/, 'not-granted'));

describe('not-granted.yaml', () => {
  it('may not go on naming what is granted, shared with all, or not there', () => {
    expect(problemsOf('Citizen.name')).toEqual([
      "not-granted.yaml:3: Citizen.name is decided already, by its class or by a matter's grant; take it out",
    ]);
    expect(problemsOf('Enterprise.name')).toHaveLength(1);
    expect(problemsOf('Citizen.sexx')).toEqual([
      'not-granted.yaml:3: there is no field "Citizen.sexx" (did you mean "Citizen.sex"?); correct it, or take it out',
    ]);
    expect(problemsOf('School.*')).toEqual([
      'not-granted.yaml:3: School.* has no field that nobody is granted; take it out',
    ]);
    expect(problemsOf('Citizen.sex, Citizen.sex')).toEqual([
      'not-granted.yaml:3: "Citizen.sex" stands here again below; keep one',
    ]);
  });

  it('needs a reason', () => {
    const folder = smallPolicy({}, { 'not-granted.yaml': 'notGranted:\n  - fields: [Citizen.sex]\n' });
    expect(checking(folder).problems.join()).toContain('lacks "reason"');
  });
});

describe('a policy that can’t be loaded', () => {
  it('is told with all its problems, those of the vocabulary and those of Cedar', () => {
    const folder = smallPolicy(
      { fields: granting('Citizen.nam: clear') },
      {
        'guard.cedar': '@id("odd")\npermit (principal, action in Action::"class NOBODY", resource);',
      },
    );
    const { isGood, problems, version } = checking(folder);
    expect([isGood, version]).toEqual([false, null]);
    expect(problems.join('\n')).toContain('Citizen has no field "nam"');
    expect(problems.join('\n')).toMatch(/odd: .*class NOBODY/);
  });

  it('is wrong in its quotas too', () => {
    const folder = smallPolicy(
      {},
      {
        'quotas.yaml': 'requests:\n  - perHour: 10\n    matter: trail\nsubjectsPerHour:\n  default: 5\n',
      },
    );
    expect(checking(folder).problems.join()).toContain('there is no matter "trail"');
  });
});
