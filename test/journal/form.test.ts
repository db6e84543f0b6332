import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canonical } from '#gateway/journal/proof/canonical.ts';
import { leafHash } from '#gateway/journal/proof/tree.ts';
import { type Members, someKeys, tamper, verified, writtenLog } from './logs.ts';
import { firstFinding } from './second-verifier.ts';

// Each entry here is canonical JSON with a hash and columns that fit it, so that nothing but its form is wrong.

const folder = mkdtempSync(join(tmpdir(), 'tongcha-form-'));
const file = join(folder, 'gateway.sqlite');
const keys = someKeys();
const place = { intent: 7, outcome: 8 } as const;
const [low, high] = ['a'.repeat(64), 'b'.repeat(64)];

beforeAll(() => writtenLog(5, { file, keys }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const forms: readonly (readonly [what: string, change: Members])[] = [
  ['a member that no entry has', { note: 'x' }],
  ['a member named like one of every object', { ['__proto__']: {} }],
  ['a list for its body', { body: [] }],
  ['a text for its body', { body: 'x' }],
  ['no body', { body: undefined }],
  ['part 0', { part: 0 }],
  ['a part below 0', { part: -1 }],
  ['half a part', { part: 1.5 }],
  ['a part in words', { part: '1' }],
  ['half a millisecond', { time: 1.5 }],
  ['a time before all times', { time: -1 }],
  ['a clock that went back by nothing', { behind: 0 }],
  ['subjects in another order', { subjects: [high, low] }],
  ['a subject twice', { subjects: [low, low] }],
  ['a subject in the clear', { subjects: ['91330199MA2TC00107'] }],
  ['a subject in capitals', { subjects: [low.toUpperCase()] }],
  ['one subject for a list', { subjects: low }],
  ['null for its values', { values: null }],
  ['fewer values than none', { values: { count: -1, digest: low } }],
  ['values with a short digest', { values: { count: 1, digest: low.slice(1) } }],
  ['values with a member more', { values: { count: 1, digest: low, seed: high } }],
  ['values without their count', { values: { digest: low } }],
  ['a number for its trace', { trace: 7 }],
  ['a hash before it that is none', { prev: 'x' }],
  ['half a number', { seq: 7.5 }],
  ['another version', { v: 2 }],
  ['a log that cannot be one', { log: 'Gateway' }],
];

it.each(forms)('an entry with %s is EDITED to both verifiers', async (_what, change) => {
  const log = withEntry(place.intent, change);
  expect((await verified(log, keys)).findings[0]).toMatchObject({ kind: 'EDITED', from: place.intent });
  expect(firstFinding(log, second())).toEqual({ finding: 'EDITED', at: place.intent });
});

it('an entry that is put back as it was written is nothing to either', async () => {
  for (const at of Object.values(place)) {
    const log = withEntry(at, {});
    expect((await verified(log, keys)).findings).toEqual([]);
    expect(firstFinding(log, second())).toBeNull();
  }
});

it('an entry whose text is no object at all is EDITED', async () => {
  for (const text of ['null', '[]', '7', '{', '""']) {
    const log = someCopy();
    tamper(log, `update entries set text = '${text}', hash = '${leafHash(text)}' where seq = 7`);
    expect((await verified(log, keys)).findings[0]).toMatchObject({ kind: 'EDITED', from: 7 });
  }
});

it.each([
  ['has another format', 'update log set format = 2'],
  ['is another log too', "insert into log values ('another', 1)"],
  ['is another log too, which comes later', "insert into log values ('zzz', 1)"],
  ['is nothing', 'delete from log'],
])('a log that says that it %s is refused by FORMAT, to both verifiers', async (_what, attack) => {
  const log = someCopy();
  tamper(log, attack);
  const { verdict, findings } = await verified(log, keys);
  expect([verdict, findings.map(({ kind }) => kind)]).toEqual(['tampered', ['FORMAT']]);
  expect(firstFinding(log, second())).toEqual({ finding: 'FORMAT', at: null });
});

/** A copy of the log in which an entry has other members, in columns that take whatever they are given. */
function withEntry(seq: number, change: Members): string {
  const log = someCopy();
  tamper(
    log,
    'create table copy (seq integer primary key, kind, trace, time, text, hash)',
    'insert into copy select * from entries',
    'drop table entries',
    'alter table copy rename to entries',
  );
  const database = new DatabaseSync(log);
  const row = database.prepare('select text from entries where seq = ?').get(seq);
  const written = { ...(JSON.parse(String(row?.['text'])) as Members), ...change };
  const entry = Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
  const text = canonical(entry);
  database
    .prepare('update entries set trace = ?, time = ?, text = ?, hash = ? where seq = ?')
    .run(entry['trace'] as string, entry['time'] as number, text, leafHash(text), seq);
  database.close();
  return log;
}

let copies = 0;

function someCopy(): string {
  copies += 1;
  const copy = file.replace('.sqlite', `-${copies}.sqlite`);
  copyFileSync(file, copy);
  return copy;
}

function second() {
  const { d: _, ...key } = keys.signing;
  return { keys: [key], remembered: [], now: Date.now() + 300_000 };
}
