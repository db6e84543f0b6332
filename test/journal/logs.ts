import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import type { NewEntry } from '#gateway/journal/entry.ts';
import { type Journal, type JournalOptions, openJournal } from '#gateway/journal/journal.ts';
import { type JournalKeys, keysOf } from '#gateway/journal/keys.ts';
import { canonical } from '#gateway/journal/proof/canonical.ts';
import { originOf, signedCheckpoint } from '#gateway/journal/proof/checkpoint.ts';
import { leafHash, rootOver } from '#gateway/journal/proof/tree.ts';
import { beginningOf } from '#gateway/journal/seal.ts';
import { sqliteReader } from '#gateway/journal/store/read-sqlite.ts';
import { type Against, type Verification, verifyLog } from '#gateway/journal/verify/verify.ts';

/** A fictional firm. */
export const firm = '91330199MA2TC00107';

/** Keys for one test. */
export function someKeys(): JournalKeys {
  return keysOf(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), {
    kty: 'oct',
    k: randomBytes(32).toString('base64url'),
  });
}

/** A folder that is gone after the test. */
export function someFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A journal that is closed after the test, in a file unless told otherwise. */
export async function someJournal(options: Partial<JournalOptions> = {}): Promise<Journal> {
  const store = { kind: 'sqlite', file: join(someFolder(), 'gateway.sqlite') } as const;
  const journal = await openJournal({ store, log: 'gateway', keys: someKeys(), ...options });
  onTestFinished(() => journal.close());
  return journal;
}

/** What an operation leaves behind: its INTENT and its OUTCOME. */
export function operation(
  trace: string,
  values = '{"enterprise":{"name":"明远"}}',
): readonly [NewEntry, NewEntry] {
  return [
    {
      kind: 'INTENT',
      trace,
      body: {
        caller: { subject: 'clerk-1' },
        matter: 'water-permit',
        case: 'C-1',
        departments: ['water'],
        fields: { clear: ['Enterprise.name'], masked: [], denied: [], byRecord: [] },
      },
      subjects: [firm],
    },
    {
      kind: 'OUTCOME',
      trace,
      body: { status: 'answered', departments: [{ department: 'water', outcome: 'answered' }] },
      subjects: [],
      values,
    },
  ];
}

/** A closed log, new or gone on with, with a checkpoint every ten entries, and what is needed to attack it. */
export async function writtenLog(
  operations: number,
  goOn?: Written,
  pace: 'one by one' | 'at once' = 'one by one',
): Promise<Written> {
  const { file, keys } = goOn ?? { file: join(someFolder(), 'gateway.sqlite'), keys: someKeys() };
  const checkpointEvery = { entries: 10, seconds: 60 };
  const journal = await openJournal({
    store: { kind: 'sqlite', file },
    log: 'gateway',
    keys,
    checkpointEvery,
  });
  const writing: Promise<unknown>[] = [];
  for (let number = 0; number < operations; number += 1) {
    writing.push(...operation(`T${number}`).map((entry) => journal.append(entry)));
    if (pace === 'one by one') await Promise.all(writing);
  }
  await Promise.all(writing);
  await journal.close();
  return { file, keys };
}

export type Written = { readonly file: string; readonly keys: JournalKeys };

/** Verifies the log in a file, five minutes later: nothing is under way any more. */
export async function verified(
  file: string,
  keys: JournalKeys,
  against: Partial<Against> = {},
): Promise<Verification> {
  const reader = sqliteReader(file);
  try {
    const usual = { keys: [keys.signing], remembered: [], now: Date.now() + 300_000 };
    return await verifyLog(reader, { ...usual, ...against });
  } finally {
    await reader.close();
  }
}

/** The newest checkpoint's note. */
export async function newestNote(file: string): Promise<string> {
  const reader = sqliteReader(file);
  try {
    return (await reader.checkpoints()).at(-1)?.note ?? '';
  } finally {
    await reader.close();
  }
}

/** Does what somebody with the file in hand can do. */
export function tamper(file: string, ...statements: readonly string[]): void {
  const database = new DatabaseSync(file);
  for (const statement of statements) database.exec(statement);
  database.close();
}

export type Members = Record<string, unknown>;

/**
 * Does what somebody with the file and much patience can do: changes the entries and makes every number, tie and hash after
 * them anew, and with a signing key the checkpoints too.
 */
export function rewrite(file: string, change: (entries: Members[]) => Members[], key?: JsonWebKey): void {
  const database = new DatabaseSync(file);
  const rows = database.prepare('select text from entries order by seq').all();
  const changed = change(rows.map(({ text }) => JSON.parse(String(text)) as Members));
  database.exec('delete from entries; delete from subjects');
  const insert = database.prepare('insert into entries values (?, ?, ?, ?, ?, ?)');
  const index = database.prepare('insert into subjects values (?, ?)');
  const hashes: string[] = [];
  for (const [seq, entry] of changed.entries()) {
    const text = canonical({ ...entry, seq, prev: hashes.at(-1) ?? beginningOf('gateway') });
    hashes.push(leafHash(text));
    const { kind, trace, time, subjects } = entry as {
      kind: string;
      trace: string;
      time: number;
      subjects: string[];
    };
    insert.run(seq, kind, trace, time, text, hashes[seq] ?? '');
    for (const subject of subjects) index.run(subject, seq);
  }
  if (key) signAnew(database, changed, { hashes, key });
  database.close();
}

/** The same points as before, and where a START or STOP stands now. */
function signAnew(
  database: DatabaseSync,
  entries: readonly Members[],
  { hashes, key }: { readonly hashes: readonly string[]; readonly key: JsonWebKey },
): void {
  const before = database
    .prepare('select size from checkpoints')
    .all()
    .map(({ size }) => Number(size));
  const marks = entries.flatMap(({ kind }, seq) => (kind === 'START' || kind === 'STOP' ? [seq + 1] : []));
  database.exec('delete from checkpoints');
  for (const size of new Set([...before, ...marks])) {
    if (size > hashes.length) continue;
    const root = rootOver(hashes.slice(0, size));
    const note = signedCheckpoint({ origin: originOf('gateway'), size, root }, key);
    database.prepare('insert into checkpoints values (?, 0, ?, ?)').run(size, note, '');
  }
}
