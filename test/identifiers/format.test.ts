import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Kind, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import {
  checkIdentifier,
  identifierFormats,
  identifierTitle,
  isIdentifierFormat,
} from '#schema/identifiers/format.ts';
import { citizenNumber, creditCode, withOneSubstitution } from './valid-identifiers.ts';

const VOCABULARY = new URL('../../schema/vocabulary.graphql', import.meta.url);

describe('the formats', () => {
  test('are exactly the values of the enum in the vocabulary, in its order', () => {
    expect(identifierFormats()).toEqual(enumValues().map(({ name }) => name.value));
  });

  test('have the titles that the vocabulary begins its descriptions with', () => {
    expect.hasAssertions();
    for (const { name, description } of enumValues()) {
      if (!isIdentifierFormat(name.value)) throw new Error(`${name.value} is missing`);
      expect(description?.value).toContain(identifierTitle(name.value).zh);
      expect(identifierTitle(name.value).en).toMatch(/^[a-z]/);
    }
  });

  test('are told from other words, those of Object.prototype included', () => {
    expect(isIdentifierFormat('PLATE_NUMBER')).toBe(true);
    expect(isIdentifierFormat('plate')).toBe(false);
    expect(isIdentifierFormat('toString')).toBe(false);
  });
});

describe.each(identifierFormats())('checking %s', (format) => {
  test('never throws, whatever is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), digitLike), (value) => {
        const finding = checkIdentifier(format, value);
        return finding.kind === 'valid' || (finding.message.length > 0 && finding.messageZh.length > 0);
      }),
    );
  });

  test('never repeats the value, nor breaks the line of a log', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyValid, fc.string({ unit: 'binary', minLength: 12 })), (value) => {
        const words = Object.values(checkIdentifier(format, value)).join(' ');
        return !words.includes(value) && !/\p{Cc}/u.test(words);
      }),
    );
  });

  test('refuses the empty string and an endless one quickly', () => {
    expect(checkIdentifier(format, '')).toMatchObject({ kind: 'invalid', problem: 'LENGTH' });
    expect(checkIdentifier(format, '取水(1)字〔2020〕第'.repeat(5000)).kind).toBe('invalid');
    expect(checkIdentifier(format, '国用'.repeat(20_000)).kind).toBe('invalid');
  });
});

const digitLike = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789X-ABGW浙号第()')),
  maxLength: 30,
});

const nearlyValid = fc.oneof(
  withOneSubstitution(citizenNumber, '0123456789Xx'),
  withOneSubstitution(creditCode, '0123456789ABCXYZ'),
);

/** The vocabulary's enum, whatever namespace its name carries. */
function enumValues() {
  const { definitions } = parse(readFileSync(VOCABULARY, 'utf8'));
  return definitions
    .filter((definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION)
    .filter(({ name }) => /^(?:\w+__)?IdentifierFormat$/.test(name.value))
    .flatMap(({ values }) => values ?? []);
}
