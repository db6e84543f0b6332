import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPolicy } from '#schema/policy/policy.ts';
import { matterText, policyFolder, problemsIn, problemsOf } from './written-policy.ts';

// Each mistake is told with file and line, what is wrong and what to do; all of them at once.

describe('what is wrong in a matter is told with its line', () => {
  it.each<[string, Parameters<typeof matterText>[0], RegExp]>([
    [
      'an unknown member',
      { more: 'unit: []' },
      /^matters\/trial\.yaml:12: a matter has no member "unit" \(did you mean "units"\?\)/,
    ],
    ['a missing member', { title: '# none' }, /^matters\/trial\.yaml:1: a matter lacks "title"; add it$/],
    ['a member twice', { more: 'title: 再试' }, /:12: "title" stands here again, first on line 2; keep one$/],
    ['a member without a value', { title: 'title:' }, /:2: "title" says nothing; write a value/],
    ['a number for a text', { title: 'title: 12' }, /:2: title must be a text; put quotes around numbers/],
    [
      'a text too long',
      { title: `title: ${'长'.repeat(201)}` },
      /:2: title has 201 characters; keep it to 200$/,
    ],
    [
      'another code than the file',
      { code: 'code: trail' },
      /:1: the code is "trail" but the file "trial.yaml"/,
    ],
    ['a code that is none', { code: 'code: 试办' }, /:1: the code "试办" must be lower-case words/],
    [
      'a subject that is none',
      { subject: 'subject: firm' },
      /:4: subject can't be "firm"; it is one of citizen/,
    ],
    ['no role', { roles: 'roles: []' }, /:5: roles must be a list with one entry at least/],
    ['a role that is no list', { roles: 'roles: analyst' }, /:5: roles must be a list/],
    [
      'a role twice',
      { roles: 'roles: [analyst, analyst]' },
      /:5: "analyst" stands in roles twice; keep one$/,
    ],
    [
      'a misspelt word',
      { case: 'case: requird' },
      /:7: case can't be "requird" \(did you mean "required"\?\)/,
    ],
    ['a day that there is not', { validity: 'validity: { from: 2026-02-30 }' }, /:8: "2026-02-30" is no day/],
    [
      'an end before the beginning',
      { validity: 'validity: { from: 2026-02-01, to: 2026-01-01 }' },
      /:8: validity ends/,
    ],
    ['a wrong access log', { accessLog: 'accessLog: hidden' }, /:9: accessLog can't be "hidden"/],
    [
      'no number of days',
      { accessLog: 'accessLog: { delayedDays: soon }' },
      /:9: delayedDays must be a whole number/,
    ],
    [
      'two access logs',
      { accessLog: 'accessLog: { delayedDays: 3, hidden: 法 }' },
      /:9: accessLog is delayed and hidden/,
    ],
    ['an empty access log', { accessLog: 'accessLog: {}' }, /:9: accessLog is shown, /],
    ['minors without a basis', { more: 'minors: {}' }, /:12: minors lacks "basis"; add it$/],
    [
      'a unit with a wrong check digit',
      { more: 'units: [11330199000099021P]' },
      /:12: "11330199000099021P" in units: /,
    ],
    [
      'a unit that YAML takes for a number',
      { more: 'units: [113301990000990710]' },
      /:12: each entry of units must be a text; put quotes/,
    ],
    ['no field', { fields: 'fields: {}' }, /:10: fields names none; add one$/],
    [
      'a field without its type',
      { fields: 'fields:\n  name: clear' },
      /:11: "name" names no field; write Type.field/,
    ],
    [
      'a field of GraphQL’s own',
      { fields: 'fields:\n  Query.__schema: clear' },
      /:11: "Query.__schema" names no field/,
    ],
    [
      'a field twice',
      { fields: 'fields:\n  A.b: clear\n  A.b: masked' },
      /:12: "A.b" stands here again, first on line 11/,
    ],
    [
      'an effect that is none',
      { fields: 'fields:\n  A.b: yes' },
      /:11: A.b can't be "yes"; it is one of clear, masked$/,
    ],
    [
      'a condition that is none',
      { fields: 'fields:\n  A.b: { show: clear, where: [own] }' },
      /:11: where can't be "own"/,
    ],
    [
      'a condition twice',
      { fields: 'fields:\n  A.b: { show: clear, where: [party, party] }' },
      /:11: where names a condition twice/,
    ],
    [
      'a grant without a condition',
      { fields: 'fields:\n  A.b: { show: clear }' },
      /:11: A.b lacks "where"; add it$/,
    ],
    [
      'a grant that is masked anyway',
      { fields: 'fields:\n  A.b: { show: masked, where: [party], otherwise: masked }' },
      /:11: A.b is masked either way/,
    ],
  ])('%s', (_, instead, told) => {
    const problems = problemsOf(matterText(instead));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(told);
  });

  it('all at once, of all files', () => {
    const folder = policyFolder({
      'matters/one.yaml': matterText({ code: 'code: one', case: 'case: never', subject: 'subject: all' }),
      'matters/two.yaml': matterText({ code: 'code: two', validity: 'validity: always' }),
      'roles.yaml': 'roles:\n  Clerk: {}\ndepartments:\n  audit: 1\n',
    });
    expect(problemsIn(readPolicy(folder)).map((problem) => problem.split(': ')[0])).toEqual([
      'matters/one.yaml:4',
      'matters/one.yaml:7',
      'matters/two.yaml:8',
      'roles.yaml:2',
      'roles.yaml:4',
    ]);
  });
});

describe('a file that is no plain YAML', () => {
  it('is told by the place of the mistake, and a full-width colon by its name', () => {
    const problems = problemsOf(matterText({ case: 'case\uFF1Aoptional' }));
    expect(problems.join('\n')).toMatch(
      /^matters\/trial\.yaml:7: the full-width "\uFF1A" is no colon in YAML/m,
    );
    expect(problemsOf('code: [trial\n')[0]).toMatch(/^matters\/trial\.yaml:\d: this is no YAML \(/);
  });

  it('may not refer from one place to another: what is small to write could be large to read', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [index, name] of ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].entries())
      bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[index]}`).join(', ')}]`);
    const problems = problemsOf(bomb.join('\n'));
    expect(problems[0]).toBe('matters/trial.yaml:1: the anchor "&a" isn\'t allowed; leave it out');
    expect(problems).toContain('matters/trial.yaml:2: "*a" refers to another place; write it out');
    expect(problemsOf(matterText({ title: 'title: !!binary aGk=' }))[0]).toMatch(
      /:2: the tag .*binary isn't allowed/,
    );
  });

  it('is refused when it is empty, several, too large, too deep, or not in UTF-8', () => {
    expect(problemsOf('# nothing\n')).toEqual([
      'matters/trial.yaml:1: the file is empty; delete it or fill it in',
    ]);
    expect(problemsOf(`${matterText()}---\n${matterText()}`)[0]).toMatch(/:12: this is no YAML/);
    expect(problemsOf(`${matterText()}#${'x'.repeat(131_072)}`)[0]).toMatch(
      /:1: the file has \d+ bytes; keep it to 131072$/,
    );
    for (const depth of [50, 1_000, 60_000])
      expect(problemsOf(`${'['.repeat(depth)}${']'.repeat(depth)}`)[0]).toMatch(
        /:1: nested too deeply; write it flat$/,
      );
    expect(problemsOf(new Uint8Array([0x74, 0x3a, 0x20, 0xd6, 0xd0]))).toEqual([
      'matters/trial.yaml:1: the file is not in UTF-8; save it as UTF-8',
    ]);
    expect(problemsOf('- a\n- b\n')[0]).toBe(
      'matters/trial.yaml:1: a matter must be written as "name: value" lines',
    );
  });

  it('is told of no longer than somebody would read', () => {
    const problems = problemsOf('k: v\n'.repeat(20_000));
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toBe('matters/trial.yaml:50: there may be more from here on; mend these first');
  });

  it('changes nothing by members that objects have of old', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const problems = problemsOf(
      matterText({ more: names.map((name) => `${name}: { case: optional }`).join('\n') }),
    );
    expect(problems).toHaveLength(3);
    for (const [index, name] of names.entries()) expect(problems[index]).toContain(`has no member "${name}"`);
    expect(problemsOf(matterText({ fields: 'fields:\n  __proto__: clear' }))[0]).toMatch(
      /"__proto__" names no field/,
    );
    expect(problemsOf(matterText({ fields: 'fields:\n  constructor.prototype: clear' }))).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'case')).toBe(false);
  });
});

describe('a folder', () => {
  it('without matters or roles is no policy', () => {
    const problems = problemsIn(readPolicy(join(policyFolder({}), 'nowhere')));
    expect(problems[0]).toBe('matters:1: there is no matter here; add one as matters/<code>.yaml');
    expect(problems[1]).toMatch(/^roles.yaml:1: there is no such file/);
  });

  it('tells what in it is no matter, but for what editors and mounts leave', () => {
    const folder = policyFolder({
      'matters/trial.yaml': matterText(),
      'matters/other.yml': '',
      'matters/.trial.yaml.swp': 'x',
    });
    mkdirSync(join(folder, 'matters/folder.yaml'));
    expect(problemsIn(readPolicy(folder))).toEqual([
      "matters/other.yml:1: a matter's file is called <code>.yaml; rename this one, or move it elsewhere",
      "matters/folder.yaml:1: there is no such file, or it can't be read; put one there that can",
    ]);
  });
});
