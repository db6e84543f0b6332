import { memo } from '../memo.ts';
import { NAMED_ENTERPRISES } from '../named/enterprises.ts';
import type { Enterprise } from '../world.ts';
import type { Pool } from './adults.ts';
import { type Founding, found } from './found.ts';
import { HOLDING, INDUSTRIES } from './industries.ts';
import { type Outline, outlineOf } from './outline.ts';

/** The enterprises of a seed, by index: the named ones first, the same for every seed, then the drawn ones. */
export function createEnterprises(
  seed: number,
  enterpriseCount: number,
  pool: Pool,
): (index: number) => Enterprise {
  const outline = memo((index) => {
    const named = NAMED_ENTERPRISES[index];
    return named === undefined ? outlineOf(seed, index) : outlineOfNamed(named);
  });
  const firstDrawn = NAMED_ENTERPRISES.length;
  const founding: Founding = { seed, enterpriseCount, pool, firstDrawn, outlineOf: outline };
  return memo((index) => NAMED_ENTERPRISES[index] ?? found(founding, index));
}

function outlineOfNamed({ kind, industryCode, establishedOn, state, closedOn }: Enterprise): Outline {
  const industry = INDUSTRIES[kind].find(({ code }) => code === industryCode) ?? HOLDING;
  return { kind, industry, establishedOn, state, closedOn };
}
