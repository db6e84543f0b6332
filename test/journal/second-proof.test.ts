import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openJournal } from '#gateway/journal/journal.ts';
import { journalKeys } from '#gateway/journal/keys.ts';
import { operation, someFolder } from './logs.ts';
import { type Entry, entryOf, leafHash, rootByPath, rootOf } from './second-proof.ts';
import { hasValues, isRight, type Receipt, showsValues } from './second-receipt.ts';

describe('the tree, written from RFC 6962', () => {
  const leaves = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ].map((leaf) => leafHash(Buffer.from(leaf, 'hex')));

  it('has the published roots', () => {
    const roots = Array.from({ length: 9 }, (_, end) => rootOf(leaves.slice(0, end)).toString('hex'));
    expect(roots).toEqual([
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]);
  });

  it('is led to by a published proof, and not from another place', () => {
    const path = [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ];
    const from = (index: number) => rootByPath(leaves[5] ?? leafHash(''), { index, size: 8, path });
    expect(from(5)).toBe(rootOf(leaves).toString('hex'));
    expect(from(4)).not.toBe(from(5));
    expect(from(8)).toBeNull();
  });
});

describe('commitments, written from FORMAT.md alone', () => {
  const datas = [
    '{"a":1,"b":{"c":[true,null,"x"]}}',
    'null',
    '{}',
    '[]',
    '"明远"',
    '{"a":[],"b":{},"c":[1,[2,{"~/":3}]]}',
    '{"list":[10,11,12,13,14,15,16,17,18,19,20,21]}',
    '{"a~":1,"a/":2,"a":3,"":4}',
    '{"\\u0000":1,"\\u0000x":{"y":2}}',
    '{"\\ud83d\\ude00":1,"\\ufb33":2,"10":3,"9":4}',
    '{"\\ud800":1,"\\ue000":"\\udfff"}',
    '{"__proto__":{"a":1},"b":1.0,"c":1e21,"d":-0,"e":12345678901234567890}',
  ];

  it('are those of the journal, whatever the data looks like', async () => {
    const { folder } = await written(...datas);
    for (const [at, data] of datas.entries()) {
      const { entry, seed } = outcome(folder, `T${at}`);
      expect(hasValues(entry, seed, JSON.parse(data)), data).toBe(true);
      expect(hasValues(entry, seed, [JSON.parse(data)]), data).toBe(false);
    }
  });
});

describe('receipts, checked from FORMAT.md alone', () => {
  const data = { enterprise: { name: '明远', staff: 97 } };

  it('are right as proved, and show all values or some', async () => {
    const { folder, key } = await written(JSON.stringify(data));
    const receipt = proved(folder);
    expect(receipt.entries.map(({ index }) => index)).toEqual([1, 2]);
    expect(isRight(receipt, [key])).toBe(true);
    const given = receipt.entries[1] ?? raise();
    expect(showsValues(given, data)).toBe(true);
    expect(showsValues(given, { enterprise: { name: '明远', staff: 98 } })).toBe(false);
    expect(showsValues(given, { enterprise: { name: '明远' } })).toBe(false);
    const [name, staff] = proved(folder, data).entries[1]?.values ?? [];
    const partly = { ...given, values: [name ?? {}, { commitment: staff?.commitment ?? '' }] };
    expect(showsValues(partly, { enterprise: { name: '明远' } })).toBe(true);
    expect(showsValues(partly, { enterprise: { name: '别的' } })).toBe(false);
    expect(showsValues(partly, data)).toBe(false);
    expect(
      showsValues({ ...given, values: [name ?? {}, name ?? {}] }, { enterprise: { name: '明远' } }),
    ).toBe(false);
  });

  it('are wrong to both verifiers where anything was changed', async () => {
    const { folder, key } = await written(JSON.stringify(data));
    const receipt = proved(folder);
    const [intent, given] = [receipt.entries[0] ?? raise(), receipt.entries[1] ?? raise()];
    const changed: Receipt[] = [
      { ...receipt, entries: [{ ...intent, text: intent.text.replace('clerk', 'klerk') }] },
      { ...receipt, entries: [{ ...intent, index: 2 }] },
      { ...receipt, entries: [{ ...intent, path: given.path }] },
      { ...receipt, entries: [{ ...intent, path: intent.path.slice(1) }] },
      { ...receipt, entries: [{ ...intent, path: [...intent.path, ...intent.path.slice(0, 1)] }] },
      { ...receipt, entries: [] },
      { ...receipt, format: 'tongcha-receipt/2' },
      { ...receipt, log: 'other' },
      { ...receipt, checkpoint: receipt.checkpoint.replace('\n4\n', '\n5\n') },
    ];
    for (const each of [receipt, { ...receipt, entries: [given] }])
      expect([isRight(each, [key]), isAccepted(folder, each)]).toEqual([true, true]);
    for (const each of changed) {
      expect(each).not.toEqual(receipt);
      expect([isRight(each, [key]), isAccepted(folder, each)]).toEqual([false, false]);
    }
  }, 60_000);
});

/** A closed log of one operation for each answer's data, and the public key. */
async function written(...datas: readonly string[]) {
  const folder = someFolder();
  const keys = journalKeys(join(folder, 'keys'));
  const store = { kind: 'sqlite', file: join(folder, 'gateway.sqlite') } as const;
  const journal = await openJournal({ store, log: 'gateway', keys });
  const entries = datas.flatMap((data, at) => operation(`T${at}`, data));
  await Promise.all(entries.map((entry) => journal.append(entry)));
  await journal.close();
  const file = readFileSync(join(folder, 'keys', 'journal-signing.jwk.json'), 'utf8');
  const { d: _, ...key } = JSON.parse(file) as JsonWebKey;
  writeFileSync(join(folder, 'public.jwk.json'), JSON.stringify(key));
  return { folder, key };
}

/** The OUTCOME of a trace and the seed of its salts. */
function outcome(folder: string, trace: string): { readonly entry: Entry; readonly seed: string } {
  const log = new DatabaseSync(join(folder, 'gateway.sqlite'), { readOnly: true });
  log.exec(`attach '${join(folder, 'gateway.salts.sqlite')}' as beside`);
  const query = "select text, seed from entries join salts using (seq) where kind = 'OUTCOME' and trace = ?";
  const row = log.prepare(query).get(trace);
  log.close();
  return { entry: entryOf(String(row?.['text'])) ?? raise(), seed: String(row?.['seed']) };
}

/** A receipt for the operation, with the place of each value if its data is given. */
function proved(folder: string, data?: unknown): Receipt {
  const answer = join(folder, 'answer.json');
  writeFileSync(answer, JSON.stringify(data ?? null));
  const values = data === undefined ? [] : ['--values', answer];
  const { stdout } = journal('prove', 'T0', '--store', folder, '--keys', join(folder, 'keys'), ...values);
  return JSON.parse(stdout) as Receipt;
}

function isAccepted(folder: string, receipt: Receipt): boolean {
  const file = join(folder, 'receipt.json');
  writeFileSync(file, JSON.stringify(receipt));
  return journal('verify-receipt', file, '--public-key', join(folder, 'public.jwk.json')).status === 0;
}

function journal(...command: readonly string[]) {
  return spawnSync(process.execPath, ['gateway/journal/main.ts', ...command], { encoding: 'utf8' });
}

function raise(): never {
  throw new Error('the receipt lacks an entry');
}
