import { describe, expect, it } from 'vitest';
import { killOften } from './kills.ts';

describe('a gateway that is killed', () => {
  it('has every entry that was acknowledged, in a log that is whole, a dozen times', async () => {
    await expect(killOften(12)).resolves.toBeUndefined();
  }, 120_000);
});
