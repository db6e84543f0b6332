import { describe, expect, it } from 'vitest';
import { killOften } from './kills.ts';

describe('a gateway that is killed', () => {
  it('has every entry that was acknowledged, in a log that is whole, hundreds of times', async () => {
    await expect(killOften(300)).resolves.toBeUndefined();
  }, 900_000);
});
