import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Journal, openJournal } from '#gateway/journal/journal.ts';
import { type JournalKeys, journalKeys } from '#gateway/journal/keys.ts';
import { firm, operation, someFolder, someJournal, tamper } from './logs.ts';

// Two logs in one folder, "one" closed and "two" open; the command runs as it is called.

const data = { enterprise: { name: '明远', staff: 97 } };
let folder = '';
let keys: JournalKeys;
let one: string;
let two: Journal;
beforeEach(async () => {
  folder = someFolder();
  keys = journalKeys(join(folder, 'keys'));
  one = join(folder, 'one.sqlite');
  const first = await openJournal({ store: { kind: 'sqlite', file: one }, log: 'one', keys });
  for (const entry of operation('T1', JSON.stringify(data))) await first.append(entry);
  await first.close();
  two = await someJournal({ store: { kind: 'sqlite', file: join(folder, 'two.sqlite') }, log: 'two', keys });
  const [intent, outcome] = operation('T2');
  await two.append({
    ...intent,
    body: { ...intent.body, departments: ['tax'], caller: { subject: 'clerk-1', name: '测试员' } },
  });
  await two.append({ ...outcome, body: { ...outcome.body, departments: [{ department: 'population' }] } });
});

describe('journal verify', () => {
  it('says that all logs are intact, whether they are being written or not', () => {
    const { status, stdout } = command('verify');
    expect(stdout).toMatch(/^one: intact \(4 entries, 2 checkpoints\)\ntwo: intact \(3 entries, /);
    expect(status).toBe(0);
  });

  it('names the first wrong row', () => {
    tamper(one, "update entries set text = replace(text, 'clerk-1', 'clerk-2') where seq = 1");
    const { status, stdout } = command('verify');
    expect(stdout).toContain('one: tampered');
    expect(stdout).toContain('EDITED at entry 1: its text does not have its hash');
    expect(stdout).toContain('two: intact');
    expect(status).toBe(1);
    expect(JSON.parse(command('verify', '--json', '--log', 'one').stdout)).toMatchObject([
      { verdict: 'tampered' },
    ]);
  });

  it('finds a tail that is gone, and a log that is gone, against checkpoints that were kept', () => {
    const kept = join(folder, 'kept.txt');
    writeFileSync(kept, command('witness').stdout);
    expect(command('verify', '--remembered', kept).status).toBe(0);
    tamper(
      one,
      'delete from entries where seq > 0',
      'delete from checkpoints where size > 1',
      'delete from subjects',
    );
    expect(command('verify').status).toBe(0);
    const cut = command('verify', '--remembered', kept);
    expect([cut.status, cut.stdout]).toEqual([1, expect.stringContaining('CUT somewhere in entries 1 to 3')]);
    renameSync(one, join(folder, 'elsewhere'));
    const gone = command('verify', '--remembered', kept);
    expect([gone.status, gone.stdout]).toEqual([
      1,
      expect.stringContaining('a log that was remembered is not there'),
    ]);
  });

  it('knows keys that were retired, and says where one is not known', async () => {
    const retired = join(folder, 'keys', 'retired');
    mkdirSync(retired);
    renameSync(join(folder, 'keys', 'journal-signing.jwk.json'), join(retired, 'first.jwk.json'));
    const fresh = journalKeys(join(folder, 'keys'));
    const again = await openJournal({ store: { kind: 'sqlite', file: one }, log: 'one', keys: fresh });
    await again.close();
    expect(command('verify').status).toBe(0);
    const newest = join(folder, 'public.jwk.json');
    const { kty, crv, x } = fresh.signing;
    writeFileSync(newest, JSON.stringify({ kty, crv, x }));
    const { status, stdout } = command('verify', '--log', 'one', '--public-key', newest);
    expect([status, stdout]).toEqual([3, expect.stringContaining('UNKNOWN_KEY')]);
  });
});

describe('journal prove and verify-receipt', () => {
  it('make and check a receipt without the log, by the public key alone', () => {
    const { receipt, publicKey, answer } = proved();
    const check = (...more: readonly string[]) =>
      command('verify-receipt', receipt, '--public-key', publicKey, ...more);
    expect(check().stdout).toContain('the receipt is right: INTENT one 1, OUTCOME one 2');
    expect(check('--values', answer).stdout).toContain('2 values are those that were given');
    writeFileSync(answer, JSON.stringify({ data: { enterprise: { name: '明远', staff: 98 } } }));
    const wrong = check('--values', answer);
    expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringContaining('the values are not those')]);
  });

  it('let a value be hidden behind its commitment', () => {
    const { publicKey, answer } = proved();
    const receipt = JSON.parse(command('prove', 'T1', '--values', answer).stdout) as {
      entries: { values?: { path: string; salt: string; commitment: string }[] }[];
    };
    const [name, staff] = receipt.entries[1]?.values ?? [];
    expect([name?.path, staff?.path]).toEqual(['/enterprise/name', '/enterprise/staff']);
    const partly = {
      ...receipt,
      entries: [
        receipt.entries[0],
        { ...receipt.entries[1], values: [name, { commitment: staff?.commitment }] },
      ],
    };
    const file = join(folder, 'partly.json');
    writeFileSync(file, JSON.stringify(partly));
    const check = () => command('verify-receipt', file, '--public-key', publicKey, '--values', answer);
    writeFileSync(answer, JSON.stringify({ enterprise: { name: '明远' } }));
    expect([check().status, check().stdout]).toEqual([0, expect.stringContaining('1 values are')]);
    writeFileSync(answer, JSON.stringify({ enterprise: { name: '别的' } }));
    expect([check().status, check().stderr]).toEqual([
      1,
      expect.stringContaining('/enterprise/name was given another value'),
    ]);
    writeFileSync(answer, JSON.stringify(data));
    expect([check().status, check().stderr]).toEqual([1, expect.stringContaining('opens /enterprise/staff')]);
  });

  it('refuse a receipt whose entry, path or key was changed', () => {
    const { receipt, publicKey } = proved();
    const original = readFileSync(receipt, 'utf8');
    const after = (from: string | RegExp, to: string) => {
      writeFileSync(receipt, original.replace(from, to));
      return command('verify-receipt', receipt, '--public-key', publicKey).status;
    };
    expect(after('clerk-1', 'clerk-2')).toBe(1);
    expect(after(/"path": \[\s*"../, '"path": ["00')).toBe(1);
    expect(after('"index": 1', '"index": 2')).toBe(1);
    expect(after(/\\n4\\n/, '\\n5\\n')).toBe(1);
    expect(after('"entries"', '"others"')).toBe(70);
    writeFileSync(publicKey, JSON.stringify(journalKeys(join(folder, 'others')).signing));
    expect(after('', '')).toBe(3);
  });

  it('show no value once its salts were deleted, while the log stays whole', () => {
    tamper(join(folder, 'one.salts.sqlite'), 'delete from salts');
    const { receipt, publicKey, answer } = proved();
    expect(command('verify-receipt', receipt, '--public-key', publicKey).status).toBe(0);
    const shown = command('verify-receipt', receipt, '--public-key', publicKey, '--values', answer);
    expect([shown.status, shown.stderr]).toEqual([1, expect.stringContaining('does not open the 2 values')]);
    expect(command('verify').status).toBe(0);
  });

  it('say that a trace is not recorded, or not covered by a checkpoint yet', () => {
    expect([command('prove', 'T9').status, command('prove', 'T2').status]).toEqual([2, 2]);
    expect(command('prove', 'T2').stderr).toContain('no checkpoint covers its entries yet');
  });
});

describe('journal explain and who-saw', () => {
  it('tell who asked what for which matter, in both languages', () => {
    expect(command('explain', 'T1').stdout).toMatch(
      /^\d{4}-.{18}\+08:00 {2}clerk-1 asked for the matter water-permit, case C-1\n {2}asked of: water\n {2}in the clear: Enterprise\.name\n {2}outcome: answered\n {2}departments: water answered\n {2}2 values committed to\n {2}recorded at: one 1 · one 2\n$/,
    );
    expect(command('explain', 'T2', '--lang', 'zh').stdout).toContain(
      '测试员 (clerk-1) 为事项 water-permit(办件 C-1)提出查询',
    );
    expect(command('explain', 'T9').status).toBe(2);
  });

  it('find by a subject, newest first, from all logs', () => {
    const { stdout } = command('who-saw', firm, '--json');
    const traces = (JSON.parse(stdout) as { intent: { trace: string } }[]).map(({ intent }) => intent.trace);
    expect(traces).toEqual(['T2', 'T1']);
    expect(command('who-saw', '92330199MA2TC00291')).toMatchObject({ status: 0, stdout: '' });
  });

  it('show a department only what it was asked for or is a source of', () => {
    expect(['water', 'tax', 'population', 'education'].map(seenBy)).toEqual([1, 1, 1, 0]);
  });

  it('are recorded themselves, subjects as hashes, in a log that verifies too', async () => {
    command('who-saw', firm, '--as-department', 'tax');
    command('explain', 'T1');
    const reads = await openJournal({
      store: { kind: 'sqlite', file: join(folder, 'reads.sqlite') },
      log: 'reads',
      keys,
    });
    const [second, first] = await reads.find({ kind: 'READ' });
    const [found] = await reads.find({ subject: firm });
    await reads.close();
    expect(first?.body).toMatchObject({
      command: 'who-saw',
      department: 'tax',
      found: 1,
      logs: ['one', 'two'],
    });
    expect(second).toMatchObject({ trace: 'T1', body: { command: 'explain', found: 1 } });
    expect(found?.hash).toBe(first?.hash);
    expect(command('verify').stdout).toContain('reads: intact');
  });

  it('show nothing where their reading can not be recorded', async () => {
    mkdirSync(join(folder, 'reads.sqlite'));
    const { status, stdout, stderr } = command('explain', 'T1', '--store', one);
    expect([status, stdout]).toEqual([70, '']);
    expect(stderr).toContain("the reading can't be recorded, so nothing is shown");
  });
});

describe('wrong use', () => {
  it.each([
    [[], 'say what to do'],
    [['prove'], '"prove" needs a trace'],
    [['verify', 'T1'], 'takes no further word'],
    [['destroy'], 'there is no "destroy"'],
    [['explain', 'T1', '--lang', 'fr'], '--lang is en or zh'],
  ])('%j ends with 64 and says what is wrong', (words, told) => {
    const { status, stderr } = command(...words);
    expect([status, stderr]).toEqual([64, expect.stringContaining(told)]);
  });

  it('says where there is no journal', () => {
    expect(command('verify', '--store', join(folder, 'nowhere'))).toMatchObject({ status: 70 });
  });
});

/** A receipt for T1, the public key in a file, and the answer in another. */
function proved(): { receipt: string; publicKey: string; answer: string } {
  const [receipt, publicKey, answer] = ['receipt', 'public', 'answer'].map((name) =>
    join(folder, `${name}.json`),
  );
  if (!receipt || !publicKey || !answer) throw new Error('no names');
  const { kty, crv, x } = keys.signing;
  writeFileSync(receipt, command('prove', 'T1').stdout);
  writeFileSync(publicKey, JSON.stringify({ kty, crv, x }));
  writeFileSync(answer, JSON.stringify({ data }));
  return { receipt, publicKey, answer };
}

function command(...words: readonly string[]) {
  const main = join(import.meta.dirname, '../../gateway/journal/main.ts');
  const usual = ['--store', folder, '--keys', join(folder, 'keys')];
  return spawnSync(process.execPath, [main, ...usual, ...words], { encoding: 'utf8', cwd: folder });
}

/** How many operations a department is shown. */
function seenBy(department: string): number {
  return command('who-saw', firm, '--as-department', department).stdout.match(/\+08:00/g)?.length ?? 0;
}
