import type { Context, Resolver } from '#subgraphs/toolkit/context.ts';
import type { StoredRecord } from '#subgraphs/toolkit/records.ts';
import { WrongInput } from '#subgraphs/toolkit/wrong-input.ts';

/** The enterprise that holds a share; null for people, and for state bodies, which are not in this register. */
export const holdingEnterprise: Resolver = ({ kind, uscc }) =>
  kind === 'ENTERPRISE' ? { __typename: 'Enterprise', uscc } : null;

/** A figure of an annual report: null when the enterprise chose not to publish it (《企业信息公示暂行条例》第九条). */
export function published(figure: string): Resolver {
  return (report) => (report[`${figure}Published`] === true ? report[figure] : null);
}

/**
 * 企业登记信息核验: whether code, name and legal representative belong together, by match codes alone. What is
 * registered is never told; the state, which is public, only to somebody who already knows all the rest.
 */
export const verifyEnterprise: Resolver = async (_, claim: Claim, { records }) => {
  for (const [item, value] of Object.entries(claim))
    if ((value?.length ?? 0) > longestClaim)
      throw new WrongInput(`${item} must have at most ${longestClaim} characters; got ${value?.length}.`);
  if (comparable(claim.name) === '') return outcome('INCOMPLETE');
  try {
    return await compare(claim, records);
  } catch (fault) {
    return { ...outcome('QUERY_FAILED'), fault };
  }
};

/**
 * The items that differ. After 06 nothing was compared, so the register's failure is thrown here: the clerk still gets
 * the match code, while the fault is reported and the answer is not stored.
 */
export const differingItems: Resolver = ({ fault, differingItems: items }) => {
  if (fault !== undefined) throw fault;
  return items;
};

type Claim = {
  readonly uscc: string;
  readonly name?: string | null;
  readonly legalRepresentativeName?: string | null;
};

const longestClaim = 200;

async function compare(claim: Claim, records: Context['records']): Promise<StoredRecord> {
  const uscc = claim.uscc.trim().toUpperCase();
  const [byCode, byName] = await Promise.all([
    records.one('enterprise', 'uscc', uscc),
    records.many('enterprise', 'name', claim.name?.trim()),
  ]);
  if (!byCode) return outcome(byName.length > 0 ? 'AMBIGUOUS' : 'NOT_FOUND');
  const isNamed = comparable(claim.name) === comparable(byCode['name'] as string);
  if (!isNamed && byName.length > 0) return outcome('AMBIGUOUS');
  const representative = comparable(claim.legalRepresentativeName);
  const isLed =
    representative === '' || representative === comparable(byCode['legalRepresentativeName'] as string);
  if (isNamed && isLed) return { ...outcome('MATCH'), state: byCode['state'] };
  return {
    ...outcome('MISMATCH'),
    differingItems: [...(isNamed ? [] : ['NAME']), ...(isLed ? [] : ['LEGAL_REPRESENTATIVE_NAME'])],
  };
}

function outcome(matchCode: string): StoredRecord {
  return { matchCode, differingItems: [], state: null };
}

/** Spaces, full-width forms, and which of several dots a transliterated name is typed with, make no difference. */
function comparable(text: string | null | undefined): string {
  return (text ?? '')
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[•‧∙・⋅.]/g, '·');
}
