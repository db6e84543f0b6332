import { describe, expect, it } from 'vitest';
import { caseNumber, checkCaseNumber } from '#schema/identifiers/case-number.ts';

describe('a case number', () => {
  it('is a division, a date and a sequence', () => {
    expect(checkCaseNumber('330106-20260615-000001').kind).toBe('valid');
    expect(caseNumber('330106', '2026-06-15', 42)).toBe('330106-20260615-000042');
    expect(checkCaseNumber('330106-20240229-000001').kind).toBe('valid');
  });

  it('of a division that is in no table is valid with a note', () => {
    expect(checkCaseNumber('330199-20260615-000001')).toMatchObject({
      kind: 'valid',
      note: expect.any(String),
    });
  });

  it.each([
    ['', 'LENGTH'],
    ['BJ-2026.0001', 'LENGTH'],
    ['330199-20260615-00001', 'LENGTH'],
    ['330199-20260615-0000011', 'LENGTH'],
    ['330199_20260615_000001', 'CHARACTER'],
    ['33019X-20260615-000001', 'CHARACTER'],
    ['330199-20260615-00000１', 'CHARACTER'],
    ['330199-20260615 000001', 'CHARACTER'],
    ['330199-20260231-000001', 'DATE'],
    ['330199-20250229-000001', 'DATE'],
    ['330199-20261301-000001', 'DATE'],
    ['330199-20260600-000001', 'DATE'],
    ['330199-00000000-000001', 'DATE'],
  ])('%j is refused: %s', (value, problem) => {
    const finding = checkCaseNumber(value);
    expect(finding).toMatchObject({ kind: 'invalid', problem });
    if (finding.kind === 'invalid' && value) expect(finding.message + finding.messageZh).not.toContain(value);
  });

  it('is not made of what can be none', () => {
    expect(() => caseNumber('330199', '2026-02-31', 1)).toThrow(RangeError);
    expect(() => caseNumber('330199', '2026-06-15', 1_000_000)).toThrow(RangeError);
  });
});
