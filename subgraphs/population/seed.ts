import { divisionName } from '#schema/identifiers/division-code.ts';
import type { RowOf } from '#subgraphs/toolkit/table.ts';
import { ageOn } from '#subgraphs/world/calendar.ts';
import type { Citizen, Random, World } from '#subgraphs/world/world.ts';
import type { CitizenRow, RegistrationChange, tables } from './register.ts';
import { type Home, movedOn, registrationChanges } from './seed/changes.ts';
import { identityCard, residencePermit } from './seed/documents.ts';

/** What the population register holds of the fictional world, household by household. */
export function* seed(world: World): Generator<RowOf<typeof tables>> {
  for (let household = 0; household < world.householdCount; household += 1) {
    const members = world.household(household);
    const held = members.filter((citizen) => !citizen.absentFrom.has('population'));
    if (held.length === 0) continue;
    const home = homeOf(world, members);
    let latest = '';
    for (const citizen of held) {
      const random = world.random('population', citizen.index);
      const registrationState = stateOf(world, citizen, random);
      const changes = registrationChanges(world, { citizen, home, registrationState });
      const record = citizenRow(world, { citizen, home, registrationState, changes, random });
      if (record.populationUpdatedAt > latest) latest = record.populationUpdatedAt;
      yield ['citizen', record];
      for (const change of changes) yield ['registrationChange', change];
      const card = identityCard(world, record);
      if (card) yield ['identityCard', card];
      const permit = residencePermit(world, { citizen, registrationState });
      if (permit) yield ['residencePermit', permit];
    }
    yield ['household', householdRow(world, { members, held, home, updatedAt: latest })];
  }
}

function homeOf(world: World, members: readonly Citizen[]): Home {
  const { divisionCode, address, householdIndex } = members[0] as Citizen;
  return {
    householdNumber: `${divisionCode}${String(householdIndex).padStart(9, '0')}`,
    policeStation: policeStation(divisionCode, address),
    movedOn: movedOn(world, members),
  };
}

/** 浙江省杭州市上城区公安分局平安派出所, after the street of the address. */
function policeStation(divisionCode: string, address: string): string {
  const division = divisionName(divisionCode) ?? '';
  const street = /^(\S{2,4}?)(?:路|街|大道|巷)/.exec(address.slice(division.length))?.[1] ?? '城关';
  return `${division}${division.endsWith('区') ? '公安分局' : '公安局'}${street}派出所`;
}

/** A few of the dead are still registered as normal: nobody reported them. */
function stateOf(world: World, citizen: Citizen, random: Random): CitizenRow['registrationState'] {
  const draw = random.next();
  if (citizen.deceasedOn !== null) return draw < 0.92 ? 'DEATH_CANCELLED' : 'NORMAL';
  if (citizen.householdRole === 'HEAD' || ageOn(citizen.birthDate, world.today) < 18) return 'NORMAL';
  if (draw < 0.006) return 'MOVED_OUT';
  return draw < 0.008 ? 'EMIGRATION_CANCELLED' : 'NORMAL';
}

type Registered = {
  readonly citizen: Citizen;
  readonly home: Home;
  readonly registrationState: CitizenRow['registrationState'];
  readonly changes: readonly RegistrationChange[];
  readonly random: Random;
};

function citizenRow(
  world: World,
  { citizen, home, registrationState, changes, random }: Registered,
): CitizenRow {
  const checked = `${random.int(2019, 2025)}-${String(random.int(1, 12)).padStart(2, '0')}-15`;
  const changed = changes.reduce(
    (latest, { changedOn }) => (changedOn > latest ? changedOn : latest),
    citizen.birthDate,
  );
  return {
    personNumber: citizen.index + 1,
    idNumber: citizen.idNumber,
    name: citizen.name,
    formerName: citizen.formerName,
    sex: citizen.sex,
    birthDate: citizen.birthDate,
    ethnicityCode: citizen.ethnicityCode,
    divisionCode: citizen.divisionCode,
    registeredAddress: citizen.address,
    policeStation: home.policeStation,
    householdNumber: home.householdNumber,
    householdRole: citizen.householdRole,
    lifeState: citizen.deceasedOn === null ? 'ALIVE' : 'DECEASED',
    deceasedOn: citizen.deceasedOn,
    registrationState,
    phone: ageOn(citizen.birthDate, world.today) < 12 || random.chance(0.08) ? null : citizen.phone,
    populationUpdatedAt: `${changed > checked ? changed : checked}T02:00:00+08:00`,
  };
}

type Household = {
  readonly members: readonly Citizen[];
  readonly held: readonly Citizen[];
  readonly home: Home;
  readonly updatedAt: string;
};

/** Some of the young who live alone are registered at their employer's or school's collective household. */
function householdRow(world: World, { members, held, home, updatedAt }: Household) {
  const head = members[0] as Citizen;
  const random = world.random('population.household', head.householdIndex);
  const isYoung = members.length === 1 && ageOn(head.birthDate, world.today) < 35;
  return {
    householdNumber: home.householdNumber,
    kind: isYoung && random.chance(0.3) ? ('COLLECTIVE' as const) : ('FAMILY' as const),
    headIdNumber: held.includes(head) ? head.idNumber : null,
    divisionCode: head.divisionCode,
    address: head.address,
    policeStation: home.policeStation,
    updatedAt,
  };
}
