import { divisionName } from '#schema/identifiers/division-code.ts';
import { addDays, daysBetween } from '#subgraphs/world/calendar.ts';
import type { Citizen, Random, World } from '#subgraphs/world/world.ts';
import type { CitizenRow, RegistrationChange } from '../register.ts';

/** Where a household is registered, and since when if it moved there from another prefecture. */
export type Home = {
  readonly householdNumber: string;
  readonly policeStation: string;
  readonly movedOn: string | null;
};

/** Before this day changes were kept on paper. */
const recordsBegin = '1988-01-01';

/**
 * When a household moved in from the prefecture that its members' numbers name: after the youngest was born and before
 * anybody died. Null for one that never moved.
 */
export function movedOn(world: World, members: readonly Citizen[]): string | null {
  const head = members[0] as Citizen;
  if (bornIn(head) === prefectureOf(head.divisionCode)) return null;
  const random = world.random('population.move', head.householdIndex);
  const births = members.map(({ birthDate }) => birthDate);
  const deaths = members.flatMap(({ deceasedOn }) => deceasedOn ?? []);
  const settled = addDays(births.reduce(later), 30);
  return dayBetween(random, later(settled, recordsBegin), deaths.reduce(earlier, world.today));
}

type Registered = {
  readonly citizen: Citizen;
  readonly home: Home;
  readonly registrationState: CitizenRow['registrationState'];
};

/** The entries of one citizen's registration, in the order in which they were made. */
export function registrationChanges(
  world: World,
  { citizen, home, registrationState }: Registered,
): RegistrationChange[] {
  const { idNumber, birthDate, divisionCode, deceasedOn, formerName } = citizen;
  const random = world.random('population.changes', citizen.index);
  const stay = { idNumber, fromDivisionCode: null, toDivisionCode: null, handledBy: home.policeStation };
  const last = deceasedOn ?? world.today;
  const changes: RegistrationChange[] = [];

  if (birthDate >= recordsBegin) {
    const changedOn = earlier(addDays(birthDate, random.int(3, 60)), home.movedOn ?? last);
    const [toDivisionCode, handledBy] = home.movedOn
      ? [bornIn(citizen), `${divisionName(bornIn(citizen)) ?? ''}公安局`]
      : [divisionCode, home.policeStation];
    changes.push({ ...stay, kind: 'BIRTH', changedOn, toDivisionCode, handledBy });
  }
  if (home.movedOn)
    changes.push({
      ...stay,
      kind: 'MOVE_IN',
      changedOn: home.movedOn,
      fromDivisionCode: bornIn(citizen),
      toDivisionCode: divisionCode,
    });
  if (formerName !== null) {
    const since = later(later(birthDate, recordsBegin), home.movedOn ?? '');
    changes.push({ ...stay, kind: 'NAME_CHANGE', changedOn: dayBetween(random, since, last) });
  }
  const ended = endings[registrationState];
  if (ended) {
    const reported = deceasedOn
      ? addDays(deceasedOn, random.int(1, 40))
      : addDays(world.today, -random.int(1, 200));
    const changedOn = later(earlier(reported, world.today), home.movedOn ?? '');
    changes.push({ ...stay, kind: ended, changedOn, fromDivisionCode: divisionCode });
  }
  return changes;
}

const endings: Partial<Record<CitizenRow['registrationState'], RegistrationChange['kind']>> = {
  MOVED_OUT: 'MOVE_OUT',
  DEATH_CANCELLED: 'DEATH_CANCELLATION',
  EMIGRATION_CANCELLED: 'EMIGRATION_CANCELLATION',
};

/** The prefecture that a citizen number begins with; its county, 99, is nowhere. */
function bornIn({ idNumber }: Citizen): string {
  return prefectureOf(idNumber);
}

function prefectureOf(code: string): string {
  return `${code.slice(0, 4)}00`;
}

/** A day from `from` to `to`, both included; `to` when it comes first. */
function dayBetween(random: Random, from: string, to: string): string {
  return from >= to ? to : addDays(from, random.int(0, daysBetween(from, to)));
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
