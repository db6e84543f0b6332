import pg from 'pg';
import { beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type Journal, openJournal } from '#gateway/journal/journal.ts';
import type { JournalKeys } from '#gateway/journal/keys.ts';
import { openReader, openReaders } from '#gateway/journal/store/open.ts';
import { type Verification, verifyLog } from '#gateway/journal/verify/verify.ts';
import { firm, operation, someJournal, someKeys } from './logs.ts';
import { throughProxy } from './proxy.ts';

// Each test has a log of its own name in a database of this file.

let url = '';
beforeAll(async () => {
  url = await someDatabase();
});

describe('a log in PostgreSQL', () => {
  it('is written, found in and verified as one in a file', async () => {
    const { journal, keys, store } = await someLog('first');
    const entries = Array.from({ length: 30 }, (_, at) => operation(`T${at}`)).flat();
    const places = await Promise.all(entries.map((entry) => journal.append(entry)));
    expect(places.map(({ index }) => index)).toEqual(entries.map((_, at) => at + 1));
    expect(journal.state().groups).toBe(2);
    expect((await journal.find({ trace: 'T3' })).map(({ kind }) => kind)).toEqual(['OUTCOME', 'INTENT']);
    expect(await journal.find({ subject: firm, limit: 5, before: 20 })).toHaveLength(5);
    await journal.close();
    expect(await verifiedIn('first', keys)).toMatchObject({ verdict: 'intact', entries: 62, covered: 62 });
    const again = await openJournal({ store, log: 'first', keys });
    await again.close();
    expect(await verifiedIn('first', keys)).toMatchObject({ verdict: 'intact', entries: 64 });
  });

  it('is refused to a second writer, and stands beside others', async () => {
    const { journal, keys, store } = await someLog('second');
    await expect(openJournal({ store, log: 'second', keys })).rejects.toThrow('another process writes it');
    const other = await someJournal({ store, log: 'third', keys });
    await Promise.all([journal, other].map((each) => each.append(operation('T1')[0])));
    const readers = await openReaders(url);
    expect(readers.map(({ log }) => log)).toEqual(expect.arrayContaining(['second', 'third']));
    for (const reader of readers) await reader.close();
  });

  it('tells what was tampered with', async () => {
    const { journal, keys } = await someLog('fourth');
    for (const entry of operation('T1')) await journal.append(entry);
    await journal.close();
    await inDatabase(
      "update journal_entries set text = replace(text, 'clerk-1', 'clerk-2') where log = 'fourth' and seq = 1",
    );
    expect((await verifiedIn('fourth', keys)).findings).toMatchObject([{ kind: 'EDITED', from: 1 }]);
  });

  it('goes on after its connection was ended by the server', async () => {
    const { journal, keys } = await someLog('fifth');
    const [intent, outcome] = operation('T1');
    await journal.append(intent);
    await inDatabase(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tongcha journal'",
    );
    // Whether or not the writer has noticed by now, nothing is acknowledged that isn't there.
    await journal.append(outcome).catch(() => undefined);
    await open(journal);
    await written(journal, 'T2');
    await journal.close();
    expect((await verifiedIn('fifth', keys)).findings).toEqual([]);
  });

  it('refuses while the server is away, and goes on once it is back', async () => {
    const keys = someKeys();
    const way = await throughProxy(url);
    const journal = await someJournal({ store: { kind: 'postgres', url: way.url }, log: 'sixth', keys });
    const [intent, outcome] = operation('T1');
    await journal.append(intent);
    await way.cut();
    await expect(journal.append(outcome)).rejects.toMatchObject({ code: 'JOURNAL_UNAVAILABLE' });
    expect(journal.state().kind).toBe('unavailable');
    await way.mend();
    await open(journal);
    await written(journal, 'T2');
    await journal.close();
    expect(await verifiedIn('sixth', keys)).toMatchObject({ verdict: 'intact', interrupted: 1 });
  });

  it('opens unavailable where the server is away at first', async () => {
    const way = await throughProxy(url);
    await way.cut();
    const journal = await someJournal({ store: { kind: 'postgres', url: way.url }, log: 'seventh' });
    expect(journal.state().kind).toBe('unavailable');
    await way.mend();
    await open(journal);
    await written(journal, 'T1');
  });
});

async function someLog(log: string) {
  const keys = someKeys();
  const store = { kind: 'postgres', url } as const;
  return { journal: await someJournal({ store, log, keys }), keys, store };
}

async function written(journal: Journal, trace: string): Promise<void> {
  for (const entry of operation(trace)) await journal.append(entry);
}

async function open(journal: Journal): Promise<void> {
  await vi.waitFor(
    () => {
      expect(journal.state().kind).toBe('open');
    },
    { timeout: 10_000 },
  );
}

async function verifiedIn(log: string, { signing }: JournalKeys): Promise<Verification> {
  const reader = await openReader({ kind: 'postgres', url }, log);
  try {
    return await verifyLog(reader, { keys: [signing], remembered: [], now: Date.now() + 300_000 });
  } finally {
    await reader.close();
  }
}

async function someDatabase(): Promise<string> {
  const name = `journal_${process.pid}`;
  await query(inject('postgresUrl'), `create database ${name}`);
  return inject('postgresUrl').replace(/\/[^/]*$/, `/${name}`);
}

function inDatabase(statement: string): Promise<void> {
  return query(url, statement);
}

async function query(at: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  await client.query(statement);
  await client.end();
}
