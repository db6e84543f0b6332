import { todayInChina } from '#schema/identifiers/china-time.ts';
import type { Matter } from '#schema/policy/policy.ts';
import type { Access } from '../access/authorize.ts';
import { mattersFor } from '../access/policy/matter.ts';
import type { OwnAsking } from './asking.ts';

/** A matter as it is offered to who may use it. */
export type MatterOffer = {
  readonly code: string;
  readonly title: string;
  readonly basis: readonly string[];
  readonly subject: 'CITIZEN' | 'ENTERPRISE' | 'EITHER';
  readonly caseNeeded: boolean;
  readonly validUntil: string | null;
};

/** The matters that a caller may use today, by code. */
export function myMatters({ caller }: OwnAsking, access: Access): readonly MatterOffer[] {
  const policy = access.policy();
  if (!policy) return [];
  return mattersFor(caller, { policy, today: todayInChina() })
    .map(offer)
    .toSorted((one, other) => (one.code < other.code ? -1 : 1));
}

function offer({ code, title, basis, subject, case: need, validity }: Matter): MatterOffer {
  return {
    code,
    title,
    basis,
    subject: subjects[subject],
    caseNeeded: need === 'required',
    validUntil: validity.to,
  };
}

const subjects = { citizen: 'CITIZEN', enterprise: 'ENTERPRISE', either: 'EITHER' } as const;
