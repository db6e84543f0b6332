import { readFileSync } from 'node:fs';
import { buildASTSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { MaskRule } from '#gateway/effect.ts';
import { canMask, masked } from '#gateway/mask/mask.ts';

const rules: readonly MaskRule[] = [
  'NAME',
  'ID_NUMBER',
  'PHONE',
  'ADDRESS',
  'BANK_ACCOUNT',
  'PLATE',
  'CERTIFICATE',
  'AMOUNT',
  'DATE_TO_YEAR',
  'HIDE',
  'CREDIT_CODE',
  'EMAIL',
];
const can = (scalar: string, isEnum = false) => rules.filter((rule) => canMask(rule, scalar, isEnum));

describe('whether a scalar can be masked', () => {
  it.each(['String', 'ID'])('%s can, by any rule', (scalar) => expect(can(scalar)).toEqual(rules));

  it.each<[string, MaskRule[]]>([
    ['Yuan', ['AMOUNT', 'HIDE']],
    ['Date', ['DATE_TO_YEAR', 'HIDE']],
    ['DateTime', ['DATE_TO_YEAR', 'HIDE']],
    ['Int', ['HIDE']],
    ['Float', ['HIDE']],
    ['Boolean', ['HIDE']],
    ['JSON', ['HIDE']],
    ['constructor', ['HIDE']],
  ])('%s can by %j', (scalar, by) => expect(can(scalar)).toEqual(by));

  it('an enum can only be hidden, even one named String', () =>
    expect(can('String', true)).toEqual(['HIDE']));
});

it('every rule of the vocabulary is known, and one that is not hides', () => {
  const vocabulary = parse(readFileSync(new URL('../../schema/vocabulary.graphql', import.meta.url), 'utf8'));
  const named = buildASTSchema(vocabulary, { assumeValidSDL: true })
    .getType('governance__MaskRule')
    ?.toConfig();
  const words = Object.keys(named && 'values' in named ? named.values : {});
  expect(words.length).toBeGreaterThanOrEqual(10);
  expect(words.filter((word) => !rules.some((rule) => rule === word))).toEqual([]);
  for (const unknown of ['constructor', '__proto__', ''])
    expect(masked(unknown as MaskRule, '周明远')).toBe(null);
});
