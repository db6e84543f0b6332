import { composeServices } from '@apollo/composition';
import { type SmallOptions, startSmallGraph } from '#test/gateway/small-graph.ts';
import { choices } from './choose.ts';
import { compare, type Difference } from './compare.ts';
import { type Asked, operationOn } from './operations.ts';
import { departmentsOf } from './subgraphs.ts';
import { type Truth, truthFrom } from './truth.ts';
import type { World } from './world.ts';

export type PlannerName = NonNullable<SmallOptions['planner']>;

export type Outcome =
  | { readonly kind: 'same' }
  /** The gateway says that it can't plan the operation. */
  | { readonly kind: 'not planned' }
  /** Some department was asked for what no correct plan asks of it: `misplanned` tells what. */
  | ({ readonly kind: 'different'; readonly misplanned: readonly string[] } & Difference);

/** A world in both its forms: behind the gateway, and whole. */
export type Bench = {
  readonly truth: Truth;
  /** Asks both; one operation at a time. */
  ask(asked: Asked): Promise<Outcome>;
  close(): Promise<void>;
};

/** Starts a world's departments and a gateway before them; null when composition refuses the schemas. */
export async function openBench(world: World, planner: PlannerName): Promise<Bench | null> {
  const noted = new Set<string>();
  const departments = departmentsOf(world, (words) => noted.add(words));
  const { supergraphSdl } = composeServices(
    Object.entries(departments).map(([name, { typeDefs }]) => ({ name, url: '', typeDefs })),
  );
  if (!supergraphSdl) return null;
  const truth = truthFrom(world, supergraphSdl);
  const graph = await startSmallGraph(departments, { planner });
  return {
    truth,
    async ask({ query, variables }) {
      noted.clear();
      const [whole, reply] = await Promise.all([truth.ask(query, variables), graph.ask(query, variables)]);
      if (reply.errors[0]?.extensions['code'] === 'NOT_PLANNED') return { kind: 'not planned' };
      // Asked again, it goes by the short way of what is known.
      const difference = compare(whole, reply) ?? compare(whole, await graph.ask(query, variables));
      return difference ? { kind: 'different', misplanned: [...noted], ...difference } : { kind: 'same' };
    },
    close: () => graph.close(),
  };
}

/** The operation of a world that has a number. */
export function operationOf(world: World, { schema }: Truth, number: number): Asked {
  return operationOn(schema, choices('operation', world.seed, number));
}
