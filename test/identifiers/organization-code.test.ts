import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkOrganizationCode,
  organizationCodeCheckCharacter,
} from '#schema/identifiers/organization-code.ts';
import { organizationCode } from './valid-identifiers.ts';

describe('an organization code', () => {
  test('is valid with nine characters and with the hyphen', () => {
    expect(checkOrganizationCode('71430580X')).toEqual({ kind: 'valid' });
    expect(checkOrganizationCode('71430580-X')).toEqual({ kind: 'valid' });
    fc.assert(fc.property(organizationCode, (value) => checkOrganizationCode(value).kind === 'valid'));
  });

  test('is told which character is wrong, or which check character is required', () => {
    expectRefusal('7143058', 'LENGTH', 'has 7 characters: it needs 9');
    expectRefusal('71430580/X', 'CHARACTER', 'position 9 is “/”, but should be “-”');
    expectRefusal('7143058aX', 'CHARACTER', 'position 8 is “a”');
    expectRefusal('714305801', 'CHECK_DIGIT', 'should be X for these first 8 characters');
  });

  test('detects any one digit replaced by another digit, and any two neighbouring digits exchanged', () => {
    const digits = fc.string({
      unit: fc.constantFrom(...Array.from('0123456789')),
      minLength: 8,
      maxLength: 8,
    });
    fc.assert(
      fc.property(digits, fc.nat(7), fc.integer({ min: 1, max: 9 }), (first8, at, shift) => {
        const other = String((Number(first8.charAt(at)) + shift) % 10);
        const changed = first8.slice(0, at) + other + first8.slice(at + 1);
        return organizationCodeCheckCharacter(changed) !== organizationCodeCheckCharacter(first8);
      }),
    );
    fc.assert(
      fc.property(digits, fc.nat(6), (first8, at) => {
        const changed =
          first8.slice(0, at) + first8.charAt(at + 1) + first8.charAt(at) + first8.slice(at + 2);
        return (
          changed === first8 ||
          organizationCodeCheckCharacter(changed) !== organizationCodeCheckCharacter(first8)
        );
      }),
    );
  });

  test('cannot tell letters from digits that are 11 apart, for its modulus is 11', () => {
    expect(organizationCodeCheckCharacter('B0000000')).toBe(organizationCodeCheckCharacter('00000000'));
  });

  test('has a check character only for eight of 0-9 A-Z', () => {
    expect(organizationCodeCheckCharacter('71430580')).toBe('X');
    expect(() => organizationCodeCheckCharacter('7143058')).toThrow(RangeError);
    expect(() => organizationCodeCheckCharacter('7143058?')).toThrow(RangeError);
  });
});

function expectRefusal(value: string, problem: string, words: string): void {
  expect(checkOrganizationCode(value)).toMatchObject({
    kind: 'invalid',
    problem,
    message: expect.stringContaining(words),
  });
}
