import { divisionName } from '#schema/identifiers/division-code.ts';
import type { Row } from '#subgraphs/toolkit/table.ts';
import type { Enterprise, Random } from '#subgraphs/world/world.ts';
import { provinceOf } from './provinces.ts';
import type { tables, WaterPermit } from './register.ts';

type Intake = Row<typeof tables.waterIntake>;
type Volume = Row<typeof tables.annualWaterVolume>;
type Fee = Row<typeof tables.waterResourceFee>;

/** Where and how a permit's water is taken. */
export function* intakesOf(permit: WaterPermit, random: Random): Generator<Intake> {
  const { permitNumber, divisionCode, permittedAnnualVolumeCubicMetres: volume } = permit;
  const count = permit.purpose === 'HYDROPOWER' ? 1 : random.pick([1, 1, 1, 2, 3]);
  const province = provinceOf(divisionCode);
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const isSurveyed = !random.chance(0.03);
    const flow = (volume / count / secondsPerYear) * (1.5 + 2 * random.next());
    yield {
      permitNumber,
      sequence,
      place: `${divisionName(divisionCode) ?? ''}${placeOf(permit, random)}`,
      longitude: isSurveyed ? near(province.longitude, random) : null,
      latitude: isSurveyed ? near(province.latitude, random) : null,
      method: methodOf(permit, random),
      maximumFlowCubicMetresPerSecond: Math.max(0.001, rounded(flow, 3)),
      metered: volume > 100_000 || random.chance(0.6),
    };
  }
}

/** The plan and the use of each year in the term, since the register began to keep them. */
export function* volumesOf(
  permit: WaterPermit,
  { today, random }: { today: string; random: Random },
): Generator<Volume> {
  const thisYear = Number(today.slice(0, 4));
  const first = Math.max(thisYear - 5, Number(permit.validFrom.slice(0, 4)));
  const last = Math.min(thisYear, Number(permit.validTo.slice(0, 4)));
  for (let year = first; year <= last; year += 1) {
    const plannedCubicMetres = Math.round(
      permit.permittedAnnualVolumeCubicMetres * (0.75 + 0.25 * random.next()),
    );
    const used = Math.round(plannedCubicMetres * (0.6 + 0.45 * random.next()));
    const isReported = year < thisYear && !random.chance(0.02);
    yield {
      permitNumber: permit.permitNumber,
      year,
      plannedCubicMetres,
      actualCubicMetres: isReported ? used : null,
    };
  }
}

/** The fees of the last quarters before a tax replaced them on 1 December 2024. */
export function* feesOf(
  permit: WaterPermit,
  { enterprise, random }: { enterprise: Enterprise; random: Random },
): Generator<Fee> {
  if (permit.purpose === 'AGRICULTURE' || provinceOf(permit.divisionCode).taxedEarly) return;
  const fenPerCubicMetre = permit.purpose === 'HYDROPOWER' ? 0.1 : permit.sourceKind === 'GROUND' ? 50 : 20;
  const quarter = (permit.permittedAnnualVolumeCubicMetres / 4) * fenPerCubicMetre;
  for (const period of periods) {
    if (`${period}-30` < permit.validFrom || `${period}-01` > permit.validTo) continue;
    const due = Math.round(quarter * (0.6 + 0.4 * random.next()));
    const owes = enterprise.inArrears && period >= '2024-06' && random.chance(0.6);
    const paid = owes ? Math.floor((due * random.int(0, 1)) / 3) : due;
    const paidOn = paid === 0 ? null : dayAfter(period, random.int(1, 15));
    yield { permitNumber: permit.permitNumber, period, due, paid, paidOn, inArrears: paid < due };
  }
}

const secondsPerYear = 365 * 86_400;
const periods = ['2023-03', '2023-06', '2023-09', '2023-12', '2024-03', '2024-06', '2024-09', '2024-11'];
const streams = ['清溪', '白沙', '龙潭', '石门', '云水', '青龙', '柳溪', '双河', '金塘', '竹溪'];

function placeOf({ sourceKind, purpose }: WaterPermit, random: Random): string {
  if (sourceKind === 'GROUND') return `${random.pick(streams)}村${random.int(1, 12)}号机井`;
  if (sourceKind === 'OTHER') return `${random.pick(streams)}再生水厂`;
  if (purpose === 'HYDROPOWER') return `${random.pick(streams)}水库坝址`;
  return `${random.pick(streams)}河${random.pick(['左', '右'])}岸`;
}

function methodOf({ sourceKind, purpose }: WaterPermit, random: Random): Intake['method'] {
  if (sourceKind === 'GROUND') return 'WELL';
  if (purpose === 'HYDROPOWER') return random.pick(['STORAGE', 'GRAVITY']);
  return random.chance(0.7) ? 'PUMPED' : 'GRAVITY';
}

/** Within a degree, to six decimals. */
function near(degrees: number, random: Random): number {
  return rounded(degrees + 2 * random.next() - 1, 6);
}

function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** A day of the month that follows a period. */
function dayAfter(period: string, day: number): string {
  const [year, month] = period.split('-').map(Number) as [number, number];
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
  return `${next}-${String(day).padStart(2, '0')}`;
}
