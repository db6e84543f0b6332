import { addDays, TODAY } from '../calendar.ts';
import { createRandom, pickWeighted } from '../random.ts';
import type { Enterprise, Random } from '../world.ts';
import { ENTERPRISES_PER_BLOCK, isAlwaysLeaf, isGroupBlock, levelOf } from './groups.ts';
import { HOLDING, INDUSTRIES, type Industry } from './industries.ts';

/** What can be said of an enterprise without asking who is behind it; enough to choose it as a shareholder. */
export type Outline = Pick<Enterprise, 'kind' | 'establishedOn' | 'state' | 'closedOn'> & {
  readonly industry: Industry;
};

type Life = Pick<Outline, 'establishedOn' | 'state' | 'closedOn'>;

const KINDS = ['COMPANY', 'SOLE_TRADER', 'COOPERATIVE', 'PRIVATE_NON_ENTERPRISE'] as const;
const KIND_WEIGHTS = [70, 10, 7, 5];

const WEIGHTS = {
  COMPANY: weightsOf('COMPANY'),
  SOLE_TRADER: weightsOf('SOLE_TRADER'),
  COOPERATIVE: weightsOf('COOPERATIVE'),
  PRIVATE_NON_ENTERPRISE: weightsOf('PRIVATE_NON_ENTERPRISE'),
};

/** The oldest a firm can be in days: the Company Law is of 1994, the law on cooperatives of July 2007. */
const OLDEST_DAYS = {
  COMPANY: 11_600,
  SOLE_TRADER: 9000,
  COOPERATIVE: 6900,
  PRIVATE_NON_ENTERPRISE: 9500,
} as const;

/** Years of founding in a state group, by level: a subsidiary is never older than its parent. */
const GROUP_YEARS = [1993, 2000, 2006, 2013] as const;

/** The outline of a firm that isn't named. */
export function outlineOf(seed: number, index: number): Outline {
  const random = createRandom(seed, 'enterprise.outline', index);
  if (isGroupBlock(seed, Math.floor(index / ENTERPRISES_PER_BLOCK)))
    return memberOutline(seed, random, index);
  const kind = pickWeighted(random, KINDS, KIND_WEIGHTS);
  return {
    kind,
    industry: pickWeighted(random, INDUSTRIES[kind], WEIGHTS[kind]),
    ...drawLife(random, OLDEST_DAYS[kind]),
  };
}

function weightsOf(kind: Enterprise['kind']): readonly number[] {
  return INDUSTRIES[kind].map(({ weight }) => weight);
}

function memberOutline(seed: number, random: Random, index: number): Outline {
  const nth = index % ENTERPRISES_PER_BLOCK;
  const trades = INDUSTRIES.STATE_OWNED;
  const shift = createRandom(seed, 'group.trades', index - nth).int(0, trades.length - 1);
  const from = GROUP_YEARS[levelOf(seed, index) - 1] ?? 2013;
  const establishedOn = addDays(`${from}-01-04`, random.int(0, 2180));
  const closes = random.next() < 0.06 && isAlwaysLeaf(index);
  return {
    kind: 'STATE_OWNED',
    industry: nth === 0 ? HOLDING : (trades[(shift + nth) % trades.length] as Industry),
    establishedOn,
    state: closes ? 'CANCELLED' : 'ACTIVE',
    closedOn: closes ? addDays(establishedOn, random.int(400, 2600)) : null,
  };
}

/** Young firms are many, old ones few; a firm closes after a year at the earliest. */
function drawLife(random: Random, oldestDays: number): Life {
  const spread = random.next();
  const days = 5 + Math.floor(spread * spread * oldestDays);
  const establishedOn = addDays(TODAY, -days);
  const fate = random.next();
  const closedOn = addDays(establishedOn, 365 + Math.floor(random.next() * (days - 366)));
  if (days < 400 || fate >= 0.121) return { establishedOn, state: 'ACTIVE', closedOn: null };
  return {
    establishedOn,
    state: fate < 0.08 ? 'CANCELLED' : fate < 0.107 ? 'REVOKED' : 'RELOCATED',
    closedOn,
  };
}
