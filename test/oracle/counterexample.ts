import { parse, validate } from 'graphql';
import { type Bench, openBench, type PlannerName } from './bench.ts';
import type { Asked } from './operations.ts';
import { reduceOperation, reduceWorld } from './reduce.ts';
import { sdlOf } from './sdl.ts';
import type { World } from './world.ts';

/** A difference in as few words as can be found in a minute: operation, both answers, and the departments' schemas. */
export async function counterexample(
  world: World,
  { planner, asked }: { planner: PlannerName; asked: Asked },
): Promise<string> {
  const small = await within(world, planner, (bench) =>
    reduceOperation(asked, { schema: bench.truth.schema, still: (part) => isDifferent(bench, part) }),
  );
  if (!small) return 'composition refuses the world';
  const least = await reduceWorld(
    world,
    async (part) =>
      (await within(part, planner, (bench) => isValid(bench, small) && isDifferent(bench, small))) ?? false,
  );
  const outcome = await within(least, planner, (bench) => bench.ask(small));
  const { expected, got, misplanned } = outcome?.kind === 'different' ? outcome : unsteady;
  return [
    small.query,
    `variables ${JSON.stringify(small.variables)}`,
    `expected ${expected}`,
    `got ${got}`,
    `misplanned: ${misplanned.join('; ') || 'not to be seen'}`,
    ...least.departments.map((department) => `\n# ${department}\n${sdlOf(least, department)}`),
  ].join('\n');
}

const unsteady = { expected: 'a difference', got: 'none when asked again', misplanned: [] };

async function isDifferent(bench: Bench, asked: Asked): Promise<boolean> {
  return (await bench.ask(asked)).kind === 'different';
}

/** What is found out at a bench, which is closed afterwards; null when there can be none. */
async function within<T>(
  world: World,
  planner: PlannerName,
  work: (bench: Bench) => T | Promise<T>,
): Promise<T | null> {
  const bench = await openBench(world, planner).catch(() => null);
  if (!bench) return null;
  try {
    return await work(bench);
  } finally {
    await bench.close();
  }
}

function isValid({ truth }: Bench, { query }: Asked): boolean {
  return validate(truth.schema, parse(query)).length === 0;
}
