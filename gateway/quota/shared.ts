import { readFileSync } from 'node:fs';
import type { Redis } from '../redis.ts';
import { type Asked, slotsPerWindow, type Verdict } from './asked.ts';

/** Takes what is asked in Redis, in one round trip and by Redis's own clock; unavailable: nothing is known of it. */
export async function takeShared(
  redis: Redis,
  { allowances, subjects }: Asked,
): Promise<Verdict | { readonly kind: 'unavailable' }> {
  const limited = [...allowances, ...(subjects ? [subjects] : [])];
  if (limited.length === 0) return { kind: 'taken' };
  const counted = await redis.count(
    script,
    limited.map(({ key }) => key),
    [
      slotsPerWindow,
      allowances.length,
      ...limited.flatMap(({ window, limit }) => [window.ms, limit]),
      ...(subjects ? subjects.marks : []),
    ],
  );
  if (counted.kind === 'unavailable') return counted;
  const [refusing = 0, retryMs = 0] = counted.numbers;
  const by = limited[refusing - 1];
  return by ? { kind: 'refused', by, retryMs: retryMs < 0 ? null : retryMs } : { kind: 'taken' };
}

const script = readFileSync(new URL('take.lua', import.meta.url), 'utf8');
