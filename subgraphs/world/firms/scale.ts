import type { Enterprise, Random } from '../world.ts';
import type { Outline } from './outline.ts';

/** How big a firm is. */
export type Scale = Pick<Enterprise, 'registeredCapitalFen' | 'employees' | 'turnoverFen'>;

const FEN_PER_TEN_THOUSAND_YUAN = 1_000_000;

const LATEST_YEAR_ENDS = '2025-12-31';

/** Registered capital in ten thousand yuan. */
const CAPITAL: Readonly<Record<Enterprise['kind'], readonly number[]>> = {
  COMPANY: [
    10, 30, 50, 50, 100, 100, 100, 200, 200, 300, 500, 500, 500, 1000, 1000, 2000, 3000, 5000, 10_000,
  ],
  SOLE_TRADER: [1, 2, 3, 5, 5, 8, 10, 20],
  COOPERATIVE: [30, 50, 80, 100, 150, 200, 300, 500],
  PRIVATE_NON_ENTERPRISE: [10, 30, 50, 100, 200, 500],
  STATE_OWNED: [2000, 5000, 10_000, 20_000, 50_000, 80_000],
};

/** Yearly turnover of one employee, in fen. */
const TURNOVER: Readonly<Record<Enterprise['kind'], readonly [low: number, high: number]>> = {
  COMPANY: [8_000_000, 90_000_000],
  SOLE_TRADER: [4_000_000, 20_000_000],
  COOPERATIVE: [3_000_000, 15_000_000],
  PRIVATE_NON_ENTERPRISE: [8_000_000, 20_000_000],
  STATE_OWNED: [20_000_000, 120_000_000],
};

/** Draws a size that fits the kind; a closed firm has neither people nor turnover left. */
export function drawScale(
  random: Random,
  { kind, state, establishedOn }: Outline,
  level: number | null,
): Scale {
  const capital = level === 1 ? random.pick([100_000, 300_000, 500_000]) : random.pick(CAPITAL[kind]);
  const registeredCapitalFen = capital * FEN_PER_TEN_THOUSAND_YUAN;
  if (state !== 'ACTIVE') return { registeredCapitalFen, employees: 0, turnoverFen: 0 };
  const employees = drawEmployees(random, kind);
  const perEmployee = random.int(...TURNOVER[kind]);
  const turnoverFen = establishedOn > LATEST_YEAR_ENDS ? 0 : employees * perEmployee;
  return { registeredCapitalFen, employees, turnoverFen };
}

function drawEmployees(random: Random, kind: Enterprise['kind']): number {
  const draw = random.next();
  switch (kind) {
    case 'SOLE_TRADER':
      return random.int(1, 8);
    case 'COOPERATIVE':
      return random.int(5, 40);
    case 'PRIVATE_NON_ENTERPRISE':
      return random.int(8, 140);
    case 'STATE_OWNED':
      return random.int(30, 1500);
    case 'COMPANY':
      if (draw < 0.55) return random.int(1, 9);
      if (draw < 0.86) return random.int(10, 49);
      return draw < 0.97 ? random.int(50, 299) : random.int(300, 2000);
  }
}
