import { expect, it } from 'vitest';
import { interleave } from './interleaving.ts';

it('callers with different verdicts who ask the same ten thousand times get each their own answer', async () => {
  const { wrong, answers, kinds } = await interleave(10_000);
  expect({ wrong, answers, kinds }).toEqual({ wrong: 0, answers: 10_000, kinds: 13 });
}, 300_000);
