import { daysBetween, TODAY } from '../calendar.ts';
import type { Enterprise, PermitState, Random } from '../world.ts';
import type { Outline } from './outline.ts';

/** How a firm stands with tax, water, transport and the market regulator. */
export type Standing = Pick<
  Enterprise,
  'taxpayerState' | 'inArrears' | 'waterPermit' | 'transportPermit' | 'abnormalOperation'
>;

/** No permit of water or transport ends sooner than four years after it was given, so a younger firm's are in force. */
const SHORTEST_PERMIT_DAYS = 1461;

/** Draws a standing that fits the state: whoever is closed has closed with the taxman and holds no permit in force. */
export function drawStanding(random: Random, { kind, state, industry, establishedOn }: Outline): Standing {
  const taxpayerState = drawTaxpayerState(random, state, kind);
  const isClosed = state !== 'ACTIVE';
  const isRecent = daysBetween(establishedOn, TODAY) < SHORTEST_PERMIT_DAYS;
  const isGone = taxpayerState === 'CANCELLED';
  return {
    taxpayerState,
    inArrears: !isGone && random.chance(taxpayerState === 'NORMAL' ? 0.034 : 0.2),
    waterPermit: drawPermit(random, industry.water, { isClosed, isRecent }),
    transportPermit: drawPermit(random, industry.transport, { isClosed, isRecent }),
    abnormalOperation: drawAbnormalOperation(random, state, taxpayerState),
  };
}

function drawTaxpayerState(
  random: Random,
  state: Enterprise['state'],
  kind: Enterprise['kind'],
): Enterprise['taxpayerState'] {
  const draw = random.next();
  switch (state) {
    case 'CANCELLED':
      return draw < 0.85 ? 'CANCELLED' : 'ABNORMAL_CANCELLED';
    case 'RELOCATED':
      return 'CANCELLED';
    case 'REVOKED':
      return draw < 0.55 ? 'ABNORMAL' : draw < 0.75 ? 'LIQUIDATING' : 'ABNORMAL_CANCELLED';
    case 'ACTIVE':
      if (kind === 'STATE_OWNED') return 'NORMAL';
      if (draw < 0.023) return 'ABNORMAL';
      if (draw < 0.028) return 'LIQUIDATING';
      return draw < (kind === 'SOLE_TRADER' ? 0.07 : 0.033) ? 'SUSPENDED' : 'NORMAL';
  }
}

function drawPermit(
  random: Random,
  probability: number,
  { isClosed, isRecent }: { isClosed: boolean; isRecent: boolean },
): PermitState {
  const has = random.next() < probability;
  const draw = random.next();
  if (!has) return 'NONE';
  if (isClosed) return draw < 0.4 ? 'NONE' : draw < 0.8 && !isRecent ? 'EXPIRED' : 'REVOKED';
  if (isRecent) return draw < 0.01 ? 'REVOKED' : 'VALID';
  if (draw < 0.11) return 'EXPIRED';
  if (draw < 0.18) return 'EXPIRING';
  return draw < 0.205 ? 'REVOKED' : 'VALID';
}

function drawAbnormalOperation(
  random: Random,
  state: Enterprise['state'],
  taxpayerState: Enterprise['taxpayerState'],
): Enterprise['abnormalOperation'] {
  const draw = random.next();
  if (state === 'CANCELLED' || state === 'RELOCATED') return draw < 0.05 ? 'REMOVED' : 'NONE';
  if (state === 'REVOKED') return draw < 0.7 ? 'LISTED' : 'NONE';
  if (taxpayerState === 'ABNORMAL') return draw < 0.5 ? 'LISTED' : 'NONE';
  return draw < 0.015 ? 'LISTED' : draw < 0.04 ? 'REMOVED' : 'NONE';
}
