import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openJournal } from '#gateway/journal/journal.ts';
import { sqliteReader } from '#gateway/journal/store/read-sqlite.ts';
import { operation, someFolder, someJournal, someKeys, tamper, verified, writtenLog } from './logs.ts';

describe('checkpoints', () => {
  it('come with a START, with each so many entries, and with a STOP', async () => {
    const file = join(someFolder(), 'gateway.sqlite');
    const checkpointEvery = { entries: 4, seconds: 60 };
    const journal = await someJournal({ store: { kind: 'sqlite', file }, checkpointEvery });
    for (let at = 0; at < 5; at += 1) for (const entry of operation(`T${at}`)) await journal.append(entry);
    await journal.close();
    expect(await sizes(file)).toEqual([1, 5, 9, 12]);
  });

  it('come after a while where entries came, and not where none did', async () => {
    const file = join(someFolder(), 'gateway.sqlite');
    const checkpointEvery = { entries: 1_000, seconds: 0.02 };
    const journal = await someJournal({ store: { kind: 'sqlite', file }, checkpointEvery });
    for (const entry of operation('T1')) await journal.append(entry);
    await vi.waitFor(async () => expect((await sizes(file)).at(-1)).toBe(3));
    const { groups } = journal.state();
    await journal.append({ kind: 'POLICY', trace: null, body: {}, subjects: [] });
    await vi.waitFor(async () => expect((await sizes(file)).at(-1)).toBe(4));
    expect(journal.state().groups - groups).toBeLessThanOrEqual(2);
    expect((await sizes(file)).length).toBeLessThanOrEqual(4);
  });

  it('let a log go on where it ended, its tree and ties unbroken', async () => {
    const written = await writtenLog(7);
    await writtenLog(4, written);
    await writtenLog(30, written);
    const result = await verified(written.file, written.keys);
    expect(result).toMatchObject({ verdict: 'intact', entries: 2 * 41 + 6, covered: 2 * 41 + 6 });
  });
});

describe('a log whose end was changed', () => {
  it.each([
    ['its newest entries are gone', 'delete from entries where seq > 19', 'entry 21 is missing'],
    [
      'its newest entry was edited',
      "update entries set text = replace(text, 'STOP', 'READ') where seq = 21",
      'entry 21 was changed',
    ],
    [
      'its newest checkpoint was edited',
      "update checkpoints set frontier = replace(frontier, 'a', 'b') where size = 22",
      'was changed',
    ],
    [
      'its newest checkpoint was signed by another',
      "update checkpoints set note = replace(note, '22' || char(10), '23' || char(10))",
      "isn't signed",
    ],
  ])('is not gone on with where %s', async (_what, statement, words) => {
    const { file, keys } = await writtenLog(10);
    tamper(file, statement);
    const opening = openJournal({ store: { kind: 'sqlite', file }, log: 'gateway', keys });
    await expect(opening).rejects.toThrow(words);
  });

  it('is not gone on with under keys that never signed it', async () => {
    const { file } = await writtenLog(1);
    const opening = openJournal({ store: { kind: 'sqlite', file }, log: 'gateway', keys: someKeys() });
    await expect(opening).rejects.toThrow("isn't signed with a key that is known here");
  });
});

async function sizes(file: string): Promise<readonly number[]> {
  const reader = sqliteReader(file);
  const checkpoints = await reader.checkpoints();
  await reader.close();
  return checkpoints.map(({ size }) => size);
}
