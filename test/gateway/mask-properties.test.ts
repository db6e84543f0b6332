import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MaskRule } from '#gateway/effect.ts';
import { masked } from '#gateway/mask/mask.ts';
import { citizenNumberCheckCharacter } from '#schema/identifiers/citizen-number.ts';
import { divisionCodes, divisionName } from '#schema/identifiers/division-code.ts';

// Whatever the value: at the places that a rule hides stand stars.

const rules: readonly MaskRule[] = [
  'NAME',
  'ID_NUMBER',
  'PHONE',
  'ADDRESS',
  'BANK_ACCOUNT',
  'PLATE',
  'CERTIFICATE',
  'AMOUNT',
  'DATE_TO_YEAR',
  'HIDE',
  'CREDIT_CODE',
  'EMAIL',
];

const madeOf = (characters: string) => (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(characters)), minLength, maxLength });
const digits = madeOf('0123456789');
const letters = madeOf('0123456789ABCDEFGHJKLMNPQRTUWXY');
const han = madeOf('周沈陈吴王李张郑刘马明远秋萍子涵雨桐志强晓燕𠮷');

/** Of nobody: county code 99. */
const citizenNumber = digits(11, 11).map((rest) => {
  const first17 = `330199${rest}`;
  return first17 + citizenNumberCheckCharacter(first17);
});

/** Pieces of real values in every order, among them what editors, registers and attackers leave in texts. */
const words =
  '330199 1979 -03-12 T08:00 ９８ 0571 154 X * ***** . , - @ +86 周 明远 欧阳 · John 有限公司 店 （ ) 浙江省 杭州 市 上城区 路 浙A 元';
const unseen = [' ', '\u3000', '\n', '\u200b', '\u202e', '\u0301', '\ud842', '\udfb7', '\ue863', '\u0000'];
const pieces = fc.string({ unit: fc.constantFrom(...words.split(' '), ...unseen), maxLength: 14 });
const anyText = fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ maxLength: 80 }));

const yuan = (fen: number) => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

