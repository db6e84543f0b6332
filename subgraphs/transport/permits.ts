import { divisionName } from '#schema/identifiers/division-code.ts';
import { addDays } from '#subgraphs/world/calendar.ts';
import type { Enterprise, Random, World } from '#subgraphs/world/world.ts';
import { permitNumber, type Sequence } from './numbers.ts';
import type { Trade, TransportPermit } from './register.ts';
import { drawTerm, type Term } from './terms.ts';

/** The permits of an operator: today's first; some gave one up before. */
export function permitsOf(world: World, enterprise: Enterprise, sequence: Sequence): TransportPermit[] {
  if (enterprise.transportPermit === 'NONE') return [];
  const random = world.random('transport.permits', enterprise.index);
  const since = enterprise.establishedOn;
  const term = drawTerm(enterprise.transportPermit, { years, since, today: world.today, random });
  const trade = tradeOf(enterprise.industryCode, random);
  const current = permit(enterprise, { trade, term, world, random, sequence });
  return random.chance(0.1) ? [current, givenUp(current, { sequence, random })] : [current];
}

/** Permits run for four years. */
const years = 4;

/** How old registers write that a permit names no end. */
const openEnd = '9999-09-09';

type Making = {
  readonly trade: Trade;
  readonly term: Term;
  readonly world: World;
  readonly random: Random;
  readonly sequence: Sequence;
};

function permit(enterprise: Enterprise, { trade, term, world, random, sequence }: Making): TransportPermit {
  const { divisionCode, establishedOn } = enterprise;
  const isRated = term.state === 'VALID' && establishedOn < `${latestYear}`;
  const isOpen = enterprise.transportPermit === 'VALID' && random.chance(0.02);
  const lastDay = term.state === 'EXPIRED' ? term.to : world.today;
  return {
    permitNumber: permitNumber(sequence, divisionCode.slice(0, 4), trade),
    holderName: enterprise.name,
    holderUscc: enterprise.uscc,
    trade,
    businessScope: scopeOf(trade, enterprise.industryCode, random).join(','),
    divisionCode,
    businessAddress: random.chance(0.02) ? null : enterprise.domicile,
    validFrom: term.from,
    validTo: isOpen ? openEnd : term.to,
    state: term.state,
    authority: authorityOf(divisionCode),
    creditYear: isRated ? latestYear : null,
    creditRating: isRated ? random.pick(['AAA', 'AA', 'AA', 'AA', 'A', 'B']) : null,
    responsiblePersonIdNumber: world.citizen(enterprise.legalRepresentative).idNumber,
    transportUpdatedAt: `${addDays(lastDay, -random.int(0, 28))}T04:00:00+08:00`,
  };
}

/** An earlier permit, entered under the holder's name alone in the oldest registers. */
function givenUp(
  current: TransportPermit,
  { sequence, random }: { sequence: Sequence; random: Random },
): TransportPermit {
  const to = addDays(current.validFrom, -random.int(1, 400));
  return {
    ...current,
    permitNumber: permitNumber(sequence, current.divisionCode.slice(0, 4), current.trade),
    holderUscc: random.chance(0.2) ? null : current.holderUscc,
    validFrom: addDays(to, -years * 365),
    validTo: random.chance(0.1) ? openEnd : to,
    state: random.chance(0.85) ? 'CANCELLED' : 'SUSPENDED',
    creditYear: null,
    creditRating: null,
    responsiblePersonIdNumber: null,
    transportUpdatedAt: `${to}T04:00:00+08:00`,
  };
}

const latestYear = 2025;

function tradeOf(industryCode: string, random: Random): Trade {
  if (industryCode === '5411') return 'CITY_BUS';
  if (industryCode === '5413') return random.pick(['TAXI', 'RIDE_HAILING']);
  if (industryCode === '5435') return 'DANGEROUS_GOODS';
  return industryCode.startsWith('542') ? 'PASSENGER' : 'FREIGHT';
}

function scopeOf(trade: Trade, industryCode: string, random: Random): readonly string[] {
  switch (trade) {
    case 'PASSENGER':
      if (industryCode === '5422') return ['CHARTERED_COACH'];
      return random.chance(0.5) ? ['SCHEDULED_COACH', 'CHARTERED_COACH'] : ['SCHEDULED_COACH'];
    case 'DANGEROUS_GOODS':
      return random.chance(0.5) ? ['DANGEROUS_GOODS', 'GENERAL_FREIGHT'] : ['DANGEROUS_GOODS'];
    case 'FREIGHT': {
      const isSpecial = industryCode === '5432' || random.chance(0.3);
      const isOversize = random.chance(0.05);
      return [
        'GENERAL_FREIGHT',
        ...(isSpecial ? ['SPECIAL_FREIGHT'] : []),
        ...(isOversize ? ['OVERSIZE_FREIGHT'] : []),
      ];
    }
    case 'TAXI':
    case 'RIDE_HAILING':
    case 'CITY_BUS':
      return [trade];
  }
}

/** 浙江省杭州市交通运输局; an unknown division stands as its code. */
export function authorityOf(divisionCode: string): string {
  const code = `${divisionCode.slice(0, 4)}00`;
  return `${divisionName(code) ?? code}交通运输局`;
}
