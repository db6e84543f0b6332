import { creditCodeCheckCharacter } from '#schema/identifiers/credit-code.ts';
import { organizationCodeCheckCharacter } from '#schema/identifiers/organization-code.ts';

/** The fictional credit code of an organization (eight characters) registered in a prefecture (four digits), with both checks. */
export function fictionalCreditCode(prefix: string, prefecture: string, organization: string): string {
  const first17 = `${prefix}${prefecture}99${organization}${organizationCodeCheckCharacter(organization)}`;
  return first17 + creditCodeCheckCharacter(first17);
}
