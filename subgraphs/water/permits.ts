import { divisionName } from '#schema/identifiers/division-code.ts';
import { addDays } from '#subgraphs/world/calendar.ts';
import type { Enterprise, Random, World } from '#subgraphs/world/world.ts';
import { paperPermitNumber, permitNumber, type Sequence } from './numbers.ts';
import { commissions, provinceOf } from './provinces.ts';
import type { ApprovalLevel, PermitState, Purpose, SourceKind, WaterPermit } from './register.ts';

/** The permits that the register holds for an enterprise: today's, one before it, one for a second source. */
export function permitsOf(world: World, enterprise: Enterprise, sequence: Sequence): WaterPermit[] {
  if (enterprise.waterPermit === 'NONE') return [];
  const random = world.random('water.permits', enterprise.index);
  const use = drawUse(enterprise, random);
  const term = currentTerm(world.today, enterprise, random);
  const issue = (each: Use, during: Term) =>
    permit(enterprise, { use: each, term: during, world, random, sequence });

  const permits = [issue(use, term)];
  const former = formerTerm(enterprise, term, random);
  if (former)
    permits.push(withoutHolder(issue({ ...use, volume: Math.round(use.volume * 0.9) }, former), random));
  if (enterprise.waterPermit === 'VALID' && use.source === 'SURFACE' && random.chance(0.15)) {
    const state = random.pick(['VALID', 'SUSPENDED', 'CANCELLED'] as const);
    permits.push(issue({ ...use, source: 'GROUND', volume: Math.ceil(use.volume / 20) }, { ...term, state }));
  }
  return permits;
}

type Use = { readonly purpose: Purpose; readonly source: SourceKind; readonly volume: number };
type Term = { readonly from: string; readonly to: string; readonly state: PermitState };

/** How old registers write that a permit names no end. */
const openEnd = '9999-09-09';

/** Art. 25 of the regulation on water abstraction permits: renewal is asked for 45 days before the end. */
const renewalDays = 45;

/** Paper permits were replaced from 2021 on; those still running keep their old number. */
const lastPaperDay = '2020-12-31';

function drawUse(enterprise: Enterprise, random: Random): Use {
  const purpose = purposeOf(enterprise.industryCode);
  const [low, high] = volumes[purpose];
  const volume = Math.round((low * (high / low) ** random.next()) / 100) * 100;
  if (purpose === 'HYDROPOWER') return { purpose, source: 'SURFACE', volume };
  const drawn = random.next();
  return { purpose, source: drawn < 0.7 ? 'SURFACE' : drawn < 0.94 ? 'GROUND' : 'OTHER', volume };
}

function purposeOf(industryCode: string): Purpose {
  if (industryCode === '4413') return 'HYDROPOWER';
  if (/^46(?!20)/.test(industryCode)) return 'PUBLIC_SUPPLY';
  if (/^0[1-4]/.test(industryCode)) return 'AGRICULTURE';
  if (/^(77|78|4620)/.test(industryCode)) return 'ECOLOGY';
  return /^(0[6-9]|[1-4])/.test(industryCode) ? 'INDUSTRY' : 'OTHER';
}

/** Cubic metres a year. A river power plant passes more than 2^31. */
const volumes: Record<Purpose, readonly [number, number]> = {
  PUBLIC_SUPPLY: [1_000_000, 300_000_000],
  INDUSTRY: [20_000, 8_000_000],
  AGRICULTURE: [10_000, 2_000_000],
  HYDROPOWER: [50_000_000, 6_000_000_000],
  ECOLOGY: [50_000, 5_000_000],
  OTHER: [5_000, 300_000],
};

/** The term that makes the permit what the world says of it. */
function currentTerm(today: string, enterprise: Enterprise, random: Random): Term {
  const years = random.pick([5, 5, 5, 10]);
  const [state, to] = endOf(enterprise.waterPermit, today, random);
  const from = addDays(yearsLater(to, -years), 1);
  const since = enterprise.establishedOn;
  return { from: from < since && since < to ? since : from, to, state };
}

