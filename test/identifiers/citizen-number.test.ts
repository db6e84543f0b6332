import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  checkCitizenNumber,
  citizenNumberCheckCharacter,
  citizenNumberFacts,
} from '#schema/identifiers/citizen-number.ts';
import { citizenNumber, withOneSubstitution, withOneTransposition } from './valid-identifiers.ts';

beforeEach(() => vi.useFakeTimers({ now: new Date('2026-03-01T04:00:00Z'), toFake: ['Date'] }));
afterEach(() => vi.useRealTimers());

describe('a citizen number', () => {
  test('is valid when it is one of the two published examples', () => {
    expect(checkCitizenNumber('11010519491231002X')).toEqual({ kind: 'valid' });
    expect(checkCitizenNumber('440524188001010014')).toMatchObject({ kind: 'valid' });
  });

  test('is valid for every date, serial number and prefecture, with the right check character', () => {
    fc.assert(fc.property(citizenNumber, (value) => checkCitizenNumber(value).kind === 'valid'));
  });

  test('tells the division, the birth date and the sex', () => {
    expect(citizenNumberFacts('11010519491231002X')).toEqual({
      divisionCode: '110105',
      birthDate: '1949-12-31',
      sex: 'FEMALE',
    });
    expect(citizenNumberFacts('440524188001010014').sex).toBe('MALE');
  });

  test('carries a note, not a refusal, when its county was abolished or is unknown', () => {
    expect(checkCitizenNumber(numbered('11010319900101001'))).toMatchObject({
      kind: 'valid',
      note: expect.stringContaining('abolished since'),
    });
    expect(checkCitizenNumber(numbered('33019919900101001'))).toMatchObject({
      kind: 'valid',
      note: expect.stringContaining('not in GB/T 2260'),
      noteZh: expect.stringContaining('不在GB/T 2260'),
    });
  });
});

describe('a wrong citizen number is told', () => {
  test('how long it is and should be', () => {
    expectRefusal('3301991990010100', 'LENGTH', 'has 16 characters: it needs 18');
    expectRefusal('', 'LENGTH', 'is empty');
  });

  test('that fifteen digits are a legacy number to convert', () => {
    expectRefusal('330199900101001', 'LENGTH', '15-digit legacy citizen number: convert it to the 18-digit');
  });

  test('which character at which position is none of the allowed', () => {
    expectRefusal('3301991990O1010015', 'CHARACTER', 'position 11 is “O”, but should be a digit');
    expectRefusal('33019919900101001Y', 'CHARACTER', 'position 18 is “Y”, but should be a digit or X');
    expectRefusal('330199 19900101001', 'CHARACTER', 'a space at position 7');
  });

  test('that a small x is to be a capital, and a full-width digit half-width', () => {
    expectRefusal(
      '11010519491231002x',
      'CHARACTER',
      'position 18 is “x”, but should be a digit or X (write letters as capitals)',
    );
    expectRefusal('3301991990010100１5', 'CHARACTER', 'position 17 is “１”');
    expectRefusal('3301991990010100１5', 'CHARACTER', 'half-width');
  });

  test('that the date is not real, lies in the future, or is more than 150 years ago', () => {
    expectRefusal(numbered('33019919900230001'), 'DATE', 'not a real date');
    expectRefusal(numbered('33019919901301001'), 'DATE', 'not a real date');
    expectRefusal(numbered('33019920260302001'), 'DATE', 'in the future');
    expectRefusal(numbered('33019918760228001'), 'DATE', 'more than 150 years ago');
    expect(checkCitizenNumber(numbered('33019920240229001')).kind).toBe('valid');
    expect(checkCitizenNumber(numbered('33019920260301001')).kind).toBe('valid');
    expect(checkCitizenNumber(numbered('33019918760301001')).kind).toBe('valid');
  });

  test('the date of today by the clock of China, eight hours before that of UTC', () => {
    vi.setSystemTime('2026-03-01T15:59:00Z');
    expectRefusal(numbered('33019920260302001'), 'DATE', 'in the future');
    vi.setSystemTime('2026-03-01T16:00:00Z');
    expect(checkCitizenNumber(numbered('33019920260302001')).kind).toBe('valid');
  });

  test('which check character the first 17 digits require', () => {
    expectRefusal('110105194912310021', 'CHECK_DIGIT', 'should be X for these first 17 digits');
  });
});

describe('the check character of a citizen number', () => {
  test('detects any one character replaced by another', () => {
    fc.assert(
      fc.property(
        withOneSubstitution(citizenNumber, '0123456789X'),
        (value) => checkCitizenNumber(value).kind === 'invalid',
      ),
      { numRuns: 500 },
    );
  });

  test('detects any two different neighbours exchanged', () => {
    fc.assert(
      fc.property(
        withOneTransposition(citizenNumber),
        (value) => checkCitizenNumber(value).kind === 'invalid',
      ),
      { numRuns: 500 },
    );
  });

  test('is computed from 17 digits and nothing else', () => {
    expect(citizenNumberCheckCharacter('11010519491231002')).toBe('X');
    expect(() => citizenNumberCheckCharacter('1101051949123100')).toThrow(RangeError);
    expect(() => citizenNumberCheckCharacter('1101051949123100A')).toThrow(RangeError);
  });
});

test('the facts of an invalid citizen number are refused with the words of the check, without the number', () => {
  expect(() => citizenNumberFacts('110105194912310021')).toThrow(RangeError);
  expect(() => citizenNumberFacts('110105194912310021')).toThrow(/should be X/);
  expect(() => citizenNumberFacts('110105194912310021')).not.toThrow(/110105/);
});

function numbered(first17: string): string {
  return first17 + citizenNumberCheckCharacter(first17);
}

function expectRefusal(value: string, problem: string, words: string): void {
  expect(checkCitizenNumber(value)).toMatchObject({
    kind: 'invalid',
    problem,
    message: expect.stringContaining(words),
  });
}
