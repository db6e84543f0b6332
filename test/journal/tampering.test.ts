import { copyFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sqliteReader } from '#gateway/journal/store/read-sqlite.ts';
import { type Members, newestNote, rewrite, someKeys, tamper, verified, writtenLog } from './logs.ts';

// A log of 20 operations: entry 0 is the START, then INTENT and OUTCOME in turn, entry 41 is the STOP.

describe('a log that nobody touched', () => {
  it('is intact, and covered by checkpoints to its end', async () => {
    const { file, keys } = await writtenLog(20);
    const result = await verified(file, keys, { remembered: [await newestNote(file)] });
    expect(result).toMatchObject({ verdict: 'intact', entries: 42, covered: 42, findings: [] });
    expect(result.checkpoints).toBeGreaterThanOrEqual(5);
  });
});

describe('a log that was tampered with', () => {
  const attacks: readonly (readonly [
    attack: string,
    kind: string,
    at: number,
    statements: readonly string[],
  ])[] = [
    [
      'an entry is edited',
      'EDITED',
      7,
      ["update entries set text = replace(text, 'clerk-1', 'clerk-2') where seq = 7"],
    ],
    [
      'an entry gets another hash',
      'EDITED',
      7,
      ["update entries set hash = replace(hash, 'a', 'b') || '' where seq = 7"],
    ],
    ['a column beside the text is edited', 'EDITED', 8, ["update entries set trace = 'T9' where seq = 8"]],
    ['an entry is deleted in the middle', 'MISSING', 12, ['delete from entries where seq = 12']],
    [
      'an entry is deleted and the rest numbered anew',
      'MOVED',
      12,
      [
        'delete from entries where seq = 12',
        'update entries set seq = -seq where seq > 12',
        'update entries set seq = -seq - 1 where seq < 0',
      ],
    ],
    [
      'two entries are swapped',
      'MOVED',
      5,
      [
        'update entries set seq = -1 where seq = 5',
        'update entries set seq = 5 where seq = 9',
        'update entries set seq = 9 where seq = -1',
      ],
    ],
    [
      'a number comes twice',
      'DUPLICATE',
      6,
      [
        'create table copy as select * from entries',
        'insert into copy select * from entries where seq = 6',
        'drop table entries',
        'alter table copy rename to entries',
      ],
    ],
    ['the tail is cut', 'CUT', 30, ['delete from entries where seq >= 30']],
    ['all checkpoints are taken away', 'UNSIGNED', 0, ['delete from checkpoints']],
    ["a STOP's checkpoint is taken away", 'UNSIGNED', 41, ['delete from checkpoints where size = 42']],
  ];

  it.each(attacks)('is found out where %s: %s at entry %i', async (_attack, kind, at, statements) => {
    const { file, keys } = await writtenLog(20);
    tamper(file, ...statements);
    const { verdict, findings } = await verified(file, keys);
    expect(verdict).toBe('tampered');
    expect(findings[0]).toMatchObject({ kind, from: at });
  });

  it('is found out where an entry and its own hash are changed: the next one is tied to another', async () => {
    const { file, keys } = await writtenLog(20);
    const original = file.replace('.sqlite', '-copy.sqlite');
    copyFileSync(file, original);
    rewrite(file, (entries) =>
      entries.map((entry, seq) => (seq === 7 ? { ...entry, body: { caller: 'x' } } : entry)),
    );
    // Of all the hashes that were made anew only the first is taken.
    tamper(
      original,
      `attach '${file}' as forged`,
      'delete from entries where seq = 7',
      'insert into entries select * from forged.entries where seq = 7',
    );
    expect((await verified(original, keys)).findings[0]).toMatchObject({ kind: 'REPLACED', from: 7 });
  });

  it('is found out by its next checkpoint where all that follows was made anew', async () => {
    const { file, keys } = await writtenLog(20);
    rewrite(file, (entries) => entries.map((entry, seq) => (seq === 14 ? { ...entry, body: {} } : entry)));
    const [finding] = (await verified(file, keys)).findings;
    expect(finding?.kind).toBe('REWRITTEN');
    expect(finding?.from).toBeLessThanOrEqual(14);
    expect(finding?.to).toBeGreaterThanOrEqual(14);
  });

  it('is found out where its tail and its last checkpoints are cut, by a remembered checkpoint alone', async () => {
    const { file, keys } = await writtenLog(20);
    const note = await newestNote(file);
    tamper(
      file,
      'delete from entries where seq >= 30',
      'delete from checkpoints where size > 30',
      'delete from subjects where seq >= 30',
    );
    expect((await verified(file, keys)).findings.filter(({ kind }) => kind !== 'INCOMPLETE')).toEqual([]);
    const { verdict, findings } = await verified(file, keys, { remembered: [note] });
    expect(verdict).toBe('tampered');
    expect(findings[0]).toMatchObject({ kind: 'CUT', from: 30, to: 41 });
  });

  it('is found out where an old copy is put in its place, by a remembered checkpoint', async () => {
    const written = await writtenLog(5);
    const { file, keys } = written;
    const old = file.replace('.sqlite', '-old.sqlite');
    copyFileSync(file, old);
    await writtenLog(5, written);
    const remembered = [await newestNote(file)];
    expect((await verified(file, keys, { remembered })).verdict).toBe('intact');
    expect((await verified(old, keys)).verdict).toBe('intact');
    expect((await verified(old, keys, { remembered })).findings[0]).toMatchObject({ kind: 'CUT', from: 12 });
  });

  it('is found out where it was forked by somebody who has the key, by a remembered checkpoint', async () => {
    const { file, keys } = await writtenLog(20);
    const remembered = [await newestNote(file)];
    rewrite(
      file,
      (entries) => entries.map((entry, seq) => (seq === 21 ? { ...entry, body: {} } : entry)),
      keys.signing,
    );
    expect((await verified(file, keys)).verdict).toBe('intact');
    expect((await verified(file, keys, { remembered })).findings[0]).toMatchObject({
      kind: 'FORKED',
      to: 41,
    });
  });

  it('is found out to be forked only after what was remembered, whatever its own checkpoints say', async () => {
    const { file, keys } = await writtenLog(20);
    const [early, last] = [await noteOf(file, 21), await newestNote(file)];
    rewrite(
      file,
      (entries) => entries.map((entry, seq) => (seq === 41 ? { ...entry, body: { x: 1 } } : entry)),
      keys.signing,
    );
    const forkedFrom = async (...remembered: readonly string[]) =>
      (await verified(file, keys, { remembered })).findings[0];
    expect(await forkedFrom(last)).toMatchObject({ kind: 'FORKED', from: 0, to: 41 });
    expect(await forkedFrom(early, last)).toMatchObject({ kind: 'FORKED', from: 21, to: 41 });
    // Of both branches one was remembered too.
    const own = await newestNote(file);
    expect(await forkedFrom(own, early, last)).toMatchObject({ kind: 'FORKED', from: 21, to: 41 });
  });

  it('is found out where it was signed with another key', async () => {
    const { file, keys } = await writtenLog(20);
    rewrite(
      file,
      (entries) => entries.map((entry, seq) => (seq === 21 ? { ...entry, body: {} } : entry)),
      someKeys().signing,
    );
    const { verdict, findings } = await verified(file, keys);
    expect(verdict).toBe('unknown key');
    expect(findings.map(({ kind }) => kind)).toEqual(['UNKNOWN_KEY']);
  });

  it('is found out where a checkpoint bears a key it was not signed with', async () => {
    const { file, keys } = await writtenLog(20);
    tamper(
      file,
      "update checkpoints set note = replace(note, '42' || char(10), '41' || char(10)) where size = 42",
    );
    expect((await verified(file, keys)).findings[0]).toMatchObject({ kind: 'FORGED' });
  });

  it('is found out where an OUTCOME was dropped, even by somebody who has the key', async () => {
    const { file, keys } = await writtenLog(20);
    // Without the STOP: with it the INTENT would have ended with its process.
    rewrite(file, (entries) => entries.filter((_, seq) => seq !== 8 && seq !== 41), keys.signing);
    const { verdict, findings } = await verified(file, keys);
    expect(verdict).toBe('incomplete');
    expect(findings).toMatchObject([{ kind: 'INCOMPLETE', from: 7 }]);
  });

  it('is found out where an INTENT was dropped, even by somebody who has the key', async () => {
    const { file, keys } = await writtenLog(20);
    rewrite(file, (entries) => entries.filter((_, seq) => seq !== 7), keys.signing);
    expect((await verified(file, keys)).findings[0]).toMatchObject({ kind: 'UNPAIRED', from: 7 });
  });

  it('is found out where a time was set back, even by somebody who has the key', async () => {
    const { file, keys } = await writtenLog(20);
    rewrite(
      file,
      (entries) => entries.map((entry, seq) => (seq === 9 ? aDayBefore(entry) : entry)),
      keys.signing,
    );
    expect((await verified(file, keys)).findings[0]).toMatchObject({ kind: 'CLOCK', from: 9 });
  });

  it('is found out where all was made anew without what should be signed', async () => {
    const { file, keys } = await writtenLog(20);
    rewrite(file, (entries) => entries.filter(({ kind }) => kind !== 'START' && kind !== 'STOP'));
    tamper(file, 'delete from checkpoints');
    expect((await verified(file, keys)).findings[0]).toMatchObject({ kind: 'UNPAIRED', from: 0 });
  });

  it('is found out where too much stands after the last checkpoint', async () => {
    const { file, keys } = await writtenLog(2_100, undefined, 'at once');
    const isCovered = await verified(file, keys);
    expect(isCovered).toMatchObject({ verdict: 'intact', entries: 4_202 });
    rewrite(file, (entries) => entries.filter(({ kind }) => kind !== 'STOP'));
    tamper(file, 'delete from checkpoints where size > 1');
    expect((await verified(file, keys)).findings[0]).toMatchObject({ kind: 'UNSIGNED', from: 4_107 });
  });

  it('is found out where the index of subjects hides or invents an entry', async () => {
    const { file, keys } = await writtenLog(20);
    tamper(file, 'delete from subjects where seq = 3');
    expect((await verified(file, keys)).findings[0]).toMatchObject({ kind: 'INDEX' });
    tamper(file, 'insert into subjects select subject, 4 from subjects limit 1');
    expect((await verified(file, keys)).findings[0]).toMatchObject({ kind: 'INDEX' });
  });
});

async function noteOf(file: string, size: number): Promise<string> {
  const reader = sqliteReader(file);
  try {
    return (await reader.checkpoints()).find((each) => each.size === size)?.note ?? '';
  } finally {
    await reader.close();
  }
}

function aDayBefore(entry: Members): Members {
  return { ...entry, time: Number(entry['time']) - 86_400_000 };
}
