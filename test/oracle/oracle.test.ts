import { expect, it } from 'vitest';
import { examineWorlds, planningFailures } from './examine-worlds.ts';

// Made-up federations: each answer of the gateway is compared with that of one schema over all their data. The same ones
// each time; the deep test draws new ones.

const seeds = [2_026, 1_300_790_090];

it.concurrent.each(
  seeds.flatMap((seed) => [
    { planner: 'hive' as const, seed },
    { planner: 'apollo' as const, seed },
  ]),
)(
  'answers as one schema would, planned by $planner, in the worlds of seed $seed',
  async (examination) => {
    const tally = await examineWorlds({ ...examination, worlds: 4, operations: 30 });
    expect(tally.refused).toBeLessThanOrEqual(tally.worlds / 2);
    expect(planningFailures(tally)).toBeLessThan(20);
  },
  240_000,
);
