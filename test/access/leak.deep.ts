import { expect, it } from 'vitest';
import { examineLeaks } from './leak-examine.ts';

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const operations = Number(process.env['OPERATIONS'] ?? 100_000);

it(`shows and asks for exactly what may be shown, in ${operations} operations of seed ${seed}`, async () => {
  const tally = await examineLeaks({ seed, operations, perWorld: 400 });
  expect(tally.unplanned).toBeLessThan(tally.operations / 20);
  expect(Math.min(tally.clear, tally.masked, tally.denied)).toBeGreaterThan(operations / 50);
}, 7_200_000);
