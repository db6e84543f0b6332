import type { Enterprise, Random, World } from '#subgraphs/world/world.ts';
import type { AnnualReport } from '../register.ts';
import type { Listing } from './abnormal-operations.ts';
import { dateBetween } from './dates.ts';

/** The annual reports of the last six years, oldest first; the one that an enterprise failed to give is missing, or late. */
export function annualReportsOf(
  world: World,
  enterprise: Enterprise,
  listing: Listing | null,
): readonly AnnualReport[] {
  // A private non-enterprise unit is inspected by the civil affairs department instead.
  if (enterprise.kind === 'PRIVATE_NON_ENTERPRISE') return [];
  const random = world.random('legal-entity.reports', enterprise.index);
  const publishes = drawPublishing(random, enterprise);
  const first = Math.max(latestYear - 5, yearOf(enterprise.establishedOn));
  const last = enterprise.closedOn === null ? latestYear : yearOf(enterprise.closedOn) - 1;
  const reports: AnnualReport[] = [];
  for (let year = first; year <= last; year += 1) {
    const figures = figuresOf(random, enterprise, year);
    const onTime = dateBetween(random, `${year + 1}-01-05`, `${year + 1}-06-30`);
    const reportedOn = year === listing?.missedYear ? listing.record.removedOn : onTime;
    if (reportedOn === null || reportedOn > (enterprise.closedOn ?? world.today)) continue;
    reports.push({ uscc: enterprise.uscc, year, reportedOn, ...figures, ...publishes });
  }
  return reports;
}

const latestYear = 2025;

type Published =
  | 'employeesPublished'
  | 'totalAssetsPublished'
  | 'revenuePublished'
  | 'profitPublished'
  | 'taxPublished';

/** Each decides once and keeps to it; where the state has a share, more is told. */
function drawPublishing(random: Random, { group, shareholders }: Enterprise): Pick<AnnualReport, Published> {
  const more = group !== null || shareholders.some(({ kind }) => kind === 'state') ? 0.45 : 0;
  return {
    employeesPublished: random.chance(0.55 + more),
    totalAssetsPublished: random.chance(0.35 + more),
    revenuePublished: random.chance(0.3 + more),
    profitPublished: random.chance(0.25 + more),
    taxPublished: random.chance(0.3 + more),
  };
}

/** In fen. The latest year of a living enterprise is the world's own turnover and headcount, so that departments agree. */
function figuresOf(
  random: Random,
  enterprise: Enterprise,
  year: number,
): Omit<AnnualReport, 'uscc' | 'year' | 'reportedOn' | Published> {
  const { employees, registeredCapitalFen, state, turnoverFen } = enterprise;
  const isLatest = year === latestYear && state === 'ACTIVE';
  const noise = 0.85 + 0.3 * random.next();
  const growth = isLatest ? 1 : noise * (1 - 0.06 * (latestYear - year));
  const revenue = Math.floor((state === 'ACTIVE' ? turnoverFen : registeredCapitalFen * 0.6) * growth);
  const staff = state === 'ACTIVE' ? employees : random.int(1, 12);
  return {
    employees: isLatest ? staff : Math.max(1, Math.round(staff * growth)),
    totalAssets: Math.floor(
      registeredCapitalFen * (0.4 + random.next()) + revenue * (0.3 + 0.6 * random.next()),
    ),
    revenue,
    profit: Math.floor(revenue * (0.2 * random.next() - 0.06)),
    tax: Math.floor(revenue * (0.015 + 0.03 * random.next())),
  };
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}
