import { describe, expect, test } from 'vitest';
import {
  checkDivisionCode,
  divisionCodes,
  divisionName,
  divisionState,
  prefectureCodes,
} from '#schema/identifiers/division-code.ts';
import { RETIRED_DIVISIONS } from '#schema/identifiers/retired-divisions.ts';

describe('the state of a division code', () => {
  test('is current for provinces, prefectures, counties and the whole country', () => {
    for (const code of ['330000', '330100', '330102', '110100', '429004', '441900', '810000', '100000']) {
      expect([code, divisionState(code)]).toEqual([code, 'current']);
    }
  });

  test('is retired for abolished counties, even those that the package still lists', () => {
    expect(divisionState('110103')).toBe('retired');
    expect(divisionState('330103')).toBe('retired');
  });

  test('is unknown for county 99, development zones and garbage', () => {
    for (const code of ['330199', '130171', '320571', '000000', '', 'constructor']) {
      expect([code, divisionState(code)]).toEqual([code, 'unknown']);
    }
  });
});

describe('the name of a division', () => {
  test.each([
    ['330102', '浙江省杭州市上城区'],
    ['330100', '浙江省杭州市'],
    ['330000', '浙江省'],
    ['110101', '北京市东城区'],
    ['500229', '重庆市城口县'],
    ['429004', '湖北省仙桃市'],
    ['460302', '海南省三沙市西沙区'],
    ['110103', '北京市崇文区'],
    ['330103', '浙江省杭州市下城区'],
    ['130171', '河北省石家庄市石家庄高新技术产业开发区'],
    ['100000', '全国'],
  ])('%s is %s', (code, name) => {
    expect(divisionName(code)).toBe(name);
  });

  test('is null when the code is unknown or of the wrong shape', () => {
    expect(divisionName('330199')).toBeNull();
    expect(divisionName('990000')).toBeNull();
    expect(divisionName('33')).toBeNull();
    expect(divisionName('3301020')).toBeNull();
  });
});

describe('a division code', () => {
  test('is refused for its shape alone', () => {
    expect(checkDivisionCode('330102')).toEqual({ kind: 'valid' });
    expect(checkDivisionCode('33010')).toMatchObject({ problem: 'LENGTH' });
    expect(checkDivisionCode('33010A')).toMatchObject({ problem: 'CHARACTER' });
    expect(checkDivisionCode('330102001001')).toMatchObject({
      problem: 'LENGTH',
      message: expect.stringContaining('12-digit statistics code'),
    });
  });

  test('carries a note that names the successor when it is retired, and says so when it is unknown', () => {
    expect(checkDivisionCode('330103')).toMatchObject({
      kind: 'valid',
      note: expect.stringContaining('abolished in 2021; today it is 浙江省杭州市拱墅区, 330105'),
    });
    expect(checkDivisionCode('330199')).toMatchObject({
      kind: 'valid',
      note: expect.stringContaining('not in GB/T 2260'),
    });
  });
});

describe('the lists for the generator', () => {
  test('hold every county in force once, in order, and nothing retired, collective or outside the standard', () => {
    const codes = divisionCodes();
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(codes.length).toBe(2846);
    expect(codes).toContain('330102');
    expect(codes).not.toContain('330101');
    expect(codes).not.toContain('330103');
    expect(codes).not.toContain('130171');
    expect(codes.every((code) => divisionState(code) === 'current')).toBe(true);
  });

  test('hold the 333 prefectures and the five of the municipalities, each with a name', () => {
    const codes = prefectureCodes();
    expect(codes.length).toBe(338);
    expect(codes.every((code) => code.endsWith('00') && divisionName(code) !== null)).toBe(true);
    expect(codes).toContain('330100');
    expect(codes).toContain('110100');
  });

  test('have a prefecture for every county, but for those directly under a province', () => {
    const prefectures = new Set(prefectureCodes());
    const orphans = divisionCodes().filter((code) => !prefectures.has(`${code.slice(0, 4)}00`));
    expect(orphans.every((code) => code.slice(2, 4) === '90')).toBe(true);
  });

  test('never hold county 99, which fictional citizen numbers use', () => {
    expect(divisionCodes().filter((code) => code.endsWith('99'))).toEqual([]);
  });
});

test('every retired division has a successor in force', () => {
  for (const [code, { successor }] of RETIRED_DIVISIONS) {
    expect([code, divisionState(successor)]).toEqual([code, 'current']);
  }
});
