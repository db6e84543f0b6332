import { expect, it } from 'vitest';
import { examineWorlds, planningFailures } from './examine-worlds.ts';

// Made-up federations: each answer of the gateway is compared with that of one schema over all their data.

const drawn = Math.floor(Math.random() * 2 ** 31);

it.concurrent.each([
  { planner: 'hive', seed: 2_026 },
  { planner: 'hive', seed: drawn },
  { planner: 'apollo', seed: 2_026 },
  { planner: 'apollo', seed: drawn },
] as const)(
  'answers as one schema would, planned by $planner, in the worlds of seed $seed',
  async (examination) => {
    const tally = await examineWorlds({ ...examination, worlds: 4, operations: 30 });
    expect(tally.refused).toBeLessThanOrEqual(tally.worlds / 2);
    expect(planningFailures(tally)).toBeLessThan(20);
  },
  240_000,
);
