import { divisionName } from '#schema/identifiers/division-code.ts';
import type { Enterprise, Random, World } from '#subgraphs/world/world.ts';
import type { EnterpriseRow } from '../register.ts';
import { businessScope } from './business-scope.ts';
import { industryName, typeName } from './code-names.ts';
import { addYears } from './dates.ts';

/** The licence of an enterprise, without the dates that later entries move. */
export type Registration = Omit<EnterpriseRow, 'approvedOn' | 'legalEntityUpdatedAt'>;

/** What the register says of an enterprise today. */
export function registrationOf(world: World, enterprise: Enterprise): Registration {
  const random = world.random('legal-entity', enterprise.index);
  const { uscc, name, state, typeCode, domicile, divisionCode, industryCode, establishedOn, closedOn } =
    enterprise;
  const representative = world.citizen(enterprise.legalRepresentative);
  return {
    uscc,
    name,
    state,
    typeCode,
    typeName: typeName(typeCode) ?? '其他',
    registrationNumber: registrationNumber(enterprise),
    legalRepresentativeName: representative.name,
    legalRepresentativeIdNumber: isOnPaper(establishedOn, random) ? null : representative.idNumber,
    domicile,
    divisionCode,
    industryCode,
    industryName: industryName(industryCode),
    registeredCapital: enterprise.registeredCapitalFen,
    capitalCurrency: establishedOn < '2008' && random.chance(0.1) ? '156' : '人民币',
    establishedOn,
    operatingFrom: establishedOn,
    operatingTo: operatingTo(enterprise, random),
    businessScope: businessScope(random, enterprise),
    registrationAuthority: registrationAuthority(enterprise),
    closedOn,
    phone: random.chance(0.2) && establishedOn < '2005' ? null : representative.phone,
    email: random.chance(0.35) ? null : `office@e${uscc.slice(8, 17).toLowerCase()}.example`,
  };
}

/** Whether an old entry was made on paper and its identity document never typed in. */
export function isOnPaper(enteredOn: string, random: Random): boolean {
  return random.chance(0.04) && enteredOn < '2006';
}

/** From this day on a licence carries the credit code alone (三证合一). */
const mergedLicences = '2015-10-01';

/** The 15-digit number of an old licence: authority, serial, check digit (ISO 7064 MOD 11,10). */
function registrationNumber({ uscc, index, kind, establishedOn }: Enterprise): string | null {
  if (establishedOn >= mergedLicences || kind === 'PRIVATE_NON_ENTERPRISE') return null;
  const first14 = uscc.slice(2, 8) + String(index + 1).padStart(8, '0');
  let product = 10;
  for (const digit of first14) product = (((product + Number(digit)) % 10 || 10) * 2) % 11;
  return `${first14}${(11 - product) % 10}`;
}

/** Open-ended twice over: some systems left the end empty, others wrote 9999-09-09. A term may have run out unnoticed. */
function operatingTo({ establishedOn, kind }: Enterprise, random: Random): string | null {
  const draw = random.next();
  if (draw < 0.5 || kind === 'SOLE_TRADER') return null;
  if (draw < 0.65) return '9999-09-09';
  return addYears(establishedOn, random.pick([10, 20, 20, 30, 50]));
}

function registrationAuthority({ kind, divisionCode, registeredCapitalFen }: Enterprise): string {
  if (kind === 'PRIVATE_NON_ENTERPRISE') return `${divisionName(divisionCode) ?? ''}民政局`;
  const isOfCity = kind === 'STATE_OWNED' || registeredCapitalFen >= cityRegisteredFen;
  const place =
    (isOfCity ? divisionName(`${divisionCode.slice(0, 4)}00`) : null) ?? divisionName(divisionCode);
  return `${place ?? ''}市场监督管理局`;
}

/** 1 亿元: from here on a city registers the company, not a county. */
const cityRegisteredFen = 10_000_000_000;
