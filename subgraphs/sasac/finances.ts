import type { Enterprise, Random, World } from '#subgraphs/world/world.ts';
import type { SasacRow } from './register.ts';
import { childrenOf, isMember } from './tree.ts';

/** Five years of an enterprise's own figures, and its group's where it has subsidiaries: the sum over the tree below it. */
export function* financesOf(world: World, enterprise: Enterprise): Generator<SasacRow> {
  const { uscc } = enterprise;
  const random = world.random('sasac.published', enterprise.index);
  const isHead = isMember(enterprise) && childrenOf(world, enterprise).length > 0;
  const group = isHead ? consolidated(world, enterprise) : new Map<number, Figures>();
  for (const [year, own] of standalone(world, enterprise)) {
    const sum = group.get(year);
    const reportedOn = `${year + 1}-04-${random.int(10, 30)}`;
    yield [
      'stateFinance',
      { uscc, year, scope: 'STANDALONE', ...own, ...published(random, 0.35), reportedOn },
    ];
    if (sum)
      yield [
        'stateFinance',
        { uscc, year, scope: 'CONSOLIDATED', ...sum, ...published(random, 0.8), reportedOn },
      ];
  }
}

type Figures = {
  readonly totalAssets: number;
  readonly totalLiabilities: number;
  readonly ownersEquity: number;
  readonly revenue: number;
  readonly totalProfit: number;
  readonly taxPaid: number;
  readonly employees: number;
};

const firstYear = 2021;
const latestYear = 2025;

/** Pure in the enterprise, so that every level of a group adds up the very figures that its members report. */
function standalone(
  world: World,
  { index, establishedOn, closedOn, registeredCapitalFen, turnoverFen, employees }: Enterprise,
) {
  const random = world.random('sasac.finance', index);
  const growth = 0.92 + 0.2 * random.next();
  const debtRatio = random.chance(0.03) ? 1.02 + 0.13 * random.next() : 0.25 + 0.5 * random.next();
  const margin = -0.04 + 0.16 * random.next();
  const intensity = 0.3 + 0.8 * random.next();
  const figures = new Map<number, Figures>();
  const from = Math.max(firstYear, Number(establishedOn.slice(0, 4)));
  const to = closedOn ? Math.min(latestYear, Number(closedOn.slice(0, 4)) - 1) : latestYear;
  for (let year = from; year <= to; year += 1) {
    const size = sizeIn(year, growth);
    const revenue = Math.floor(turnoverFen * size);
    const totalAssets = Math.floor(registeredCapitalFen * (1.1 + 0.3 * random.next()) + revenue * intensity);
    const totalLiabilities = Math.floor(totalAssets * debtRatio);
    figures.set(year, {
      totalAssets,
      totalLiabilities,
      ownersEquity: totalAssets - totalLiabilities,
      revenue,
      totalProfit: Math.floor(revenue * (margin + 0.03 * random.next())),
      taxPaid: Math.floor(revenue * (0.03 + 0.03 * random.next())),
      employees: Math.round(employees * Math.sqrt(size)),
    });
  }
  return figures;
}

/** How big a year was beside the latest, at this yearly growth; without `**`, whose last digit engines may choose. */
function sizeIn(year: number, growth: number): number {
  return year === latestYear ? 1 : sizeIn(year + 1, growth) / growth;
}

function consolidated(world: World, enterprise: Enterprise): Map<number, Figures> {
  const sums = new Map(standalone(world, enterprise));
  for (const child of childrenOf(world, enterprise))
    for (const [year, figures] of consolidated(world, child)) sums.set(year, added(sums.get(year), figures));
  return sums;
}

function added(sum: Figures | undefined, figures: Figures): Figures {
  if (!sum) return figures;
  return {
    totalAssets: sum.totalAssets + figures.totalAssets,
    totalLiabilities: sum.totalLiabilities + figures.totalLiabilities,
    ownersEquity: sum.ownersEquity + figures.ownersEquity,
    revenue: sum.revenue + figures.revenue,
    totalProfit: sum.totalProfit + figures.totalProfit,
    taxPaid: sum.taxPaid + figures.taxPaid,
    employees: sum.employees + figures.employees,
  };
}

/** Whether each figure may be shown to the public, by the yearly report's own flags. */
function published(random: Random, probability: number) {
  return {
    totalAssetsPublished: random.chance(probability),
    totalLiabilitiesPublished: random.chance(probability),
    ownersEquityPublished: random.chance(probability),
    revenuePublished: random.chance(probability),
    totalProfitPublished: random.chance(probability),
    taxPaidPublished: random.chance(probability),
    employeesPublished: random.chance(probability),
  };
}
