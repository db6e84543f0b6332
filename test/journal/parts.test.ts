import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkReceipt } from '#gateway/journal/check-receipt.ts';
import { readArguments } from '#gateway/journal/command/arguments.ts';
import { openJournal } from '#gateway/journal/journal.ts';
import { type JournalKeys, journalKeys } from '#gateway/journal/keys.ts';
import { type Proved, prove } from '#gateway/journal/prove.ts';
import type { Receipt } from '#gateway/journal/receipt.ts';
import { sqliteReader } from '#gateway/journal/store/read-sqlite.ts';
import { operation, someFolder } from './logs.ts';

// One trace of three operations, as a batch leaves it: INTENTs at 1, 3, 5, OUTCOMEs at 2, 4, 6. Parts 1 and 2 were answered alike.

const one = { name: '明远' };
const two = { name: '山水', staff: 97 };
let folder = '';
let keys: JournalKeys;

beforeEach(async () => {
  folder = someFolder();
  keys = journalKeys(join(folder, 'keys'));
  const store = { kind: 'sqlite', file: join(folder, 'gateway.sqlite') } as const;
  const journal = await openJournal({ store, log: 'gateway', keys });
  for (const [part, answer] of [one, two, two].entries())
    for (const entry of operation('T1', JSON.stringify(answer))) await journal.append({ ...entry, part });
  await journal.close();
});

describe('a receipt for a trace of several operations', () => {
  it('is right with the answer of any of them, and tells which entries that opens', async () => {
    const receipt = await receiptOf(null);
    expect(check(receipt, undefined)).toMatchObject({ kind: 'right', opened: [], unopened: [] });
    expect(check(receipt, one)).toMatchObject({
      kind: 'right',
      valuesShown: 1,
      opened: [2],
      unopened: [4, 6],
    });
    expect(check(receipt, two)).toMatchObject({
      kind: 'right',
      valuesShown: 2,
      opened: [4, 6],
      unopened: [2],
    });
  });

  it('is wrong with an answer of none of them', async () => {
    expect(check(await receiptOf(null), { name: '别的' })).toEqual({
      kind: 'wrong',
      what: 'the values are not those that were given in any of the entries 2, 4, 6',
    });
  });

  it('is wrong with the answer of another part than is asked for, and without that part', async () => {
    const receipt = await receiptOf(null);
    expect(check(receipt, one, 0)).toMatchObject({ opened: [2], unopened: [4, 6] });
    expect(check(receipt, two, 2)).toMatchObject({ opened: [6], unopened: [2, 4] });
    const notGiven = 'the values are not those that were given';
    expect(check(receipt, one, 1)).toEqual({ kind: 'wrong', what: notGiven });
    expect(check(receipt, undefined, 3)).toEqual({ kind: 'wrong', what: 'it has no entry of part 3' });
  });

  it('names the place of each value in the entries that were answered so, and of no others', async () => {
    const receipt = await receiptOf(null, one);
    const paths = receipt.entries.map(({ values }) => values?.map((value) => 'path' in value && value.path));
    expect(paths.filter(Boolean)).toEqual([['/name'], [false, false], [false, false]]);
    expect(check(receipt, one)).toMatchObject({ kind: 'right', opened: [2] });
    expect(check(receipt, two)).toMatchObject({ kind: 'right', opened: [4, 6] });
  });
});

describe('a receipt for one part of a trace', () => {
  it('holds the entries of that one alone', async () => {
    const receipts = await Promise.all([0, 1, 2].map((part) => receiptOf(part)));
    expect(receipts.map(({ entries }) => entries.map(({ index }) => index))).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(check(receipts[1], two)).toMatchObject({ opened: [4], unopened: [] });
  });

  it('is not made where there is no such part', async () => {
    expect(await proved(3)).toEqual({ kind: 'not recorded' });
  });

  it('is made and checked by the command', () => {
    const [receipt, answer] = [join(folder, 'receipt.json'), join(folder, 'answer.json')];
    writeFileSync(answer, JSON.stringify({ data: two }));
    writeFileSync(receipt, command('prove', 'T1').stdout);
    expect(command('verify-receipt', receipt, '--values', answer, '--part', '1').stdout).toContain(
      '; 2 values are those that were given in entry 4; not opened by them: entries 2, 6\n',
    );
    const { status, stderr } = command('prove', 'T1', '--part', '3');
    expect([status, stderr]).toEqual([2, 'no log has entries of T1, part 3\n']);
  });

  it.each(['-1', '1.5', 'x', ''])('is not made of part "%s"', (part) => {
    const problem = '--part is a whole number';
    expect(readArguments(['prove', 'T1', `--part=${part}`])).toEqual({ kind: 'wrong', problem });
  });
});

async function proved(part: number | null, data?: unknown): Promise<Proved> {
  const reader = sqliteReader(join(folder, 'gateway.sqlite'));
  try {
    return await prove(reader, { trace: 'T1', part }, data);
  } finally {
    await reader.close();
  }
}

async function receiptOf(part: number | null, data?: unknown): Promise<Receipt> {
  const made = await proved(part, data);
  if (made.kind !== 'receipt') throw new Error(made.kind);
  return made.receipt;
}

function check(receipt: Receipt | undefined, data: unknown, part: number | null = null) {
  if (!receipt) throw new Error('there is no receipt');
  return checkReceipt(receipt, { keys: [keys.signing], data, part });
}

function command(...words: readonly string[]) {
  const main = join(import.meta.dirname, '../../gateway/journal/main.ts');
  const usual = ['--store', folder, '--keys', join(folder, 'keys')];
  return spawnSync(process.execPath, [main, ...usual, ...words], { encoding: 'utf8', cwd: folder });
}
