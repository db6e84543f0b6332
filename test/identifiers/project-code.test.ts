import { expect, test } from 'vitest';
import { checkProjectCode } from '#schema/identifiers/project-code.ts';

test('a project code is year and month, division, guiding department, kind and number, with hyphens', () => {
  expect(checkProjectCode('2403-330102-04-01-123456')).toEqual({ kind: 'valid' });
});

test('a project code from before November 2020 begins with the whole year and is valid with a note', () => {
  for (const value of ['2017-330102-44-03-012345', '2017-330102-44-03-012345-001']) {
    expect(checkProjectCode(value)).toMatchObject({
      kind: 'valid',
      note: expect.stringContaining('before November 2020'),
    });
  }
});

test('a wrong project code is told which place is wrong', () => {
  expectRefusal('2403330102040112345', 'LENGTH', 'has 19 characters: it needs 24');
  expectRefusal('2403-33010A-04-01-123456', 'CHARACTER', 'position 11 is “A”, but should be a digit');
  expectRefusal('2403/330102-04-01-123456', 'CHARACTER', 'position 5 is “/”, but should be “-”');
  expectRefusal('2413-330102-04-01-123456', 'DATE', 'month at positions 3 and 4');
  expectRefusal('9901-330102-04-01-123456', 'DATE', 'in the future');
});

test('a project code in an abolished county carries a note', () => {
  expect(checkProjectCode('2403-330104-04-01-123456')).toMatchObject({
    kind: 'valid',
    note: expect.stringContaining('positions 6 to 11'),
  });
});

function expectRefusal(value: string, problem: string, words: string): void {
  expect(checkProjectCode(value)).toMatchObject({
    kind: 'invalid',
    problem,
    message: expect.stringContaining(words),
  });
}
