import type { Resolver } from '#subgraphs/toolkit/context.ts';
import { WrongInput } from '#subgraphs/toolkit/wrong-input.ts';
import { ethnicGroupName } from './ethnic-groups.ts';

/** The name of a citizen's ethnic group; null for a code outside GB/T 3304. */
export const ethnicity: Resolver = async (citizen, _, { records }) =>
  ethnicGroupName(String(await records.value(citizen, 'ethnicityCode')));

/**
 * 人口身份核查: whether number and name belong together, by match codes alone. The answer never tells what is
 * registered, and whether the person has died only to somebody who already knows both.
 */
export const verifyIdentity: Resolver = async (_, { idNumber, name }: Claim, { records }) => {
  if (name.length > longestName || comparable(name) === '')
    throw new WrongInput(
      `name must have 1 to ${longestName} characters that are not spaces; got ${name.length} in all.`,
    );
  const citizen = await records.one('citizen', 'idNumber', idNumber.trim().toUpperCase());
  if (!citizen) return { idNumberMatch: 'NOT_FOUND', nameMatch: 'NOT_FOUND', deceased: null };
  const isSame = comparable(String(citizen['name'])) === comparable(name);
  return {
    idNumberMatch: 'MATCH',
    nameMatch: isSame ? 'MATCH' : 'MISMATCH',
    deceased: isSame ? citizen['lifeState'] === 'DECEASED' : null,
  };
};

type Claim = { readonly idNumber: string; readonly name: string };

const longestName = 50;

/** Spaces and full-width forms don't tell people apart, nor does which of several dots a transliterated name is typed with. */
function comparable(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[•‧∙・⋅.]/g, '·');
}
