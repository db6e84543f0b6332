import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCreditCode, creditCodeCheckCharacter } from '#schema/identifiers/credit-code.ts';
import { creditCode, withOneSubstitution, withOneTransposition } from './valid-identifiers.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

describe('a credit code', () => {
  test.each([
    ['贵州茅台酒股份有限公司', '9152000071430580XT'],
    ['中国建设银行股份有限公司', '911100001000044477'],
    ['中国第一汽车集团有限公司', '912201011239989159'],
    ['平安银行股份有限公司', '91440300192185379H'],
  ])('is valid when it is the public one of %s', (_, value) => {
    expect(checkCreditCode(value)).toEqual({ kind: 'valid' });
  });

  test('is valid for every division and organization code, with the right check character', () => {
    fc.assert(fc.property(creditCode, (value) => checkCreditCode(value).kind === 'valid'));
  });

  test('may be registered with the State Administration, which has no division', () => {
    expect(checkCreditCode(coded('91100000714305800'.slice(0, 16) + 'X'))).toEqual({ kind: 'valid' });
  });

  test('carries a note, not a refusal, when its division is abolished or unknown, or its category new', () => {
    expect(checkCreditCode(coded('9133010371430580X'))).toMatchObject({
      note: expect.stringContaining('abolished since'),
    });
    expect(checkCreditCode(coded('9133019971430580X'))).toMatchObject({
      note: expect.stringContaining('development zone'),
    });
    expect(checkCreditCode(coded('9833010271430580X'))).toMatchObject({
      note: expect.stringContaining('工商'),
    });
  });
});

describe('a wrong credit code is told', () => {
  test('how long it is and should be', () => {
    expectRefusal('9152000071430580X', 'LENGTH', 'has 17 characters: it needs 18');
  });

  test('that fifteen digits are a business licence number, and nine characters an organization code', () => {
    expectRefusal('330100000012345', 'LENGTH', '15-digit business licence number');
    expectRefusal('71430580X', 'LENGTH', 'an organization code, which is only positions 9 to 17');
    expectRefusal('71430580-X', 'LENGTH', 'an organization code');
  });

  test('that I, O, S, V and Z never occur, and where they do', () => {
    for (const letter of 'IOSVZ') {
      expectRefusal(
        `91520000${letter}1430580XT`,
        'CHARACTER',
        `position 9 is “${letter}”, but should be a digit or a capital letter other than I, O, S, V, Z`,
      );
    }
    expectRefusal('91520A0071430580XT', 'CHARACTER', 'position 6 is “A”, but should be a digit');
    expectRefusal('9152000071430580xT', 'CHARACTER', 'write letters as capitals');
  });

  test('that the first character is no registration authority', () => {
    expectRefusal(coded('B152000071430580X'), 'CODE', 'first character, B, is no registration authority');
  });

  test('that the organization code inside does not check, and which character it requires', () => {
    expectRefusal(coded('91520000714305801'), 'CHECK_DIGIT', 'position 17 should be X for positions 9 to 16');
  });

  test('which check character the first 17 require', () => {
    expectRefusal('9152000071430580X1', 'CHECK_DIGIT', 'should be T for these first 17 characters');
  });

  test('that it is a citizen number', () => {
    expectRefusal('11010519491231002X', 'STRUCTURE', 'This is a citizen number, not a credit code');
  });
});

describe('the check character of a credit code', () => {
  test('detects any one character replaced by another', () => {
    fc.assert(
      fc.property(
        withOneSubstitution(creditCode, ALPHABET),
        (value) => checkCreditCode(value).kind === 'invalid',
      ),
      { numRuns: 500 },
    );
  });

  test('detects any two different neighbours exchanged', () => {
    fc.assert(
      fc.property(withOneTransposition(creditCode), (value) => checkCreditCode(value).kind === 'invalid'),
      { numRuns: 500 },
    );
  });

  test('is computed from 17 characters of the alphabet and nothing else', () => {
    expect(creditCodeCheckCharacter('9152000071430580X')).toBe('T');
    expect(() => creditCodeCheckCharacter('9152000071430580')).toThrow(RangeError);
    expect(() => creditCodeCheckCharacter('9152000071430580I')).toThrow(RangeError);
  });
});

function coded(first17: string): string {
  return first17 + creditCodeCheckCharacter(first17);
}

function expectRefusal(value: string, problem: string, words: string): void {
  expect(checkCreditCode(value)).toMatchObject({
    kind: 'invalid',
    problem,
    message: expect.stringContaining(words),
  });
}
