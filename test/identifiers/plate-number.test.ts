import { expect, test } from 'vitest';
import { checkPlateNumber } from '#schema/identifiers/plate-number.ts';

test.each(['浙A12345', '京AB1C23', '浙A1234挂', '粤ZA123港'])(
  'an ordinary plate such as %s has five after the letter',
  (plate) => {
    expect(checkPlateNumber(plate)).toEqual({ kind: 'valid' });
  },
);

test.each(['浙AD12345', '浙AFA1234', '浙A12345D', '浙A12345F'])(
  'a new-energy plate such as %s has six after the letter',
  (plate) => {
    expect(checkPlateNumber(plate)).toEqual({ kind: 'valid' });
  },
);

test('a wrong plate is told which place is wrong', () => {
  expectRefusal('浙A1234', 'LENGTH', 'has 6 characters: it needs 7');
  expectRefusal('杭A12345', 'CHARACTER', 'position 1 is “杭”, but should be the abbreviation of a province');
  expectRefusal('浙I12345', 'CHARACTER', 'position 2 is “I”');
  expectRefusal('浙AO1234', 'CHARACTER', 'other than I and O');
  expectRefusal('浙A·12345', 'CHARACTER', 'position 3 is a separator');
  expectRefusal('浙a12345', 'CHARACTER', 'write letters as capitals');
});

test('a new-energy plate without its energy letter in place is told so', () => {
  expectRefusal('浙A123456', 'STRUCTURE', 'energy letter');
  expectRefusal('浙AZ12345', 'STRUCTURE', 'energy letter');
});

function expectRefusal(value: string, problem: string, words: string): void {
  expect(checkPlateNumber(value)).toMatchObject({
    kind: 'invalid',
    problem,
    message: expect.stringContaining(words),
  });
}
