import { permute } from '../permute.ts';
import { drawStreetAddress } from '../places.ts';
import { createRandom } from '../random.ts';
import type { DepartmentName, Enterprise, Random, StateGroup } from '../world.ts';
import { drawAdult, type Pool } from './adults.ts';
import { fictionalCreditCode } from './credit-code.ts';
import { groupOf } from './groups.ts';
import { drawHolders, ownerOfGroup, typeCodeOf } from './holders.ts';
import { drawName, drawTradeName } from './names.ts';
import type { Outline } from './outline.ts';
import { drawScale } from './scale.ts';
import { drawStanding, type Standing } from './standing.ts';

/** What `found` needs from its world. */
export type Founding = {
  readonly seed: number;
  readonly enterpriseCount: number;
  readonly pool: Pool;
  /** The lowest index that isn't named. */
  readonly firstDrawn: number;
  readonly outlineOf: (index: number) => Outline;
};

/** A named citizen old enough for any office, when a world of a hundred has nobody else. */
const LAST_RESORT = 7;

/** Organization codes run from here: eight digits, so that the named firms' MA codes are never met. */
const FIRST_ORGANIZATION = 10_000_000;
const ORGANIZATIONS = 90_000_000;

const PREFIX: Readonly<Record<Enterprise['kind'], string>> = {
  COMPANY: '91',
  STATE_OWNED: '91',
  SOLE_TRADER: '92',
  COOPERATIVE: '93',
  PRIVATE_NON_ENTERPRISE: '52',
};
const NOBODY_LACKS: ReadonlySet<DepartmentName> = new Set();

/** Every fact about an enterprise that isn't named. */
export function found(founding: Founding, index: number): Enterprise {
  const { seed, pool } = founding;
  const outline = founding.outlineOf(index);
  const random = createRandom(seed, 'enterprise', index);
  const group = outline.kind === 'STATE_OWNED' ? groupOf(seed, index, founding.enterpriseCount) : null;
  const legalRepresentative = drawLegalRepresentative(random, pool, outline);
  const prefecture = prefectureOf(founding, group, legalRepresentative);
  const divisionCode = pool.places.drawCounty(random, prefecture);
  const holders = drawHolders({ ...founding, index, outline, legalRepresentative, prefecture, group });
  const isJointStock = outline.kind === 'COMPANY' && holders.length >= 3 && random.chance(0.15);
  const standing = drawStanding(random, outline);
  const runsSchool = drawRunsSchool(random, outline);
  return {
    index,
    uscc: fictionalCreditCode(PREFIX[outline.kind], prefecture, organizationOf(seed, index)),
    name: drawName(random, {
      kind: outline.kind,
      prefecture,
      divisionCode,
      trade: drawTradeName(group === null ? random : createRandom(seed, 'group.name', group.root)),
      word: outline.industry.word,
      headOf: group?.parent === null ? ownerOfGroup(seed, group.root) : null,
      isJointStock,
    }),
    kind: outline.kind,
    typeCode: typeCodeOf(outline.kind, isJointStock, holders),
    industryCode: outline.industry.code,
    divisionCode,
    domicile: `${drawStreetAddress(random, divisionCode)}${random.int(1, 30)}层${random.int(1, 20)}室`,
    establishedOn: outline.establishedOn,
    state: outline.state,
    closedOn: outline.closedOn,
    ...drawScale(random, outline, group?.level ?? null),
    legalRepresentative,
    officers: drawOfficers(random, pool, { outline, legalRepresentative }),
    shareholders: holders,
    group,
    ...standing,
    runsSchool,
    absentFrom: drawAbsence(random, standing, { runsSchool, group }),
  };
}

function drawLegalRepresentative(random: Random, pool: Pool, { establishedOn, state }: Outline): number {
  const wanted = { on: establishedOn, near: null, except: [] };
  const strayed = random.chance(0.003) ? drawAdult(random, pool, { ...wanted, today: 'dead' }) : null;
  const today = state === 'ACTIVE' ? 'alive' : 'either';
  return (strayed ?? drawAdult(random, pool, { ...wanted, today }))?.index ?? LAST_RESORT;
}

/** A firm sits where its legal representative comes from; a state group where the state put it. */
function prefectureOf(
  { seed, pool }: Founding,
  group: StateGroup | null,
  legalRepresentative: number,
): string {
  if (group === null) return pool.citizens.citizen(legalRepresentative).idNumber.slice(0, 4);
  const anywhere = createRandom(seed, 'group.place', group.root).int(0, pool.places.prefectureCount - 1);
  return pool.places.prefecture(anywhere);
}

function organizationOf(seed: number, index: number): string {
  const shuffle = { seed, label: 'organization', size: ORGANIZATIONS };
  return String(FIRST_ORGANIZATION + permute(index, shuffle));
}

function drawOfficers(
  random: Random,
  pool: Pool,
  { outline, legalRepresentative }: { outline: Outline; legalRepresentative: number },
): readonly number[] {
  const most = { SOLE_TRADER: 0, COOPERATIVE: 2, PRIVATE_NON_ENTERPRISE: 2, COMPANY: 3, STATE_OWNED: 5 }[
    outline.kind
  ];
  const officers: number[] = [];
  for (let wanted = most === 0 ? 0 : random.int(1, most); wanted > 0; wanted -= 1) {
    const officer = drawAdult(random, pool, {
      on: outline.establishedOn,
      today: 'alive',
      near: random.chance(0.7) ? legalRepresentative : null,
      except: [legalRepresentative, ...officers],
    });
    if (officer !== null) officers.push(officer.index);
  }
  return officers;
}

/** A school is run by a private unit of that trade, now and then by a firm in education. */
function drawRunsSchool(random: Random, { kind, industry, state }: Outline): boolean {
  const draw = random.next();
  if (state !== 'ACTIVE') return false;
  return kind === 'PRIVATE_NON_ENTERPRISE' || (kind === 'COMPANY' && industry.code === '8391' && draw < 0.3);
}

function drawAbsence(
  random: Random,
  { waterPermit, transportPermit }: Standing,
  { runsSchool, group }: { runsSchool: boolean; group: StateGroup | null },
): ReadonlySet<DepartmentName> {
  if (!random.chance(0.005)) return NOBODY_LACKS;
  const held: DepartmentName[] = ['legal-entity', 'tax'];
  if (waterPermit !== 'NONE') held.push('water');
  if (transportPermit !== 'NONE') held.push('transport');
  if (runsSchool) held.push('education');
  if (group !== null) held.push('sasac');
  return new Set([random.pick(held)]);
}
