import { expect, it } from 'vitest';
import { examineWorlds, planningFailures } from './examine-worlds.ts';

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

it.each(['hive', 'apollo'] as const)(
  `answers 10,000 operations in 200 worlds of seed ${seed} as one schema would, planned by %s`,
  async (planner) => {
    const tally = await examineWorlds({ planner, seed, worlds: 200, operations: 50 });
    expect(tally.refused).toBeLessThanOrEqual(tally.worlds / 2);
    expect(planningFailures(tally)).toBeLessThan(5);
  },
  3_600_000,
);
