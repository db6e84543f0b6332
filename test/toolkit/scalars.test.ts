import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateScalar, dateTimeScalar, fenOf, yuanScalar } from '#subgraphs/toolkit/scalars.ts';

describe('amounts in yuan', () => {
  it('read back as the fen they were written from', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 14), max: 10 ** 14 }), (fen) => {
        expect(fenOf(yuanScalar.serialize(fen))).toBe(fen);
      }),
    );
  });

  it.each([
    [123450, '1234.50'],
    [5, '0.05'],
    [-5, '-0.05'],
    [0, '0.00'],
  ])('write %d fen as %s', (fen, text) => {
    expect(yuanScalar.serialize(fen)).toBe(text);
  });

  it.each(['1.234', 'abc', '', '1e3', '１２', null, '99999999999999'])('refuse %j', (value) => {
    expect(() => fenOf(value)).toThrow(/Yuan must be an amount in yuan/);
  });

  it('never write a broken number', () => {
    expect(() => yuanScalar.serialize(0.5)).toThrow(/whole number of fen/);
    expect(() => yuanScalar.serialize(Number.NaN)).toThrow(/whole number of fen/);
  });
});

describe('dates', () => {
  it.each(['2024-02-29', '9999-09-09'])('accept %s', (day) => {
    expect(dateScalar.parseValue(day)).toBe(day);
  });

  it.each(['2023-02-29', '2024-13-01', '2024-1-1', 'today', 20240101])('refuse %j', (day) => {
    expect(() => dateScalar.parseValue(day)).toThrow(/Date must be a real day/);
  });

  it('and times are RFC 3339', () => {
    expect(dateTimeScalar.parseValue('2026-01-31T08:00:00+08:00')).toBe('2026-01-31T08:00:00+08:00');
    expect(() => dateTimeScalar.parseValue('2026-01-31 08:00')).toThrow(/RFC 3339/);
  });
});
