import { addDays, daysBetween } from '#subgraphs/world/calendar.ts';
import type { Enterprise, Random, World } from '#subgraphs/world/world.ts';
import { plateNumber, roadTransportCertificate, type Sequence } from './numbers.ts';
import type { PlateColour, Trade, TransportPermit, Vehicle, VehicleKind, VehicleState } from './register.ts';

type Owner = { readonly enterprise: Enterprise; readonly world: World; readonly sequence: Sequence };

/** The vehicles that run, or ran, under a permit: as many as the operator's size suggests. */
export function* vehiclesOf(
  permit: TransportPermit | undefined,
  { enterprise, world, sequence }: Owner,
): Generator<Vehicle> {
  if (permit === undefined) return;
  const random = world.random('transport.vehicles', enterprise.index);
  const prefecture = permit.divisionCode.slice(0, 4);
  const oldest = addDays(world.today, -oldestDays);
  const since = enterprise.establishedOn > oldest ? enterprise.establishedOn : oldest;
  const until = enterprise.closedOn ?? world.today;
  if (until < since) return;
  for (let left = fleetOf(enterprise, random); left > 0; left -= 1) {
    const { kind, colour, tonnage, seats } = drawBuild(permit.trade, random);
    const firstRegisteredOn = addDays(since, random.int(0, daysBetween(since, until)));
    const state = drawState(permit, enterprise, random);
    const isOut = state === 'RETIRED' || state === 'TRANSFERRED';
    const lastDay = isOut ? later(firstRegisteredOn, addDays(until, -random.int(0, 300))) : world.today;
    yield {
      roadTransportCertificate: roadTransportCertificate(sequence, prefecture),
      plateNumber: plateNumber(sequence, prefecture, colour),
      plateColour: colour,
      kind,
      tonnage,
      seats,
      technicalGrade: random.chance(0.8) ? 'FIRST' : 'SECOND',
      firstRegisteredOn,
      state,
      nextInspectionOn: addDays(lastDay, random.chance(0.03) ? -random.int(1, 60) : random.int(0, 364)),
      operatorUscc: enterprise.uscc,
      permitNumber: permit.permitNumber,
      transportUpdatedAt: `${lastDay}T04:00:00+08:00`,
    };
  }
}

/** Few operators keep a vehicle beyond its tenth year. */
const oldestDays = 3650;

/** A carrier has about one vehicle for two employees; another firm only what carries its own goods. */
function fleetOf({ industryCode, employees, closedOn }: Enterprise, random: Random): number {
  if (closedOn !== null) return random.int(0, 4);
  const isCarrier = industryCode.startsWith('54');
  return Math.min(
    largestFleet,
    1 + Math.round(employees * (isCarrier ? 0.4 : 0.04) * (0.6 + 0.8 * random.next())),
  );
}

const largestFleet = 300;

type Build = {
  readonly kind: VehicleKind;
  readonly colour: PlateColour;
  readonly tonnage: number | null;
  readonly seats: number | null;
};

function drawBuild(trade: Trade, random: Random): Build {
  const isElectric = random.chance(electricShare[trade]);
  const large = isElectric ? 'YELLOW_GREEN' : 'YELLOW';
  const small = isElectric ? 'GREEN' : 'BLUE';
  switch (trade) {
    case 'PASSENGER':
      return { kind: 'COACH', colour: large, tonnage: null, seats: random.pick([19, 33, 39, 45, 51]) };
    case 'CITY_BUS':
      return { kind: 'CITY_BUS', colour: large, tonnage: null, seats: random.pick([60, 72, 90]) };
    case 'TAXI':
      return { kind: 'TAXI', colour: small, tonnage: null, seats: 5 };
    case 'RIDE_HAILING':
      return { kind: 'RIDE_HAILING_CAR', colour: small, tonnage: null, seats: random.pick([5, 5, 5, 7]) };
    case 'DANGEROUS_GOODS':
      return { kind: 'TANKER', colour: large, tonnage: random.int(50, 320) / 10, seats: null };
    case 'FREIGHT': {
      const kind = random.pick(['LIGHT_TRUCK', 'LIGHT_TRUCK', 'HEAVY_TRUCK', 'TRACTOR'] as const);
      if (kind === 'LIGHT_TRUCK')
        return { kind, colour: small, tonnage: random.int(10, 45) / 10, seats: null };
      return {
        kind,
        colour: large,
        tonnage: kind === 'TRACTOR' ? null : random.int(80, 320) / 10,
        seats: null,
      };
    }
  }
}

const electricShare: Record<Trade, number> = {
  PASSENGER: 0.1,
  FREIGHT: 0.12,
  DANGEROUS_GOODS: 0,
  TAXI: 0.5,
  RIDE_HAILING: 0.75,
  CITY_BUS: 0.8,
};

/** Without a permit in force a vehicle stands; of a closed firm it has gone. */
function drawState({ state }: TransportPermit, { closedOn }: Enterprise, random: Random): VehicleState {
  if (closedOn !== null) return random.pick(['RETIRED', 'TRANSFERRED']);
  const draw = random.next();
  if (state !== 'VALID') return draw < 0.8 ? 'SUSPENDED' : 'TRANSFERRED';
  if (draw < 0.93) return 'IN_SERVICE';
  return draw < 0.96 ? 'SUSPENDED' : draw < 0.98 ? 'TRANSFERRED' : 'RETIRED';
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}