describe('any value at all', () => {
  it.each(rules)('comes out of %s as a short text or as nothing', (rule) => {
    const value = fc.oneof(
      fc.anything(),
      fc.double(),
      fc.bigInt(),
      anyText,
      anyText.map((text) => text.repeat(200)),
    );
    fc.assert(
      fc.property(value, (each) => {
        const shown = masked(rule, each);
        expect(shown === null || (typeof shown === 'string' && shown.length <= 128)).toBe(true);
        if (typeof each === 'string') expect(shown === null).toBe(rule === 'HIDE');
        else if (typeof each !== 'number') expect(shown).toBe(null);
      }),
    );
  });

  // What may be seen: everything else is stars, or a point or blank between the parts of a name.
  it.each<[MaskRule, RegExp]>([
    ['ID_NUMBER', /^(?:\*{0,32}|\d{6}\*{8}\d{3}[\dX]|\d{6}\*{5}\d{4})$/],
    ['CREDIT_CODE', /^(?:\*{0,32}|[0-9A-Z]{6}\*{8}[0-9A-Z]{4})$/],
    ['BANK_ACCOUNT', /^(?:\*{0,32}|\*{8,30}\d{4})$/],
    ['PLATE', /^(?:\*{0,32}|\p{Script=Han}[A-Z]\*{3,4}..)$/u],
    ['CERTIFICATE', /^(?:\*{0,32}|..\*{4,32}..)$/u],
    ['PHONE', /^(?:\*{0,32}|\d{3}\*{4}\d{4}|0\d{2,3}-\*{4}\d\d)$/],
    ['AMOUNT', /^(?:|0|\*{3}|(?:负值)?(?:100亿元以上|1万元以下|10{0,3}[万亿]元–10{0,3}[万亿]元))$/],
    ['DATE_TO_YEAR', /^(?:\*{0,4}|\d{4})$/],
    ['EMAIL', /^(?:\*{0,3}|(?:[a-z0-9])?\*{3}@\*{3}\.[a-z]{2,6})$/],
    ['ADDRESS', /^(?:|\*{32}|\*{3}|[\p{Script=Han}]{2,30}\*{3})$/u],
    ['NAME', /^(?:\p{L}{0,2}[*· ]*|(?=(?:.*\p{Script=Han}){5}).+(?:公司|店)|.+(?:公司|店)[(（].*)$/u],
  ])('comes out of %s in a form that hides what the rule hides', (rule, form) => {
    fc.assert(
      fc.property(anyText, (value) => {
        expect(masked(rule, value)).toMatch(form);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(rules.filter((rule) => rule !== 'AMOUNT'))('masked by %s twice is masked as once', (rule) => {
    fc.assert(
      fc.property(anyText, (value) => {
        const once = masked(rule, value);
        expect(masked(rule, once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a value of its form', () => {
  it('a citizen number keeps its division and its end, however it is written', () => {
    fc.assert(
      fc.property(citizenNumber, fc.constantFrom('', ' ', '\u200b'), (number, gap) => {
        const shown = `${number.slice(0, 6)}********${number.slice(14)}`;
        expect(masked('ID_NUMBER', number.slice(0, 9) + gap + number.slice(9))).toBe(shown);
        expect(masked('CREDIT_CODE', number)).toBe(shown);
      }),
    );
  });

  it('a certificate never shows more of a citizen number inside it than that number\u2019s own rule would', () => {
    fc.assert(
      fc.property(letters(0, 20), citizenNumber, letters(0, 20), (before, number, after) => {
        const shown = masked('CERTIFICATE', before + number + after) ?? '';
        const hasCutMiddle = before.length + after.length > 14;
        const middle = shown.slice(before.length + 6, before.length + 14);
        expect(hasCutMiddle || middle === '********').toBe(true);
        expect(shown.slice(2, -2)).toMatch(/^\*+$/);
      }),
    );
  });

  it('a person\u2019s name of up to four characters shows its first character, or a compound surname, and its length', () => {
    fc.assert(
      fc.property(han(2, 4), fc.constantFrom('', '欧阳', '司马'), (given, compound) => {
        const name = Array.from(compound + given).slice(0, 4);
        const kept = compound === '' ? 1 : 2;
        const shown = name.map((each, index) => (index < kept ? each : '*')).join('');
        expect(masked('NAME', name.join(''))).toBe(shown);
        expect(masked('NAME', name.join('\u3000'))).toBe(shown);
      }),
    );
  });

  it('no person is taken for a firm for standing beside one', () => {
    const firm = '杭州明远饮品有限公司';
    const mark = fc.constantFrom('、', ',', ' ', ';', '/', '·', '\n', '\t', '\u200b', '\u0000', '。', ':');
    fc.assert(
      fc.property(han(2, 4), mark, fc.boolean(), (name, between, isFirst) => {
        const shown = masked('NAME', isFirst ? name + between + firm : firm + between + name) ?? '';
        expect(Array.from(shown).slice(1).join('')).toMatch(/^[*· ]+$/);
      }),
    );
  });

  it('phones, accounts and plates show their ends', () => {
    fc.assert(
      fc.property(digits(8, 8), digits(12, 30), letters(5, 6), (number, account, serial) => {
        expect(masked('PHONE', `154${number}`)).toBe(`154****${number.slice(-4)}`);
        expect(masked('PHONE', `0571-1${number.slice(1)}`)).toBe(`0571-****${number.slice(-2)}`);
        expect(masked('BANK_ACCOUNT', account)).toBe('*'.repeat(account.length - 4) + account.slice(-4));
        expect(masked('PLATE', `浙A${serial}`)).toBe(
          `浙A${'*'.repeat(serial.length - 2)}${serial.slice(-2)}`,
        );
      }),
    );
  });

  it('an address shows the same whatever stands behind its county', () => {
    const county = fc.constantFrom(...divisionCodes()).map((code) => divisionName(code) ?? '');
    const behind = fc
      .tuple(han(1, 8), fc.constantFrom('路', '街', '镇', '村'), anyText)
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(county, behind, (name, rest) => {
        expect(masked('ADDRESS', name + rest)).toBe(`${name}***`);
      }),
    );
  });

  it('an amount shows the same as every other amount of its band, as text and as number', () => {
    const band = fc.constantFrom([1, 1e6], [1e6, 1e7], [1e7, 1e8], [1e8, 1e9], [1e9, 1e10], [1e10, 1e11]);
    const two = band.chain(([least = 0, next = 0]) => {
      const fen = fc.integer({ min: least, max: next - 1 });
      return fc.tuple(fen, fen, fc.constant(next));
    });
    fc.assert(
      fc.property(two, ([one, other, next]) => {
        const shown = masked('AMOUNT', yuan(one));
        expect(masked('AMOUNT', yuan(other))).toBe(shown);
        expect(masked('AMOUNT', one / 100)).toBe(shown);
        expect(masked('AMOUNT', `-${yuan(other)}`)).toBe(`负值${shown}`);
        expect(masked('AMOUNT', yuan(next))).not.toBe(shown);
      }),
    );
  });

  it('a day shows its year alone', () => {
    const day = fc.date({ min: new Date('1800-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString();
        expect(masked('DATE_TO_YEAR', iso)).toBe(iso.slice(0, 4));
        expect(masked('DATE_TO_YEAR', iso.slice(0, 10))).toBe(iso.slice(0, 4));
      }),
    );
  });
});
