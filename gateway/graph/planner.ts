import type { DocumentNode, GraphQLSchema } from 'graphql';
import { isolatedPlanner } from './isolated.ts';
import type { Planner } from './plan.ts';
import { planCheck } from './plan-check.ts';
import { withTypenames } from './typenames.ts';

/** Hive's planner is fast and plans most, but is binary; Apollo's runs wherever JavaScript does. */
export type PlannerName = 'hive' | 'apollo';

/**
 * The planner of one supergraph: where the one that was chosen has no binary for the platform, finds no plan or gives one
 * that is not sound, the other takes its place.
 */
export function createPlanner({ sdl, document, apiSchema }: Planned, name: PlannerName): Planner {
  const checkPlan = planCheck(document);
  const [first, second] = (
    name === 'hive' ? (['hive', 'apollo'] as const) : (['apollo', 'hive'] as const)
  ).map((each) => isolatedPlanner({ file: files[each], supergraphSdl: sdl, longestMs: longestMs[each] })) as [
    Planner,
    Planner,
  ];
  const planBy = async (planner: Planner, planning: Parameters<Planner['plan']>[0]) => {
    const plan = await planner.plan(planning);
    if (!plan) throw new Error('nobody is asked for anything');
    checkPlan(plan, planning.operation);
    return withTypenames(plan, apiSchema);
  };
  return {
    plan: (planning) =>
      planBy(first, planning).catch((error: unknown) => {
        if (planning.signal.aborted) throw error;
        return planBy(second, planning);
      }),
    async close() {
      await first.close();
      await second.close();
    },
  };
}

type Planned = {
  readonly sdl: string;
  readonly document: DocumentNode;
  readonly apiSchema: GraphQLSchema;
};

const files: Readonly<Record<PlannerName, URL>> = {
  hive: new URL('./hive-process.ts', import.meta.url),
  apollo: new URL('./apollo-process.ts', import.meta.url),
};

const longestMs: Readonly<Record<PlannerName, number>> = { hive: 2_000, apollo: 6_000 };
