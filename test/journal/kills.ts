import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { journalKeys } from '#gateway/journal/keys.ts';
import { sqliteReader } from '#gateway/journal/store/read-sqlite.ts';
import { startChild } from './child.ts';
import { someFolder, verified } from './logs.ts';

/** Kills the writer of one log again and again at random moments; what it had been told is written stands each time. */
export async function killOften(times: number): Promise<void> {
  const folder = someFolder();
  const file = join(folder, 'gateway.sqlite');
  const told = new Map<number, string>();
  for (let time = 0; time < times; time += 1) {
    const child = startChild(file, folder, 1 + (time % 8));
    await child.wrote(1);
    await pause(Math.random() * 60);
    await child.kill();
    for (const [index, hash] of child.acknowledged) told.set(index, hash);
    if (time % 20 === 19 || time === times - 1) await expectToStand(file, told);
  }
  const keys = journalKeys(folder);
  const { verdict, findings, entries } = await verified(file, keys);
  // The last process was killed and none came after it: what it had under way is without an OUTCOME.
  expect(findings.filter(({ kind }) => kind !== 'INCOMPLETE')).toEqual([]);
  expect(['intact', 'incomplete']).toContain(verdict);
  expect(entries).toBeGreaterThanOrEqual(told.size + times);
}

async function expectToStand(file: string, told: ReadonlyMap<number, string>): Promise<void> {
  const reader = sqliteReader(file);
  const standing = await reader.hashes(await reader.size());
  await reader.close();
  const lost = [...told].filter(([index, hash]) => standing[index] !== hash);
  expect(lost).toEqual([]);
}