function endOf(
  permitState: Enterprise['waterPermit'],
  today: string,
  random: Random,
): readonly [PermitState, string] {
  switch (permitState) {
    case 'EXPIRING':
      return ['VALID', addDays(today, random.int(10, 89))];
    case 'EXPIRED':
      return ['EXPIRED', addDays(today, -random.int(15, 700))];
    case 'REVOKED':
      return ['REVOKED', addDays(today, random.int(100, 1500))];
    case 'VALID':
    case 'NONE':
      return ['VALID', addDays(today, random.int(120, 1780))];
  }
}

function formerTerm(enterprise: Enterprise, { from }: Term, random: Random): Term | null {
  const to = addDays(from, -1);
  const began = addDays(yearsLater(to, -5), 1);
  if (began < enterprise.establishedOn || !random.chance(0.5)) return null;
  return { from: began, to, state: random.chance(0.7) ? 'EXPIRED' : 'CANCELLED' };
}

/** Some paper permits were entered under the holder's name alone. */
function withoutHolder(former: WaterPermit, random: Random): WaterPermit {
  return former.permitNumber.startsWith('取水') && random.chance(0.1)
    ? { ...former, holderUscc: null }
    : former;
}

type Making = {
  readonly use: Use;
  readonly term: Term;
  readonly world: World;
  readonly random: Random;
  readonly sequence: Sequence;
};

function permit(enterprise: Enterprise, { use, term, world, random, sequence }: Making): WaterPermit {
  const { divisionCode } = enterprise;
  const { region } = provinceOf(divisionCode);
  const level = levelOf(use);
  const isPaper = term.from <= lastPaperDay && random.chance(0.25);
  const isOpen = isPaper && enterprise.waterPermit === 'VALID' && random.chance(0.15);
  const issue = {
    level,
    prefecture: divisionCode.slice(0, 4),
    source: use.source,
    year: term.from.slice(0, 4),
  };
  return {
    permitNumber: isPaper ? paperPermitNumber(sequence, issue) : permitNumber(sequence, issue),
    holderName: enterprise.name,
    holderUscc: enterprise.uscc,
    divisionCode,
    purpose: use.purpose,
    sourceKind: use.source,
    waterResourceRegion: region,
    permittedAnnualVolumeCubicMetres: use.volume,
    validFrom: term.from,
    validTo: isOpen ? openEnd : term.to,
    state: term.state,
    approvalLevel: level,
    issuingAuthority: level === 'BASIN' ? commissions[region] : authorityOf(divisionCode, level),
    renewalDueOn: term.state === 'VALID' && !isOpen ? addDays(term.to, -renewalDays) : null,
    dischargePlace:
      use.purpose === 'AGRICULTURE' ? null : `${divisionName(divisionCode) ?? ''}${random.pick(outlets)}`,
    waterUpdatedAt: `${updatedOn(term, world.today, random)}T03:00:00+08:00`,
  };
}

const outlets = ['污水处理厂排口', '厂区总排口', '尾水渠', '雨污分流排口', '城镇污水管网'];

function levelOf({ volume }: Use): ApprovalLevel {
  if (volume >= 500_000_000) return 'BASIN';
  if (volume >= 30_000_000) return 'PROVINCE';
  return volume >= 1_000_000 ? 'PREFECTURE' : 'COUNTY';
}

/** 浙江省水利厅, 浙江省杭州市水利局, 浙江省杭州市上城区水利局; an unknown division stands as its code. */
export function authorityOf(divisionCode: string, level: ApprovalLevel): string {
  const digits = level === 'PROVINCE' ? 2 : level === 'PREFECTURE' ? 4 : 6;
  const code = divisionCode.slice(0, digits).padEnd(6, '0');
  return `${divisionName(code) ?? code}${level === 'PROVINCE' ? '水利厅' : '水利局'}`;
}

function updatedOn({ state, to }: Term, today: string, random: Random): string {
  const day = addDays(state === 'EXPIRED' || state === 'CANCELLED' ? to : today, -random.int(0, 28));
  return day < today ? day : today;
}

/** The same day of another year; 28 February for the leap day. */
function yearsLater(date: string, years: number): string {
  const day = `${Number(date.slice(0, 4)) + years}${date.slice(4)}`;
  return day.endsWith('-02-29') ? day.replace('-29', '-28') : day;
}
