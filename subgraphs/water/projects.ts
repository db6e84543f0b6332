import { divisionName } from '#schema/identifiers/division-code.ts';
import type { Row } from '#subgraphs/toolkit/table.ts';
import { addDays, daysBetween } from '#subgraphs/world/calendar.ts';
import type { Enterprise, World } from '#subgraphs/world/world.ts';
import { projectCode, type Sequence } from './numbers.ts';
import { authorityOf } from './permits.ts';
import type { CompanyKind, tables } from './register.ts';

type Approval = Row<typeof tables.waterProjectApproval>;
type Rating = Row<typeof tables.waterMarketRating>;

/** What an enterprise asked to build in or near water, and what was decided. */
export function* approvalsOf(world: World, enterprise: Enterprise, sequence: Sequence): Generator<Approval> {
  const random = world.random('water.projects', enterprise.index);
  if (!random.chance(builders.test(enterprise.industryCode) ? 0.6 : 0.02)) return;
  const since = enterprise.establishedOn > firstDay ? enterprise.establishedOn : firstDay;
  const days = daysBetween(since, enterprise.closedOn ?? world.today);
  if (days < 1) return;
  const prefecture = enterprise.divisionCode.slice(0, 4);
  for (let left = random.int(1, 3); left > 0; left -= 1) {
    const decidedOn = addDays(since, random.int(0, days));
    const series = `${prefecture}水许决〔${decidedOn.slice(0, 4)}〕`;
    const drawn = random.next();
    yield {
      decisionNumber: `${series}${sequence(series)}号`,
      uscc: enterprise.uscc,
      projectCode:
        decidedOn < '2017-06-01'
          ? null
          : projectCode(addDays(decidedOn, -100), prefecture, random.int(1, 999_999)),
      projectName: `${divisionName(enterprise.divisionCode) ?? ''}${random.pick(works)}工程`,
      kind: random.pick(['RIVER_CONSTRUCTION', 'SOIL_CONSERVATION', 'FLOOD_IMPACT', 'WORKS_PLANNING']),
      decidedOn,
      decision: drawn < 0.9 ? 'APPROVED' : drawn < 0.98 ? 'REFUSED' : 'WITHDRAWN',
      authority: authorityOf(
        enterprise.divisionCode,
        random.pick(['PROVINCE', 'PREFECTURE', 'COUNTY', 'COUNTY']),
      ),
    };
  }
}

/** The yearly credit rating of those who build waterworks. */
export function* ratingsOf(world: World, enterprise: Enterprise): Generator<Rating> {
  const companyKind = ratedKinds[enterprise.industryCode];
  if (companyKind === undefined) return;
  const random = world.random('water.ratings', enterprise.index);
  const usual = random.pick([0, 1, 1, 2, 2, 3]);
  for (let year = 2023; year <= 2025; year += 1) {
    if (Number(enterprise.establishedOn.slice(0, 4)) >= year) continue;
    if (enterprise.closedOn !== null && enterprise.closedOn < `${year + 1}`) continue;
    const rank = ranks[Math.min(ranks.length - 1, usual + (random.chance(0.2) ? 1 : 0))] as Rating['rank'];
    yield { uscc: enterprise.uscc, year, rank, companyKind, evaluatedOn: `${year}-12-${random.int(10, 28)}` };
  }
}

/** The approval platform's first year. */
const firstDay = '2016-01-01';

/** Power, water, civil engineering, ports, property. */
const builders = /^(441[23]|46|47|48|5532|7010|7721)/;

const works = [
  '防洪堤加固',
  '取水泵站改造',
  '供水管网延伸',
  '引水隧洞',
  '跨河桥梁',
  '沿河道路',
  '厂区扩建',
  '水库除险加固',
];

const ranks: readonly Rating['rank'][] = ['AAA', 'AA', 'A', 'B', 'C'];

const ratedKinds: Readonly<Record<string, CompanyKind | undefined>> = {
  '4710': 'CONSTRUCTION',
  '4821': 'CONSTRUCTION',
  '4822': 'CONSTRUCTION',
  '7452': 'INSPECTION',
  '7721': 'CONSTRUCTION',
};
