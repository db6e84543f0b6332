import fc from 'fast-check';
import { citizenNumberCheckCharacter } from '#schema/identifiers/citizen-number.ts';
import { creditCodeCheckCharacter } from '#schema/identifiers/credit-code.ts';
import { divisionCodes, prefectureCodes } from '#schema/identifiers/division-code.ts';
import { organizationCodeCheckCharacter } from '#schema/identifiers/organization-code.ts';

const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Valid citizen numbers that belong to nobody: county 99 of a real prefecture. */
export const citizenNumber = fc
  .record({
    prefecture: fc.constantFrom(...prefectureCodes()),
    born: fc.date({ min: new Date('1930-01-01'), max: new Date('2024-12-31'), noInvalidDate: true }),
    serial: fc.integer({ min: 1, max: 999 }),
  })
  .map(({ prefecture, born, serial }) => {
    const date = born.toISOString().slice(0, 10).replaceAll('-', '');
    const first17 = `${prefecture.slice(0, 4)}99${date}${String(serial).padStart(3, '0')}`;
    return first17 + citizenNumberCheckCharacter(first17);
  });

/** Valid organization codes without a hyphen, in the alphabet of credit codes. */
export const organizationCode = fc
  .string({ unit: fc.constantFrom(...Array.from(CREDIT_ALPHABET)), minLength: 8, maxLength: 8 })
  .map((first8) => first8 + organizationCodeCheckCharacter(first8));

/** Valid credit codes of enterprises. */
export const creditCode = fc
  .record({ division: fc.constantFrom(...divisionCodes()), organization: organizationCode })
  .map(({ division, organization }) => {
    const first17 = `91${division}${organization}`;
    return first17 + creditCodeCheckCharacter(first17);
  });

/** A value of `values` with one character replaced by another of `alphabet`. */
export function withOneSubstitution(values: fc.Arbitrary<string>, alphabet: string): fc.Arbitrary<string> {
  return fc
    .tuple(values, fc.nat(), fc.constantFrom(...Array.from(alphabet)))
    .map(([value, seed, other]) => {
      const at = seed % value.length;
      return { value, changed: value.slice(0, at) + other + value.slice(at + 1) };
    })
    .filter(({ value, changed }) => value !== changed)
    .map(({ changed }) => changed);
}

/** A value of `values` with two different neighbours exchanged. */
export function withOneTransposition(values: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(values, fc.nat())
    .map(([value, seed]) => {
      const at = seed % (value.length - 1);
      const changed = value.slice(0, at) + value.charAt(at + 1) + value.charAt(at) + value.slice(at + 2);
      return { value, changed };
    })
    .filter(({ value, changed }) => value !== changed)
    .map(({ changed }) => changed);
}
