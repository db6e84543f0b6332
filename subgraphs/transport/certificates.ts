import { addDays } from '#subgraphs/world/calendar.ts';
import type { Citizen, Driver, Random } from '#subgraphs/world/world.ts';
import { oldCertificateNumber, type Sequence } from './numbers.ts';
import { authorityOf } from './permits.ts';
import type { Category, PractitionerCertificate } from './register.ts';
import { drawTerm, yearsLater } from './terms.ts';

type Drawing = { readonly today: string; readonly random: Random; readonly sequence: Sequence };

/** The professional certificates of a citizen: today's, and for some the one under a number of the old form that it replaced. */
export function certificatesOf(citizen: Citizen, drawing: Drawing): PractitionerCertificate[] {
  if (citizen.driver === null) return [];
  const { random, sequence } = drawing;
  const current = certificate(citizen, citizen.driver, drawing);
  const isFromOldTimes = current.firstIssuedOn < lastOldYear && !hailing.has(citizen.driver.kind);
  if (!isFromOldTimes || random.chance(0.4)) return [current];

  const certificateNumber = oldCertificateNumber(
    sequence,
    citizen.divisionCode.slice(0, 4),
    current.firstIssuedOn,
  );
  if (random.chance(0.5)) return [{ ...current, certificateNumber }];
  return [current, replaced({ ...current, certificateNumber })];
}

function certificate(citizen: Citizen, driver: Driver, { today, random }: Drawing): PractitionerCertificate {
  const grownUpOn = yearsLater(citizen.birthDate, youngestAge);
  const term = drawTerm(driver.certificate, { years, since: grownUpOn, today, random });
  const lastDay = term.state === 'EXPIRED' ? term.to : today;
  return {
    certificateNumber: citizen.idNumber,
    holderIdNumber: citizen.idNumber,
    // Some never told the transport department of their new name.
    holderName: citizen.formerName !== null && random.chance(0.5) ? citizen.formerName : citizen.name,
    categories: categoriesOf(driver.kind, random).join(','),
    firstIssuedOn: firstIssue(term.from, grownUpOn, random),
    validFrom: term.from,
    validTo: term.to,
    state: term.state,
    integrityRating: term.state === 'VALID' ? random.pick(['AAA', 'AA', 'AA', 'AA', 'A', 'B']) : null,
    issuingAuthority: authorityOf(citizen.divisionCode),
    transportUpdatedAt: `${addDays(lastDay, -random.int(0, 28))}T04:00:00+08:00`,
  };
}

/** A certificate as it stood before its term, cancelled on the day when a new number took its place. */
function replaced(former: PractitionerCertificate): PractitionerCertificate {
  const validTo = addDays(former.validFrom, -1);
  return {
    ...former,
    validFrom: former.firstIssuedOn < validTo ? former.firstIssuedOn : addDays(validTo, -365),
    validTo,
    state: 'CANCELLED',
    integrityRating: null,
    transportUpdatedAt: `${validTo}T04:00:00+08:00`,
  };
}

/** Certificates run for six years. */
const years = 6;
const youngestAge = 21;

/** Numbers of the old form were given out until then. */
const lastOldYear = '2017';
const hailing: ReadonlySet<Driver['kind']> = new Set(['TAXI', 'RIDE_HAILING']);

/** Up to three terms back, while the holder was old enough. */
function firstIssue(from: string, grownUpOn: string, random: Random): string {
  const earlier = yearsLater(from, -years * random.int(0, 3));
  return earlier < grownUpOn ? from : earlier;
}

function categoriesOf(kind: Driver['kind'], random: Random): readonly Category[] {
  switch (kind) {
    case 'TAXI':
      return random.chance(0.25) ? ['TAXI', 'RIDE_HAILING'] : ['TAXI'];
    case 'RIDE_HAILING':
      return random.chance(0.15) ? ['RIDE_HAILING', 'TAXI'] : ['RIDE_HAILING'];
    case 'BUS':
      return ['PASSENGER'];
    case 'FREIGHT':
      return random.chance(0.12) ? ['FREIGHT', 'DANGEROUS_GOODS'] : ['FREIGHT'];
  }
}
