import { Refusal } from '../../errors.ts';

/** The greatest cost of one operation, by the caller's role. */
export type CostBudgets = { readonly default: number; readonly [role: string]: number };

/**
 * Budgets unless the configuration gives others. A profile costs about 50, a page of 100 firms with twenty of everything
 * else about 5,000; an analyst may ask for a page of pages.
 */
export const defaultBudgets: CostBudgets = Object.freeze({ default: 10_000, analyst: 50_000 });

/** Refuses an operation that costs more than the greatest budget of the caller's roles, or the default for none. */
export function checkCost(
  cost: number,
  { roles }: { readonly roles: readonly string[] },
  budgets: CostBudgets,
): void {
  const own = roles.flatMap((role) => (Object.hasOwn(budgets, role) ? (budgets[role] ?? []) : []));
  const limit = own.length > 0 ? Math.max(...own) : budgets.default;
  if (cost <= limit) return;
  throw new Refusal(
    'TOO_EXPENSIVE',
    `The operation costs ${cost}, the limit is ${limit}. Ask for smaller pages ("first"), for fewer lists inside lists, or in several operations.`,
    {
      limit,
      got: cost,
      messageZh: `这次查询的开销为 ${cost},上限 ${limit}。请减小每页条数(first)、减少清单套清单,或分几次查询。`,
    },
  );
}
