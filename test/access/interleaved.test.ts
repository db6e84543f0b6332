import { expect, it } from 'vitest';
import { interleave } from './interleaving.ts';

it('callers with different verdicts who ask the same at the same time get each their own answer', async () => {
  const { wrong, answers, kinds, sharing, judged } = await interleave(2_000);
  expect({ wrong, answers }).toEqual({ wrong: 0, answers: 2_000 });
  // Whoever may see nothing gets the same with the condition and without.
  expect(kinds).toBe(13);
  // Departments were asked together, and requests known to be good judged no more.
  expect(sharing).toBeGreaterThan(2);
  expect(judged).toBeLessThan(100);
}, 120_000);
