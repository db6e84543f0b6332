import type { Resolver } from '#subgraphs/toolkit/context.ts';
import type { StoredRecord } from '#subgraphs/toolkit/records.ts';
import { WrongInput } from '#subgraphs/toolkit/wrong-input.ts';
import type { Category } from './register.ts';

/** The values of a column that keeps several, joined by commas. */
export function listed(column: string): Resolver {
  return async (record, _, { records }) => valuesIn(await records.value(record, column));
}

/**
 * 从业资格核验: whether somebody holds a category of certificate, by match codes alone. Each answer is given only to
 * somebody who already knows what the one before it asked, so that a number tells nobody a name, nor a name a trade.
 */
export const verifyPractitioner: Resolver = async (_, { idNumber, name, category }: Claim, { records }) => {
  if (name.length > longestName || comparable(name) === '')
    throw new WrongInput(
      `name must have 1 to ${longestName} characters that are not spaces; got ${name.length} in all.`,
    );
  const certificates = await records.many(
    'practitionerCertificate',
    'holderIdNumber',
    idNumber.trim().toUpperCase(),
  );
  if (certificates.length === 0) return verification('NOT_FOUND', 'NOT_COMPARED', 'NOT_COMPARED');

  const own = certificates.filter((each) => comparable(String(each['holderName'])) === comparable(name));
  if (own.length === 0) return verification('MATCH', 'MISMATCH', 'NOT_COMPARED');

  const covering = own.filter((each) => valuesIn(each['categories']).includes(category));
  if (covering.length === 0) return verification('MATCH', 'MATCH', 'MISMATCH');
  return verification('MATCH', 'MATCH', 'MATCH', covering);
};

type Claim = { readonly idNumber: string; readonly name: string; readonly category: Category };
type MatchCode = 'MATCH' | 'MISMATCH' | 'NOT_FOUND' | 'NOT_COMPARED';

function verification(
  ...[idNumberMatch, nameMatch, categoryMatch, covering]: [MatchCode, MatchCode, MatchCode, StoredRecord[]?]
) {
  const inForce = covering ? covering.some((each) => each['state'] === 'VALID') : null;
  return { idNumberMatch, nameMatch, categoryMatch, inForce };
}

const longestName = 50;

function valuesIn(joined: unknown): readonly string[] {
  return String(joined).split(',');
}

/** Spaces and full-width forms don't tell people apart, nor does which of several dots a transliterated name is typed with. */
function comparable(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[•‧∙・⋅.]/g, '·');
}
