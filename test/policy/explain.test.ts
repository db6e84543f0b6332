import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Explain } from '#gateway/access/cli/arguments.ts';
import { explainedWords } from '#gateway/access/cli/explain/words.ts';
import { type Explanation, explain } from '#gateway/access/cli/explain/work.ts';
import { granting, optionsFor, smallPolicy } from './small-policy.ts';
import { shippedFolder } from './written-policy.ts';

// Why somebody sees a field as it is: what is decided, by which policies, of which records.

const explaining = (instead: Partial<Explain> = {}) =>
  explain({
    ...optionsFor(shippedFolder),
    kind: 'explain',
    matter: 'public-rental-housing',
    persona: 'clerk-housing',
    target: 'Citizen.name',
    standing: 'verified',
    facts: null,
    variables: {},
    ...instead,
  });

function explanationOf(instead: Partial<Explain> = {}): Explanation {
  const explained = explaining(instead);
  if (explained.kind !== 'explained') throw new Error(JSON.stringify(explained));
  return explained.explanation;
}

describe('a field', () => {
  it('is explained for each way in which records are, with the policies that decided', () => {
    const [field] = explanationOf().fields;
    const told = field?.outcomes.map(({ ways, effect, permittedBy, forbiddenBy }) => [
      ways.map(({ holds, lacks }) => [...holds, ...lacks.map((name) => `no ${name}`)].join(' ')).join(' | '),
      effect.kind,
      permittedBy.join(),
      forbiddenBy.join(),
    ]);
    expect(told).toEqual([
      ['no minor no party', 'MASKED', 'public-rental-housing: clear party masked, otherwise', ''],
      ['minor no party', 'MASKED', 'public-rental-housing: clear party masked, otherwise', 'minor-masked'],
      ['party', 'CLEAR', 'public-rental-housing: clear party masked', ''],
    ]);
    expect(field?.here).toBeNull();
  });

  it('is told for the record that was described', () => {
    expect(explanationOf({ facts: 8 }).fields[0]?.here).toEqual({ kind: 'CLEAR' });
    expect(explanationOf({ facts: 1 }).fields[0]?.here).toEqual({ kind: 'MASKED', rule: 'NAME' });
  });

  it('has a denial with its reason, in both languages', () => {
    const explained = explaining({ target: 'Citizen.policeStation' });
    expect(explainedWords(explained, 'zh').lines.join('\n')).toContain(
      '看不到 [NOT_GRANTED] 「公共租赁住房资格审核」没有 Citizen.policeStation 的查询授权。',
    );
    expect(explainedWords(explained, 'en').lines.join('\n')).toContain(
      'denied [NOT_GRANTED] The matter "public-rental-housing" does not grant Citizen.policeStation.',
    );
  });

  it('may be all of a type', () => {
    const names = explanationOf({ target: 'Household.*' }).fields.map(({ rule }) => rule.coordinate);
    expect(names).toContain('Household.address');
    expect(names.every((name) => name.startsWith('Household.'))).toBe(true);
  });

  it('that there is not is refused with the nearest name', () => {
    expect(() => explaining({ target: 'Citizen.nam' })).toThrow('(did you mean "Citizen.name"?)');
  });
});

describe('a persona', () => {
  it('who may not use the matter is told so, and what it may use', () => {
    const explained = explaining({ persona: 'clerk-water' });
    expect(explained.kind).toBe('matter-refused');
    const { lines, isGood } = explainedWords(explained, 'zh');
    expect(isGood).toBe(true);
    expect(lines[0]).toContain('您可用的有:water-permit-renewal');
  });

  it('may be nobody, without a matter', () => {
    const explained = explanationOf({ matter: null, persona: 'anonymous', standing: 'none' });
    expect(explained.fields[0]?.outcomes.every(({ effect }) => effect.kind === 'DENIED')).toBe(true);
  });

  it('that there is not is refused with those that there are', () => {
    expect(() => explaining({ persona: 'clerk-watr' })).toThrow('(did you mean "clerk-water"?); they are');
  });
});

describe('an operation', () => {
  it('is explained field by field', () => {
    const target = fileOf(
      'query Q($u: ID!) { enterprise(uscc: $u) { name ...F } } fragment F on Enterprise { phone }',
    );
    const names = explanationOf({ target }).fields.map(({ rule }) => rule.coordinate);
    expect(names).toEqual(['Enterprise.name', 'Enterprise.phone', 'Query.enterprise']);
  });

  it('is told which of its arguments would reveal what is not seen', () => {
    const policy = smallPolicy({ fields: granting('Query.vehicles: clear', 'Vehicle.plateNumber: masked') });
    const target = fileOf('query Q($f: VehicleFilter) { vehicles(filter: $f) { totalCount } }');
    const asked = { policy, target, matter: 'trial', persona: 'clerk-water' };
    expect(explanationOf(asked).refusedArguments).toEqual([]);
    const given = { ...asked, variables: { f: { plateNumber: '浙A00000' } } };
    const { refusedArguments } = explanationOf(given);
    expect(refusedArguments.map(({ reason }) => reason.code)).toEqual(['REVEALING_ARGUMENT']);
    expect(refusedArguments[0]?.reason.message).toContain('Vehicle.plateNumber');
  });

  it('that is none is told by its line', () => {
    const target = fileOf('query {\n  enterprise(uscc: "1") { nam }\n}');
    expect(explaining({ target })).toMatchObject({
      kind: 'wrong',
      problems: [expect.stringContaining(`${target}:2: Cannot query field "nam"`)],
    });
    expect(explaining({ target: fileOf('query {') })).toMatchObject({ kind: 'wrong' });
  });
});

function fileOf(source: string): string {
  const file = join(smallPolicy(), 'operation.graphql');
  writeFileSync(file, source);
  return file;
}
