import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Journal } from '#gateway/journal/journal.ts';
import { journalKeys } from '#gateway/journal/keys.ts';
import { sqliteReader } from '#gateway/journal/store/read-sqlite.ts';
import { startChild } from './child.ts';
import { operation, someFolder, someJournal, someKeys, verified } from './logs.ts';

describe('a log that another process locks', () => {
  it('refuses what waits and what comes, and goes on by itself once it is free', async () => {
    const file = join(someFolder(), 'gateway.sqlite');
    const keys = someKeys();
    const journal = await someJournal({ store: { kind: 'sqlite', file }, keys });
    for (const entry of operation('before')) await journal.append(entry);
    const [intent, outcome] = operation('during');
    await journal.append(intent);
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    const calls = [journal.append(outcome), ...operation('lost').map((entry) => journal.append(entry))];
    expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    expect(journal.state()).toMatchObject({ kind: 'unavailable', waiting: 0 });
    await expect(journal.append(operation('lost too')[0])).rejects.toMatchObject({
      code: 'JOURNAL_UNAVAILABLE',
      status: 503,
    });
    other.exec('rollback');
    other.close();
    await open(journal);
    for (const entry of operation('after')) await journal.append(entry);
    await journal.close();

    const result = await verified(file, keys);
    // What was under way ended without an OUTCOME, and the log says so itself.
    expect(result).toMatchObject({ verdict: 'intact', interrupted: 1, findings: [] });
    // It names all of the group that failed, since a store may fail after it has written; what came later was not tried.
    expect(await recorded(file)).toEqual([
      'START',
      'INTENT before',
      'OUTCOME before',
      'INTENT during',
      'START RECOVERED during 0, lost 0',
      'INTENT after',
      'OUTCOME after',
      'STOP',
    ]);
  });
});

describe('a log that has no place', () => {
  it('opens unavailable, and goes on once the obstacle is gone', async () => {
    const folder = join(someFolder(), 'journal');
    writeFileSync(folder, 'not a folder');
    const journal = await someJournal({ store: { kind: 'sqlite', file: join(folder, 'gateway.sqlite') } });
    expect(journal.state().kind).toBe('unavailable');
    await expect(journal.append(operation('T1')[0])).rejects.toMatchObject({ code: 'JOURNAL_UNAVAILABLE' });
    rmSync(folder);
    await open(journal);
    expect(await journal.append(operation('T1')[0])).toMatchObject({ index: 1 });
  });

  it('opens unavailable in a folder that may not be written, and goes on once it may', async () => {
    const parent = someFolder();
    chmodSync(parent, 0o755);
    const folder = join(parent, 'journal');
    mkdirSync(folder);
    chmodSync(folder, 0o555);
    const give = becomeNobody();
    const journal = await someJournal({ store: { kind: 'sqlite', file: join(folder, 'gateway.sqlite') } });
    expect(journal.state()).toMatchObject({ kind: 'unavailable' });
    give(() => chmodSync(folder, 0o777));
    await open(journal);
    expect(await journal.append(operation('T1')[0])).toMatchObject({ index: 1 });
  });
});

describe('a disk that is full', () => {
  it('refuses, keeps what was written, and goes on once there is room', async () => {
    const folder = someFolder();
    const file = join(folder, 'gateway.sqlite');
    const child = startChild(file, folder, 4);
    onTestFinished(() => child.kill());
    await child.wrote(100);
    const full = child.said('is unavailable');
    limitFiles(child.process.pid, String(Math.max(statSync(file).size, statSync(`${file}-wal`).size)));
    await full;
    const written = child.acknowledged.size;
    const again = child.said('is open');
    limitFiles(child.process.pid, 'unlimited');
    await again;
    await child.wrote(100);
    await child.kill();

    expect(child.acknowledged.size).toBeGreaterThanOrEqual(written + 100);
    const { findings } = await verified(file, journalKeys(folder));
    expect(findings.filter(({ kind }) => kind !== 'INCOMPLETE')).toEqual([]);
    const reader = sqliteReader(file);
    const standing = await reader.hashes(await reader.size());
    await reader.close();
    expect([...child.acknowledged].filter(([index, hash]) => standing[index] !== hash)).toEqual([]);
  });
});

async function open(journal: Journal): Promise<void> {
  await vi.waitFor(() => expect(journal.state().kind).toBe('open'), { timeout: 10_000 });
}

/** Each entry in a few words. */
async function recorded(file: string): Promise<readonly string[]> {
  const reader = sqliteReader(file);
  const rows = await reader.find({ limit: 1_000 });
  await reader.close();
  return [...rows].reverse().map(({ kind, trace, text }) => {
    const { body } = JSON.parse(text) as {
      body: { reason?: string; refused?: readonly (readonly unknown[])[] };
    };
    const why =
      body.reason === 'RECOVERED'
        ? ` RECOVERED ${body.refused?.map((pair) => pair.join(' ')).join(', ')}`
        : '';
    return `${kind}${trace === null ? '' : ` ${trace}`}${why}`;
  });
}

/** The greatest size that a process may give a file: what writes beyond it fails as on a full disk. */
function limitFiles(pid: number | undefined, bytes: string): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

/** Nothing is forbidden to root: for the time of the test, threads that begin are nobody's. Returns how to act as before. */
function becomeNobody(): (act: () => void) => void {
  const { geteuid, seteuid } = process;
  const uid = geteuid?.() ?? -1;
  if (uid !== 0 || !seteuid) return (act) => act();
  seteuid(65_534);
  onTestFinished(() => seteuid(0));
  return (act) => {
    seteuid(0);
    act();
    seteuid(65_534);
  };
}
