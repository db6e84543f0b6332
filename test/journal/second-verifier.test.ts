import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal } from '#gateway/journal/journal.ts';
import { journalKeys } from '#gateway/journal/keys.ts';
import { type Change, doubled, editedAt, replacedAt, sql, swapped, without } from './attacks.ts';
import { firm, type Members, newestNote, operation, rewrite, someKeys, tamper } from './logs.ts';
import { type Entry, entryOf, keyId, subjectHash } from './second-proof.ts';
import { hasValues } from './second-receipt.ts';
import { firstFinding } from './second-verifier.ts';

// One log of three processes with 50 operations each. The first ended in order: START 0, INTENTs at 1, 3 … 99, OUTCOMEs at
// 2, 4 … 100, STOP 101. Then both keys were changed. The second was killed in the middle of an operation: 102 to 203.
// The third ended in order: 204 to 305.

const folder = mkdtempSync(join(tmpdir(), 'tongcha-second-'));
const file = join(folder, 'gateway.sqlite');
const old = join(folder, 'old.sqlite');
const keys = join(folder, 'keys');
let newest = '';

beforeAll(async () => {
  const killed = join(folder, 'killed.sqlite');
  await write(killed, 0);
  for (const each of [killed, saltsOf(killed)]) copyFileSync(each, each.replace('killed', 'old'));
  mkdirSync(join(keys, 'retired'));
  for (const name of ['journal-signing.jwk.json', 'journal-subject.jwk.json'])
    renameSync(join(keys, name), join(keys, 'retired', name));
  await write(killed, 50, () => {
    for (const each of [killed, saltsOf(killed)])
      tamper(each, `vacuum into '${each.replace('killed', 'gateway')}'`);
  });
  await write(file, 100);
  newest = await newestNote(file);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a verifier written from FORMAT.md alone', () => {
  it('finds nothing wrong with what the journal wrote, as the gateway does', () => {
    expect(read('select seq from entries')).toHaveLength(306);
    expect(read('select size from checkpoints').length).toBeGreaterThan(20);
    expect(found(file, [newest])).toEqual({ second: null, gateway: null });
  });

  it('misses the key that signed the first process, as the gateway does', () => {
    const both = found(file, [], [publicKey('journal-signing')]);
    expect(both).toEqual({ second: 'UNKNOWN_KEY', gateway: 'UNKNOWN_KEY' });
  });

  it.each([
    [0, 'retired/'],
    [204, ''],
  ])('finds the keys that the START %i names, and subjects under them', (seq, where) => {
    const subject = jwk(`${where}journal-subject`);
    expect(entryAt(seq).body).toMatchObject({
      signingKey: keyId('tongcha/gateway', publicKey(`${where}journal-signing`)).toString('hex'),
      subjectKey: subjectHash(subject, 'tongcha-journal/1 subject key id').slice(0, 8),
    });
    expect(entryAt(seq + 1).subjects).toEqual([subjectHash(subject, firm)]);
  });

  it('finds the values that were given behind every digest, and no others', () => {
    const seeds = read('select seq, seed from salts', saltsOf(file));
    expect(seeds).toHaveLength(150);
    for (const [number, { seq, seed }] of seeds.entries()) {
      const has = (data: string, salted = String(seed)) =>
        hasValues(entryAt(Number(seq)), salted, JSON.parse(data));
      expect(has(answer(number))).toBe(true);
      expect(has(answer(number + 1))).toBe(false);
      expect(has(answer(number), '00'.repeat(32))).toBe(false);
    }
  });
});

describe('both verifiers', () => {
  const attacks: readonly (readonly [what: string, finding: string, attack: (log: string) => void])[] = [
    [
      'an entry was edited',
      'EDITED',
      sql("update entries set text = replace(text, 'clerk', 'klerk') where seq = 7"),
    ],
    ['a column beside the text was edited', 'EDITED', sql("update entries set trace = 'X' where seq = 8")],
    ['an entry and its hash were changed', 'REPLACED', replacedAt(7)],
    ['an entry was deleted in the middle', 'MISSING', sql('delete from entries where seq = 12')],
    ['two entries were swapped', 'MOVED', swapped(5, 9)],
    ['a number comes twice', 'DUPLICATE', doubled(6)],
    [
      'the tail was cut, with all that speaks of it',
      'CUT',
      sql(
        'delete from entries where seq >= 205',
        'delete from subjects where seq >= 205',
        'delete from checkpoints where size > 205',
      ),
    ],
    ['an old copy was put in its place', 'CUT', (log) => copyFileSync(old, log)],
    ['an OUTCOME was dropped and the rest made anew', 'REWRITTEN', (log) => rewrite(log, without(8))],
    ['all was signed with another key', 'UNKNOWN_KEY', (log) => rewrite(log, without(), someKeys().signing)],
    [
      'a checkpoint bears a key that did not sign it',
      'FORGED',
      sql("update checkpoints set note = replace(note, '306' || char(10), '305' || char(10))"),
    ],
    ['a checkpoint is none', 'FORGED', sql("update checkpoints set note = note || 'more' where size = 1")],
    [
      'it was forked by somebody who has the key',
      'FORKED',
      (log) => rewrite(log, editedAt(150, { body: {} }), jwk('journal-signing')),
    ],
    ['the checkpoint of a START was taken away', 'UNSIGNED', sql('delete from checkpoints where size = 205')],
    ['the index of subjects lacks one', 'INDEX', sql('delete from subjects where seq = 7')],
  ];

  it.each(attacks)('find out where %s: %s', (_what, finding, attack) => {
    expect(found(attacked(attack), [newest])).toEqual({ second: finding, gateway: finding });
  });

  const insiders: readonly (readonly [what: string, finding: string, change: Change])[] = [
    ['an INTENT was dropped', 'UNPAIRED', without(7)],
    ['an OUTCOME was dropped', 'INCOMPLETE', without(206, 305)],
    ['a process went on without what it had begun', 'INCOMPLETE', recovered([])],
    ['a clock was turned back', 'CLOCK', editedAt(150, { time: 1 })],
    ['a clock is said to have gone back', 'CLOCK', editedAt(150, { behind: 1 })],
    ['something stands after a STOP', 'UNPAIRED', without(102)],
    ['an entry is of an unknown kind', 'EDITED', editedAt(150, { kind: 'OTHER' })],
  ];

  it.each(insiders)('find out, even of somebody who has the key, where %s: %s', (_what, finding, change) => {
    expect(found(madeAnew(change))).toEqual({ second: finding, gateway: finding });
  });

  it('hold an operation for closed that a RECOVERED START refuses', () => {
    expect(found(madeAnew(recovered([['killed', 0]])))).toEqual({ second: null, gateway: null });
    expect(found(madeAnew(recovered([['killed', 1]])))).toEqual({
      second: 'INCOMPLETE',
      gateway: 'INCOMPLETE',
    });
  });

  it('can only tell by a checkpoint kept elsewhere that a log was longer', () => {
    expect(found(attacked((log) => copyFileSync(old, log)))).toEqual({ second: null, gateway: null });
  });
});

