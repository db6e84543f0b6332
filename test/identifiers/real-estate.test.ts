import { describe, expect, test } from 'vitest';
import { checkRealEstateCertificate } from '#schema/identifiers/real-estate-certificate.ts';
import { checkRealEstateUnit } from '#schema/identifiers/real-estate-unit.ts';

describe('a real-estate unit code', () => {
  test('has 28 characters: county, districts, parcel, fixture', () => {
    expect(checkRealEstateUnit('330102001001GB00001F00010001')).toEqual({ kind: 'valid' });
    expect(checkRealEstateUnit('330102001001JC00001W00000000')).toEqual({ kind: 'valid' });
  });

  test('is told which place is wrong', () => {
    expect(checkRealEstateUnit('330102001001GB00001')).toMatchObject({
      problem: 'LENGTH',
      message: expect.stringContaining('has 19 characters: it needs 28'),
    });
    expect(checkRealEstateUnit('330102 001001 GB00001 F00010001')).toMatchObject({
      problem: 'CHARACTER',
      message: expect.stringContaining('a space at position 7'),
    });
    expect(checkRealEstateUnit('330102001001AB00001F00010001')).toMatchObject({
      problem: 'CHARACTER',
      message: expect.stringContaining('position 13 is “A”, but should be G (state land)'),
    });
    expect(checkRealEstateUnit('330102001001GB00001X00010001')).toMatchObject({
      problem: 'CHARACTER',
      message: expect.stringContaining('position 20 is “X”, but should be F (building)'),
    });
  });

  test('carries a note when it says “no fixture” and numbers one, or when its county is abolished', () => {
    expect(checkRealEstateUnit('330102001001GB00001W00010001')).toMatchObject({
      kind: 'valid',
      note: expect.stringContaining('no fixture'),
    });
    expect(checkRealEstateUnit('330104001001GB00001F00010001')).toMatchObject({
      kind: 'valid',
      note: expect.stringContaining('abolished since'),
    });
  });
});

describe('a real-estate certificate number', () => {
  test('is valid with half-width and with full-width brackets', () => {
    expect(checkRealEstateCertificate('浙(2021)杭州市不动产权第0012345号')).toEqual({ kind: 'valid' });
    expect(checkRealEstateCertificate('浙（2021）杭州市不动产权第0012345号')).toEqual({ kind: 'valid' });
  });

  test('is told which part is wrong', () => {
    expectRefusal(
      '杭(2021)杭州市不动产权第0012345号',
      'CHARACTER',
      'position 1 is “杭”, but should be the abbreviation of a province',
    );
    expectRefusal('浙(2014)杭州市不动产权第0012345号', 'DATE', 'between 2015');
    expectRefusal('浙(9999)杭州市不动产权第0012345号', 'DATE', 'this year');
    expectRefusal('浙(2021)杭州市不动产权第12345号', 'LENGTH', 'has 5 digits: it needs 7');
    expectRefusal('浙(2021)杭州市不动产证明第0012345号', 'STRUCTURE', 'registration proof');
    expectRefusal('浙2021杭州市不动产权0012345', 'STRUCTURE', 'should read');
    expectRefusal('', 'LENGTH', 'is empty');
  });

  test('from before 2015 is valid with a note, for it is still in force', () => {
    expect(checkRealEstateCertificate('杭房权证上字第12345678号')).toMatchObject({
      kind: 'valid',
      note: expect.stringContaining('before 2015'),
    });
  });
});

function expectRefusal(value: string, problem: string, words: string): void {
  expect(checkRealEstateCertificate(value)).toMatchObject({
    kind: 'invalid',
    problem,
    message: expect.stringContaining(words),
  });
}
