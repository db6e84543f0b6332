import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCitizenNumber } from '#schema/identifiers/citizen-number.ts';
import { normalize } from '#schema/identifiers/normalize.ts';

test('normalizing makes a pasted citizen number checkable: spaces around, a small x, full-width digits', () => {
  expect(checkCitizenNumber(normalize('\u3000１１０１０５19491231002x \n')).kind).toBe('valid');
});

test('normalizing makes full-width letters, brackets and hyphens half-width', () => {
  expect(normalize('ａＢ（２０２１）－')).toBe('AB(2021)-');
});

test('normalizing leaves Chinese characters and inner spaces alone', () => {
  expect(normalize('浙A 12345〔学〕ß')).toBe('浙A 12345〔学〕ß');
});

test('normalizing twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => normalize(normalize(value)) === normalize(value)),
  );
});
