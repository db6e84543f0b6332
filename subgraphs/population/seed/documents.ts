import { addDays, ageOn } from '#subgraphs/world/calendar.ts';
import type { Citizen, Random, World } from '#subgraphs/world/world.ts';
import type { CitizenRow, IdentityCard, ResidencePermit } from '../register.ts';

/** How registers write "long-term": the day that never comes. */
const openEnd = '9999-09-09';

/** The identity card in force or last in force: everybody from sixteen on has one, of the younger every other. */
export function identityCard(world: World, citizen: CitizenRow): IdentityCard | null {
  const random = world.random('population.card', citizen.personNumber);
  const last = citizen.deceasedOn ?? world.today;
  const age = ageOn(citizen.birthDate, last);
  if (age < 2 || (age < 16 && random.chance(0.5))) return null;
  const issuedOn = addDays(last, -random.int(1, 365 * Math.min(age - 1, age < 16 ? 5 : 11)));
  const years = yearsOfValidity(ageOn(citizen.birthDate, issuedOn));
  const validTo =
    years === null ? openEnd : `${Number(issuedOn.slice(0, 4)) + years}${dayInEveryYear(issuedOn)}`;
  return {
    idNumber: citizen.idNumber,
    issuer: citizen.policeStation.replace(/(公安分?局).*$/, '$1'),
    issuedOn,
    validTo,
    state: cardState(world, citizen, { validTo, random }),
    fingerprintRegistered: issuedOn >= fingerprintsBegin,
  };
}

/** 居民身份证法 Article 5: by age at issue 5, 10 or 20 years, and from 46 on for good. */
function yearsOfValidity(age: number): 5 | 10 | 20 | null {
  if (age < 16) return 5;
  if (age <= 25) return 10;
  return age <= 45 ? 20 : null;
}

/** Every card issued since 2013 comes with fingerprints. */
const fingerprintsBegin = '2013-01-01';

function cardState(
  world: World,
  { registrationState }: CitizenRow,
  { validTo, random }: { validTo: string; random: Random },
): IdentityCard['state'] {
  if (registrationState === 'DEATH_CANCELLED' || registrationState === 'EMIGRATION_CANCELLED')
    return 'CANCELLED';
  if (validTo < world.today) return 'EXPIRED';
  return random.chance(0.01) ? 'REPORTED_LOST' : 'VALID';
}

type Resident = { readonly citizen: Citizen; readonly registrationState: CitizenRow['registrationState'] };

/** The residence permit of one of the few who live in another prefecture than their household's, at some other citizen's. */
export function residencePermit(
  world: World,
  { citizen, registrationState }: Resident,
): ResidencePermit | null {
  const random = world.random('population.residence', citizen.index);
  const age = ageOn(citizen.birthDate, world.today);
  if (!random.chance(0.06) || age < 19 || age > 60 || registrationState !== 'NORMAL' || citizen.deceasedOn)
    return null;
  const host = world.citizen(random.int(0, world.citizenCount - 1));
  if (host.divisionCode.slice(0, 4) === citizen.divisionCode.slice(0, 4)) return null;
  const days = random.int(10, Math.min(2500, (age - 18) * 365));
  const issuedOn = addDays(world.today, -days);
  // A permit is endorsed year by year; one in six let it lapse.
  const years = Math.floor(days / 365);
  const endorsedOn = addDays(issuedOn, 365 * (random.chance(0.16) ? Math.max(0, years - 1) : years));
  const validTo = addDays(endorsedOn, 365);
  const isLetting = ageOn(host.birthDate, issuedOn) >= 18 && host.deceasedOn === null && random.chance(0.6);
  return {
    idNumber: citizen.idNumber,
    permitNumber: `${host.divisionCode}${issuedOn.slice(0, 4)}${String(citizen.index).padStart(8, '0')}`,
    residenceDivisionCode: host.divisionCode,
    residenceAddress: host.address,
    landlordIdNumber: isLetting ? host.idNumber : null,
    issuedOn,
    endorsedOn,
    validTo,
    state: validTo < world.today ? 'SUSPENDED' : 'VALID',
  };
}

/** -MM-DD, with the leap day given up. */
function dayInEveryYear(date: string): string {
  const day = date.slice(4);
  return day === '-02-29' ? '-02-28' : day;
}
