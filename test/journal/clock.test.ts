import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Appender } from '#gateway/journal/appender.ts';
import type { Packed } from '#gateway/journal/entry.ts';
import { sqliteReader } from '#gateway/journal/store/read-sqlite.ts';
import { sqliteStore } from '#gateway/journal/store/sqlite.ts';
import { someFolder, someKeys, verified } from './logs.ts';

describe('a clock that goes back', () => {
  it('is recorded as it is, and said to be', async () => {
    const file = join(someFolder(), 'gateway.sqlite');
    const keys = someKeys();
    const options = {
      store: { kind: 'sqlite', file },
      log: 'gateway',
      keys,
      checkpointEvery: { entries: 1_000, seconds: 60 },
      about: {},
    } as const;
    const appender = new Appender(sqliteStore(file, 'gateway'), options);
    await appender.begin('OPENED');
    const soon = Date.now() + 60_000;
    await appender.append([soon, soon - 1_500, soon - 1_500, soon + 1].map(at));
    await appender.checkpoint();
    await appender.end();

    const reader = sqliteReader(file);
    const rows = await reader.find({ kind: 'POLICY', limit: 9 });
    await reader.close();
    const said = [...rows].reverse().map(({ text }) => {
      const { time, behind = null } = JSON.parse(text) as { time: number; behind?: number };
      return [time - soon, behind];
    });
    expect(said).toEqual([
      [0, null],
      [-1_500, 1_500],
      [-1_500, null],
      [1, null],
    ]);
    expect((await verified(file, keys)).verdict).toBe('intact');
  });
});

function at(time: number): Packed {
  return ['POLICY', null, 0, time, '{}', null, [], null];
}
