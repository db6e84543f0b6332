import fc from 'fast-check';
import type { PlannerName } from './bench.ts';
import { openExaminer, type Tally } from './examiner.ts';

export type Examination = {
  readonly planner: PlannerName;
  readonly seed: number;
  readonly worlds: number;
  /** Of each world. */
  readonly operations: number;
};

/**
 * Compares the gateway's answers with the truth in worlds that follow from a seed. Rejects at the first difference that no
 * plan explains, with a small counterexample; gives how often what came of it, and prints it.
 */
export async function examineWorlds({ planner, seed, worlds, operations }: Examination): Promise<Tally> {
  const examiner = openExaminer(planner);
  try {
    await fc.assert(
      fc.asyncProperty(anySeed, (each) => examiner.examine(each, operations)),
      { seed, numRuns: worlds, endOnFailure: true },
    );
    return examiner.tally;
  } finally {
    process.stdout.write(`SEED=${seed} ${planner}: ${JSON.stringify(examiner.tally)}\n`);
    examiner.close();
  }
}

/** Of a hundred operations, how many a planner failed: found no plan, a wrong plan, no end or its own end. */
export function planningFailures({ same, notPlanned, hung, crashed, misplanned }: Tally): number {
  const failed = notPlanned + hung + crashed + misplanned;
  return (100 * failed) / (same + failed);
}

const anySeed = fc.noBias(fc.noShrink(fc.integer({ min: 0, max: 2 ** 31 - 1 })));
