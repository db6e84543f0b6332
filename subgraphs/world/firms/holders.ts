import { createRandom } from '../random.ts';
import type { Enterprise, Random, Shareholder, StateGroup } from '../world.ts';
import { drawAdult, type Pool } from './adults.ts';
import { INNER_MEMBERS } from './groups.ts';
import { stateInvestor } from './investors.ts';
import type { Outline } from './outline.ts';

/** What has to be known of a firm before its owners can be drawn. */
export type Founded = {
  readonly seed: number;
  readonly index: number;
  readonly outline: Outline;
  readonly legalRepresentative: number;
  readonly prefecture: string;
  readonly group: StateGroup | null;
  readonly pool: Pool;
  /** Enterprises below this index are named: they own nothing by chance. */
  readonly firstDrawn: number;
  /** The outline of any enterprise, to choose a corporate shareholder. */
  readonly outlineOf: (index: number) => Outline;
};

/** All shareholders of a firm, largest parts first only by chance; their ratios sum to 10,000. */
export function drawHolders(founded: Founded): readonly Shareholder[] {
  const random = createRandom(founded.seed, 'enterprise.holders', founded.index);
  if (founded.group !== null) return groupHolders(random, founded, founded.group);
  switch (founded.outline.kind) {
    case 'SOLE_TRADER':
      return people(random, founded, 1);
    case 'PRIVATE_NON_ENTERPRISE':
      return people(random, founded, random.chance(0.7) ? 1 : 2);
    case 'COOPERATIVE':
      return people(random, founded, random.int(5, 8));
    default:
      return companyHolders(random, founded);
  }
}

/** The market-entity type (four digits) that fits a firm and its owners. */
export function typeCodeOf(
  kind: Enterprise['kind'],
  isJointStock: boolean,
  holders: readonly Shareholder[],
): string {
  if (kind === 'SOLE_TRADER') return '9500';
  if (kind === 'COOPERATIVE') return '9100';
  if (kind === 'PRIVATE_NON_ENTERPRISE') return '9900';
  const [only, ...others] = holders;
  if (kind === 'STATE_OWNED') {
    if (others.length > 0) return '1140';
    return only?.kind === 'state' ? '1110' : '1153';
  }
  if (isJointStock) return '1222';
  if (others.length > 0) return '1130';
  return only?.kind === 'citizen' ? '1151' : '1152';
}

function groupHolders(random: Random, founded: Founded, group: StateGroup): readonly Shareholder[] {
  const { parent, root } = group;
  if (parent === null) return [stateInvestor(founded.prefecture, ownerOfGroup(founded.seed, root), 10_000)];
  if (random.chance(0.45)) return [{ kind: 'enterprise', enterprise: parent, ratioBasisPoints: 10_000 }];
  const major = random.int(51, 95) * 100;
  const rest = 10_000 - major;
  const holder: Shareholder = { kind: 'enterprise', enterprise: parent, ratioBasisPoints: major };
  const sister = root + random.int(0, Math.min(INNER_MEMBERS, founded.index - root - 1));
  if (sister === parent || random.chance(0.4))
    return [holder, stateInvestor(founded.prefecture, 'city', rest)];
  return [holder, { kind: 'enterprise', enterprise: sister, ratioBasisPoints: rest }];
}

/** Whose a group is: a province's or a city's. */
export function ownerOfGroup(seed: number, root: number): 'city' | 'province' {
  return createRandom(seed, 'group.province', root).chance(0.5) ? 'province' : 'city';
}

function companyHolders(random: Random, founded: Founded): readonly Shareholder[] {
  const draw = random.next();
  if (draw < 0.28) return people(random, founded, 1);
  if (draw < 0.72) return people(random, founded, random.int(2, 4));
  const state = random.int(5, 34) * 100;
  if (draw < 0.75) {
    return [
      ...people(random, founded, random.int(1, 3), 10_000 - state),
      stateInvestor(founded.prefecture, 'city', state),
    ];
  }
  const owner = corporateOwner(random, founded);
  if (owner === null) return people(random, founded, 2);
  const ratioBasisPoints = random.chance(0.3) ? 10_000 : random.int(10, 80) * 100;
  const corporate: Shareholder = { kind: 'enterprise', enterprise: owner, ratioBasisPoints };
  if (ratioBasisPoints === 10_000) return [corporate];
  return [corporate, ...people(random, founded, random.int(1, 3), 10_000 - ratioBasisPoints)];
}

/** An older company of a lower index, so that nobody owns themselves round a corner. */
function corporateOwner(random: Random, { index, outline, firstDrawn, outlineOf }: Founded): number | null {
  if (index === firstDrawn) return null;
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const candidate = random.int(firstDrawn, index - 1);
    const { kind, state, establishedOn } = outlineOf(candidate);
    const canHold = (kind === 'COMPANY' || kind === 'STATE_OWNED') && state === 'ACTIVE';
    if (canHold && establishedOn <= outline.establishedOn) return candidate;
  }
  return null;
}

/** Natural persons who hold `total` basis points between them; the legal representative is nearly always one. */
function people(random: Random, founded: Founded, count: number, total = 10_000): readonly Shareholder[] {
  const { outline, pool, legalRepresentative } = founded;
  const isOwner = outline.kind !== 'COMPANY' || random.chance(0.85);
  const holders = isOwner ? [legalRepresentative] : [];
  const on = outline.establishedOn;
  while (holders.length < count) {
    const found = drawAdult(random, pool, {
      on,
      today: 'either',
      near: random.chance(0.8) ? legalRepresentative : null,
      except: holders,
    });
    if (found === null) break;
    holders.push(found.index);
  }
  if (holders.length === 0) holders.push(legalRepresentative);
  const ratios = split(random, total, holders.length);
  return holders.map((citizen, nth) => ({
    kind: 'citizen',
    citizen,
    ratioBasisPoints: ratios[nth] as number,
  }));
}

/** `total` in `count` parts, each of at least 100. */
function split(random: Random, total: number, count: number): readonly number[] {
  const parts: number[] = [];
  let left = total;
  for (let still = count; still > 1; still -= 1) {
    const most = Math.floor((left - (still - 1) * 100) / 100);
    const part = 100 * random.int(1, Math.max(1, Math.min(most, Math.floor((1.6 * left) / still / 100))));
    parts.push(part);
    left -= part;
  }
  return [...parts, left];
}
