import { expect, it } from 'vitest';
import { examineLeaks } from './leak-examine.ts';

// Made-up federations under made-up policies: every leaf of every answer is compared with what a naive reading of the rules
// lets that caller see, and no department may be asked for what nobody's record may show. The same ones each time; the deep
// test draws new ones.

it.each([20_261_123, 99])(
  'shows and asks for exactly what may be shown, in the worlds of seed %d',
  async (seed) => {
    const tally = await examineLeaks({ seed, operations: 300, perWorld: 50 });
    expect(tally.unplanned).toBeLessThan(tally.operations / 20);
    expect(Math.min(tally.clear, tally.masked, tally.denied)).toBeGreaterThan(10);
  },
  120_000,
);
