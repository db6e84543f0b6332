import type { Resolver } from '#subgraphs/toolkit/context.ts';
import { WrongInput } from '#subgraphs/toolkit/wrong-input.ts';

/**
 * 学历证书核验: whether a certificate and a name belong together, by match codes alone. The answer never tells what is
 * on the certificate, and whether it was revoked only to somebody who already knows both.
 */
export const verifyDiploma: Resolver = async (_, { certificateNumber, name }: Claim, { records }) => {
  if (!/^\d{17}[\dXx]$/.test(certificateNumber.trim()))
    throw new WrongInput(
      `certificateNumber must have 18 digits; got ${certificateNumber.length} characters.`,
    );
  if (name.length > longestName || name.trim() === '')
    throw new WrongInput(
      `name must have 1 to ${longestName} characters that are not spaces; got ${name.length} in all.`,
    );
  const diplomas = await records.many('diploma', 'certificateNumber', certificateNumber.trim().toUpperCase());
  if (diplomas.length === 0) return { certificateMatch: 'NOT_FOUND', nameMatch: 'NOT_FOUND', revoked: null };
  const own = diplomas.find(({ holderName }) => comparable(String(holderName)) === comparable(name));
  return {
    certificateMatch: 'MATCH',
    nameMatch: own ? 'MATCH' : 'MISMATCH',
    revoked: own ? own['state'] === 'REVOKED' : null,
  };
};

type Claim = { readonly certificateNumber: string; readonly name: string };

const longestName = 50;

/** Spaces, full-width forms and the kind of dot in a transliterated name don't tell people apart. */
function comparable(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[•‧∙・⋅.]/g, '·');
}
