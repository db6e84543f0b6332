import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RawJson } from '#gateway/journal/entry.ts';
import { openJournal } from '#gateway/journal/journal.ts';
import { canonical } from '#gateway/journal/proof/canonical.ts';
import { subjectHash } from '#gateway/journal/seal.ts';
import { sqliteReader } from '#gateway/journal/store/read-sqlite.ts';
import { firm, operation, someFolder, someJournal, someKeys, verified } from './logs.ts';

describe('appending', () => {
  it('gives each entry the next place, in the order of the calls', async () => {
    const journal = await someJournal();
    const calls = ['A', 'B', 'C'].flatMap((trace) => operation(trace).map((entry) => journal.append(entry)));
    const places = await Promise.all(calls);
    expect(places.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(places.map(({ hash }) => hash)).size).toBe(6);
    const found = await journal.find({ limit: 6 });
    expect(found.map(({ hash }) => hash)).toEqual(places.map(({ hash }) => hash).reverse());
    expect(journal.state()).toMatchObject({ kind: 'open', reason: null, size: 7, waiting: 0 });
  });

  it('writes what waits together in one transaction', async () => {
    const journal = await someJournal();
    const before = journal.state().groups;
    const entries = Array.from({ length: 100 }, (_, at) => operation(`T${at}`)).flat();
    await Promise.all(entries.map((entry) => journal.append(entry)));
    expect(journal.state().groups - before).toBe(1);
    for (const entry of operation('alone')) await journal.append(entry);
    expect(journal.state().groups - before).toBe(3);
  });

  it('keeps a body as canonical JSON, with texts that were JSON already in their place', async () => {
    const file = join(someFolder(), 'gateway.sqlite');
    const journal = await someJournal({ store: { kind: 'sqlite', file } });
    const body = {
      z: 1,
      verdict: new RawJson('{"b": 2, "a": [1,  2]}'),
      a: { y: null, x: '水' },
      none: undefined,
    };
    const { index, hash } = await journal.append({ kind: 'POLICY', trace: null, body, subjects: [] });
    const [entry] = await journal.find({ kind: 'POLICY' });
    expect(entry?.body).toEqual({ a: { x: '水', y: null }, verdict: { a: [1, 2], b: 2 }, z: 1 });
    const reader = sqliteReader(file);
    const [row] = await reader.find({ kind: 'POLICY', limit: 1 });
    await reader.close();
    expect(row).toMatchObject({ seq: index, hash });
    expect(row?.text).toBe(canonical(JSON.parse(row?.text ?? '')));
    expect(row?.text).toContain('"body":{"a":{"x":"水","y":null},"verdict":{"a":[1,2],"b":2},"z":1}');
  });

  it('keeps neither subjects nor values', async () => {
    const folder = someFolder();
    const keys = someKeys();
    const journal = await someJournal({
      store: { kind: 'sqlite', file: join(folder, 'gateway.sqlite') },
      keys,
    });
    const [intent, outcome] = operation(
      'T1',
      '{"enterprise":{"name":"一家很特别的公司","tags":[],"owner":null}}',
    );
    await journal.append(intent);
    await journal.append(outcome);
    const [second, first] = await journal.find({ trace: 'T1' });
    expect(first?.subjects).toEqual([subjectHash(firm, keys.subject)]);
    expect(second?.values).toMatchObject({ count: 3 });
    await journal.close();
    const names = readdirSync(folder).sort();
    expect(names).toEqual(['gateway.lock', 'gateway.salts.sqlite', 'gateway.sqlite']);
    const kept = Buffer.concat(names.map((name) => readFileSync(join(folder, name))));
    expect([firm, '特别', 'clerk-1'].map((words) => kept.includes(words))).toEqual([false, false, true]);
  });

  it('takes an OUTCOME only after its INTENT, and one only', async () => {
    const journal = await someJournal();
    const [intent, outcome] = operation('T1');
    expect(await outcomeOf(journal.append(outcome))).toBe(
      'JOURNAL_UNAVAILABLE: no INTENT of it waits for an OUTCOME',
    );
    expect(
      await Promise.all([intent, outcome, outcome].map((entry) => outcomeOf(journal.append(entry)))),
    ).toEqual(['written', 'written', 'JOURNAL_UNAVAILABLE: no INTENT of it waits for an OUTCOME']);
    expect(await outcomeOf(journal.append({ ...intent, trace: null }))).toContain('needs a trace');
    const parts = [1, 2].flatMap((part) => operation('T1').map((entry) => ({ ...entry, part })));
    expect(await Promise.all(parts.map((entry) => outcomeOf(journal.append(entry))))).toEqual(
      Array(4).fill('written'),
    );
  });

  it('refuses what is no JSON, alone, and goes on', async () => {
    const journal = await someJournal();
    const entry = { kind: 'POLICY', trace: null, subjects: [] } as const;
    const calls = [
      journal.append({ ...entry, body: { good: 1 } }),
      journal.append({ ...entry, body: { big: 1n } }),
      journal.append({ ...entry, body: { raw: new RawJson('{') } }),
      journal.append({ ...entry, body: { good: 2 } }),
    ];
    const settled = await Promise.allSettled(calls);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(journal.state()).toMatchObject({ kind: 'open', size: 3 });
  });
});

