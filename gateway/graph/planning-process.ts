import type { Plan } from './plan.ts';

/** What a planning process is asked: first for which supergraph it plans, then for plans. */
export type PlanningMessage =
  | { readonly kind: 'supergraph'; readonly sdl: string }
  | ({ readonly kind: 'plan' } & ToPlan);

export type ToPlan = { readonly operation: string; readonly share: number };

/** What it answers to each operation, in their order. */
export type Planned = { readonly plan: Plan | null } | { readonly problem: string };

/** Makes this process one that plans, until its parent is gone. */
export function servePlanning(plannerOf: (sdl: string) => (asked: ToPlan) => Plan | null): void {
  let plan: (asked: ToPlan) => Plan | null = refuse;
  const answer = (asked: ToPlan): Planned => {
    try {
      return { plan: plan(asked) };
    } catch (error) {
      return { problem: (error as Error).message };
    }
  };
  process.on('message', (message: PlanningMessage) => {
    if (message.kind === 'supergraph') plan = plannerOf(message.sdl);
    else process.send?.(answer(message));
  });
  process.on('disconnect', () => process.exit());
  // The gateway itself decides when its processes end.
  process.on('SIGINT', () => undefined);
}

function refuse(): never {
  throw new Error('asked before the supergraph was told');
}
