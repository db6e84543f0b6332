import { expect, test } from 'vitest';
import { checkWaterPermitNumber } from '#schema/identifiers/water-permit-number.ts';

test('the number of an electronic water permit is level, county, source, year and serial number', () => {
  expect(checkWaterPermitNumber('C330102G2024-0001')).toEqual({ kind: 'valid' });
  expect(checkWaterPermitNumber('C330104G2024-0001')).toMatchObject({
    kind: 'valid',
    note: expect.stringContaining('abolished since'),
  });
});

test('a wrong number of an electronic water permit is told which place is wrong', () => {
  expectRefusal('E330102G2024-0001', 'CHARACTER', 'position 1 is “E”, but should be one of A B C D');
  expectRefusal('C330102X2024-0001', 'CHARACTER', 'position 8 is “X”, but should be S (surface water)');
  expectRefusal('C330102G20240001', 'LENGTH', 'has 16 characters: it needs 17');
  expectRefusal('C330102G2024_0001', 'CHARACTER', 'position 13 is “_”, but should be “-”');
  expectRefusal('C330102G9999-0001', 'DATE', 'in the future');
});

test('the number of a paper water permit is valid with a note, whatever stands inside its outline', () => {
  for (const value of ['取水(浙杭)字〔2019〕第A0001号', '取水（国黄）字[2015]第411234号']) {
    expect(checkWaterPermitNumber(value)).toMatchObject({
      kind: 'valid',
      note: expect.stringContaining('paper permit'),
    });
  }
  expectRefusal('取水浙字第1号', 'STRUCTURE', 'should read 取水(…)字〔year〕第…号');
  expectRefusal(`取水(浙)字〔2019〕第${'1'.repeat(60)}号`, 'LENGTH', 'it needs 1–60');
});

function expectRefusal(value: string, problem: string, words: string): void {
  expect(checkWaterPermitNumber(value)).toMatchObject({
    kind: 'invalid',
    problem,
    message: expect.stringContaining(words),
  });
}