describe('finding', () => {
  it('finds by trace, subject and kind, newest first, page by page', async () => {
    const journal = await someJournal();
    for (let at = 0; at < 5; at += 1)
      await Promise.all(operation(`T${at}`).map((entry) => journal.append(entry)));
    const indexes = async (search: Parameters<typeof journal.find>[0]) =>
      (await journal.find(search)).map(({ index }) => index);
    expect(await indexes({ trace: 'T2' })).toEqual([6, 5]);
    expect(await indexes({ subject: firm })).toEqual([9, 7, 5, 3, 1]);
    expect(await indexes({ subject: firm, limit: 2, before: 7 })).toEqual([5, 3]);
    expect(await indexes({ subject: '92330199MA2TC00291' })).toEqual([]);
    expect(await indexes({ kind: 'START' })).toEqual([0]);
  });

  it('knows a subject under a key that was retired', async () => {
    const file = join(someFolder(), 'gateway.sqlite');
    const [old, fresh] = [someKeys(), someKeys()];
    const first = await someJournal({ store: { kind: 'sqlite', file }, keys: old });
    for (const entry of operation('T1')) await first.append(entry);
    await first.close();
    const keys = { ...fresh, retired: { signing: [old.signing], subject: [old.subject] } };
    const second = await someJournal({ store: { kind: 'sqlite', file }, keys });
    for (const entry of operation('T2')) await second.append(entry);
    expect((await second.find({ subject: firm })).map(({ trace }) => trace)).toEqual(['T2', 'T1']);
    await second.close();
    const known = [fresh.signing, old.signing];
    expect((await verified(file, fresh, { keys: known })).verdict).toBe('intact');
    expect((await verified(file, fresh)).verdict).toBe('unknown key');
  });
});

describe('opening', () => {
  it('refuses a second writer of the same log, until the first is closed', async () => {
    const store = { kind: 'sqlite', file: join(someFolder(), 'gateway.sqlite') } as const;
    const keys = someKeys();
    const first = await someJournal({ store, keys });
    await expect(openJournal({ store, log: 'gateway', keys })).rejects.toThrow('another process writes it');
    await first.close();
    const second = await someJournal({ store, keys });
    expect((await second.find({ limit: 9 })).map(({ kind }) => kind)).toEqual(['START', 'STOP', 'START']);
  });

  it('refuses a file of another log, and a name that is none', async () => {
    const store = { kind: 'sqlite', file: join(someFolder(), 'gateway.sqlite') } as const;
    const keys = someKeys();
    await (await someJournal({ store, keys })).close();
    await expect(openJournal({ store, log: 'other', keys })).rejects.toThrow(
      'its file holds the log gateway',
    );
    await expect(openJournal({ store, log: 'Ä', keys })).rejects.toThrow("can't be the name of a log");
  });

  it('refuses to append once closed', async () => {
    const journal = await someJournal();
    await journal.close();
    await expect(journal.append(operation('T1')[0])).rejects.toThrow(
      "record of disclosures can't be written",
    );
    expect(journal.state()).toMatchObject({ kind: 'unavailable', reason: 'closed' });
  });
});

/** "written", or why not. */
function outcomeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'written',
    (error: { readonly code: string; readonly cause: Error }) => `${error.code}: ${error.cause.message}`,
  );
}