/** Writes 50 operations, four to a trace; in the end another one has begun if somebody wants to see it like that. */
async function write(log: string, from: number, seen?: () => void): Promise<void> {
  const journal = await openJournal({
    store: { kind: 'sqlite', file: log },
    log: 'gateway',
    keys: journalKeys(keys),
    checkpointEvery: { entries: 10, seconds: 60 },
  });
  for (let number = from; number < from + 50; number += 1) {
    const both = operation(`T${number >> 2}`, answer(number));
    const writing = both.map((entry) => journal.append({ ...entry, part: number % 4 }));
    if (number % 5 === 0) await Promise.all(writing);
  }
  if (seen) await journal.append(operation('killed')[0]);
  seen?.();
  await journal.close();
}

function answer(number: number): string {
  return JSON.stringify({
    enterprise: { name: '明远', staff: number, permits: [], licences: [{ no: null }] },
  });
}

const saltsOf = (log: string) => log.replace('.sqlite', '.salts.sqlite');

function read(query: string, from = file) {
  const database = new DatabaseSync(from, { readOnly: true });
  const rows = database.prepare(query).all();
  database.close();
  return rows;
}

function entryAt(seq: number): Entry {
  const entry = entryOf(String(read(`select text from entries where seq = ${seq}`)[0]?.['text']));
  if (!entry) throw new Error(`no entry at ${seq}`);
  return entry;
}

function jwk(name: string): JsonWebKey {
  return JSON.parse(readFileSync(join(keys, `${name}.jwk.json`), 'utf8')) as JsonWebKey;
}

function publicKey(name: string): JsonWebKey {
  const { d: _, ...rest } = jwk(name);
  return rest;
}

/** What both say first of a log; the gateway's as a command. */
function found(
  log: string,
  remembered: readonly string[] = [],
  publicKeys = [publicKey('journal-signing'), publicKey('retired/journal-signing')],
) {
  const [kept, known] = [join(folder, 'kept.txt'), join(folder, 'public.jwks.json')];
  writeFileSync(kept, remembered.join('\n'));
  writeFileSync(known, JSON.stringify({ keys: publicKeys }));
  const second = firstFinding(log, { keys: publicKeys, remembered, now: Date.now() });
  const more = remembered.length > 0 ? ['--remembered', kept] : [];
  const command = ['gateway/journal/main.ts', 'verify', '--store', log, '--public-key', known, '--json'];
  const { stdout } = spawnSync(process.execPath, [...command, ...more], { encoding: 'utf8' });
  const [told] = JSON.parse(stdout) as {
    findings: { kind: string; from: number | null; to: number | null }[];
  }[];
  const [gateway] = told?.findings ?? [];
  if (gateway && gateway.from === gateway.to) expect(second?.at).toBe(gateway.from);
  return { second: second?.finding ?? null, gateway: told && (gateway?.kind ?? null) };
}

/** A copy of the log, in which somebody was. */
function attacked(attack: (log: string) => void): string {
  const log = join(folder, 'attacked.sqlite');
  for (const each of ['', '-wal', '-shm']) rmSync(log + each, { force: true });
  copyFileSync(file, log);
  attack(log);
  return log;
}

/** A copy of the log made anew by somebody who has the key, ten minutes earlier, so that nothing is under way. */
function madeAnew(change: Change): string {
  const earlier = (entries: Members[]) =>
    change(entries).map((entry) => ({ ...entry, time: Math.max(Number(entry['time']) - 600_000, 0) }));
  return attacked((log) => rewrite(log, earlier, jwk('journal-signing')));
}

/** As if the second process had not been killed, but gone on as the third. */
function recovered(refused: readonly (readonly [trace: string, part: number])[]): Change {
  const start = editedAt(204, { body: { reason: 'RECOVERED', refused, checkpointEntries: 10 } });
  return (entries) => without(305)(start(entries));
}
