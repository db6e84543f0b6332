import { expect, test } from 'vitest';
import { checkIndustryCode } from '#schema/identifiers/industry-code.ts';

test.each(['A', 'T', '01', '97', '382', '3825', 'C38', 'C3825', 'A0111', 'T97'])(
  'an industry code is a section, two to four digits, or both: %s',
  (value) => {
    expect(checkIndustryCode(value)).toEqual({ kind: 'valid' });
  },
);

test('a wrong industry code is told what it should be', () => {
  expectRefusal('U', 'CHARACTER', 'position 1 is “U”, but should be a section, A to T');
  expectRefusal('c38', 'CHARACTER', 'write letters as capitals');
  expectRefusal('38B', 'CHARACTER', 'position 3 is “B”, but should be a digit');
  expectRefusal('98', 'CODE', 'divisions are 01 to 97');
  expectRefusal('0011', 'CODE', 'divisions are 01 to 97');
  expectRefusal('D3825', 'CODE', 'section letter should be C');
  expectRefusal('38251', 'LENGTH', 'it needs 2–4');
  expectRefusal('3', 'LENGTH', 'has 1 character: it needs 2–4');
  expectRefusal('C3', 'LENGTH', 'it needs 1, 3–5');
  expectRefusal('制造业', 'CHARACTER', 'position 1 is “制”');
});

function expectRefusal(value: string, problem: string, words: string): void {
  expect(checkIndustryCode(value)).toMatchObject({
    kind: 'invalid',
    problem,
    message: expect.stringContaining(words),
  });
}
