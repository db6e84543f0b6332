import { divisionName } from '#schema/identifiers/division-code.ts';
import type { RowOf } from '#subgraphs/toolkit/table.ts';
import type { Enterprise, Random, World } from '#subgraphs/world/world.ts';
import type { TaxKind, TaxRegistration, tables } from './register.ts';

type TaxRow = RowOf<typeof tables>;

/** What the tax register holds of the fictional world, enterprise by enterprise. */
export function* seed(world: World): Generator<TaxRow> {
  for (const enterprise of world.enterprises()) {
    if (enterprise.absentFrom.has('tax')) continue;
    const random = world.random('tax', enterprise.index);
    const registration = registrationOf(world, enterprise, random);
    yield ['taxRegistration', registration];
    yield* creditGrades(enterprise, random);
    yield* arrears(world, enterprise, random);
    yield* collections(world, enterprise, random);
    yield* findings(world, enterprise, registration);
  }
}

const latestYear = 2025;
const periods = [
  '2024-03',
  '2024-06',
  '2024-09',
  '2024-12',
  '2025-03',
  '2025-06',
  '2025-09',
  '2025-12',
  '2026-03',
];

function registrationOf(world: World, enterprise: Enterprise, random: Random): TaxRegistration {
  const registeredOn = enterprise.establishedOn;
  const officer = enterprise.kind === 'SOLE_TRADER' ? undefined : enterprise.officers.at(-1);
  const gone = enterprise.taxpayerState === 'CANCELLED' || enterprise.taxpayerState === 'ABNORMAL_CANCELLED';
  return {
    uscc: enterprise.uscc,
    taxpayerName: enterprise.name,
    state: enterprise.taxpayerState,
    taxpayerKind:
      enterprise.kind === 'SOLE_TRADER'
        ? 'OTHER'
        : enterprise.turnoverFen > generalTaxpayerFen
          ? 'GENERAL'
          : 'SMALL_SCALE',
    registeredOn,
    deregisteredOn: gone ? enterprise.closedOn : null,
    authority: `国家税务总局${cityOf(enterprise.divisionCode)}税务局`,
    industryCode: enterprise.industryCode,
    businessAddress: random.chance(0.02) ? null : enterprise.domicile,
    financeOfficerIdNumber: officer === undefined ? null : world.citizen(officer).idNumber,
    updatedAt: `${gone && enterprise.closedOn ? enterprise.closedOn : world.today}T02:00:00+08:00`,
  };
}

/** The city's name without its province's; the municipalities' own. */
function cityOf(divisionCode: string): string {
  const province = divisionName(`${divisionCode.slice(0, 2)}0000`) ?? '';
  const city = divisionName(`${divisionCode.slice(0, 4)}00`) ?? province;
  return city.slice(province.length) || province;
}

/** 500 万元: the yearly turnover above which a firm is a general taxpayer. */
const generalTaxpayerFen = 500_000_000;

function* creditGrades(enterprise: Enterprise, random: Random): Generator<TaxRow> {
  const first = Math.max(latestYear - 4, Number(enterprise.establishedOn.slice(0, 4)));
  const last = enterprise.closedOn
    ? Math.min(latestYear, Number(enterprise.closedOn.slice(0, 4)) - 1)
    : latestYear;
  const good = random.int(72, 97);
  for (let year = first; year <= last; year += 1) {
    const isNew = year === Number(enterprise.establishedOn.slice(0, 4));
    const directlyD =
      year === latestYear && (enterprise.taxpayerState === 'ABNORMAL' || enterprise.inArrears);
    const score = isNew ? null : directlyD ? random.int(20, 39) : Math.min(100, good + random.int(-8, 3));
    yield [
      'taxCreditGrade',
      {
        uscc: enterprise.uscc,
        year,
        grade: isNew ? 'M' : gradeOf(score as number),
        score,
        publishedOn: `${year + 1}-04-30`,
      },
    ];
  }
}

function gradeOf(score: number): 'A' | 'B' | 'C' | 'D' {
  if (score >= 90) return 'A';
  if (score >= 70) return 'B';
  return score >= 40 ? 'C' : 'D';
}

function* arrears(world: World, enterprise: Enterprise, random: Random): Generator<TaxRow> {
  if (!enterprise.inArrears) return;
  const kinds: TaxKind[] = random.chance(0.4) ? ['VALUE_ADDED', 'ENTERPRISE_INCOME'] : ['VALUE_ADDED'];
  for (const taxKind of kinds) {
    const balance = random.int(50_000, 90_000_000);
    const newlyIncurred = Math.floor(balance * random.next());
    yield [
      'taxArrear',
      {
        uscc: enterprise.uscc,
        taxKind,
        balance,
        newlyIncurred,
        announced: balance > 20_000_000,
        asOf: world.today.slice(0, 8).concat('01'),
      },
    ];
  }
}

function* collections(world: World, enterprise: Enterprise, random: Random): Generator<TaxRow> {
  const kinds: TaxKind[] = ['VALUE_ADDED', 'ENTERPRISE_INCOME'];
  if (enterprise.waterPermit !== 'NONE') kinds.push('WATER_RESOURCE');
  if (enterprise.turnoverFen > largeFen) kinds.push('URBAN_MAINTENANCE', 'REAL_ESTATE', 'STAMP');
  const quarter = Math.floor(enterprise.turnoverFen / 4);
  for (const period of periods) {
    if (`${period}-01` < enterprise.establishedOn) continue;
    if (enterprise.closedOn && `${period}-28` > enterprise.closedOn) break;
    for (const [position, taxKind] of kinds.entries())
      yield [
        'taxCollection',
        {
          voucherNumber: `3${String(enterprise.index).padStart(7, '0')}${period.replace('-', '')}${position}`,
          uscc: enterprise.uscc,
          period,
          taxKind,
          paid: Math.floor(quarter * rates[taxKind] * (0.8 + 0.4 * random.next())),
          collectedOn: collectedOn(period, random.int(1, 15), world.today),
        },
      ];
  }
}

/** 1 亿元: above it a firm pays the smaller taxes too. */
const largeFen = 10_000_000_000;

/** Rough effective burden of turnover, so that amounts look like a firm of its size. */
const rates: Record<TaxKind, number> = {
  VALUE_ADDED: 0.03,
  ENTERPRISE_INCOME: 0.015,
  URBAN_MAINTENANCE: 0.002,
  REAL_ESTATE: 0.001,
  WATER_RESOURCE: 0.0005,
  STAMP: 0.0003,
};

/** Quarterly taxes are collected by the fifteenth of the month after the period. */
function collectedOn(period: string, day: number, today: string): string {
  const [year, month] = period.split('-').map(Number) as [number, number];
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
  const date = `${next}-${String(day).padStart(2, '0')}`;
  return date < today ? date : today;
}

function* findings(world: World, enterprise: Enterprise, registration: TaxRegistration): Generator<TaxRow> {
  const { taxpayerState, uscc } = enterprise;
  if (taxpayerState !== 'ABNORMAL' && taxpayerState !== 'ABNORMAL_CANCELLED') return;
  const closed = enterprise.closedOn ?? world.today;
  const foundOn = `${Number(closed.slice(0, 4)) - 1}-12-01`;
  yield [
    'abnormalFinding',
    {
      uscc,
      foundOn: foundOn > registration.registeredOn ? foundOn : registration.registeredOn,
      reason: '连续三个月所有税种均未按期申报',
      authority: registration.authority,
      liftedOn: taxpayerState === 'ABNORMAL_CANCELLED' ? enterprise.closedOn : null,
    },
  ];
}
