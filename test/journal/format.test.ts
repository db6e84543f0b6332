import { createCipheriv, createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { firm, tamper, writtenLog } from './logs.ts';

// A second verifier, written from gateway/journal/FORMAT.md alone and with nothing of the gateway's, in the plainest way.

describe('a log in its file', () => {
  it('is what FORMAT.md says, down to each commitment', async () => {
    const { file, keys } = await writtenLog(12);
    const key = createPublicKey({ key: { ...keys.signing }, format: 'jwk' });
    expect(problemsOf(file, key)).toEqual([]);

    const database = new DatabaseSync(file);
    const [intent, outcome] = database
      .prepare('select seq, text from entries where trace = ? order by seq')
      .all('T5');
    database.close();
    const subject = createHmac('sha256', Buffer.from(keys.subject, 'base64url')).update(firm).digest('hex');
    expect(JSON.parse(String(intent?.['text']))).toMatchObject({ kind: 'INTENT', v: 1, subjects: [subject] });
    const salts = new DatabaseSync(file.replace('.sqlite', '.salts.sqlite'));
    const row = salts.prepare('select seed from salts where seq = ?').get(Number(outcome?.['seq']));
    salts.close();
    const salt = createCipheriv('aes-256-ecb', Buffer.from(String(row?.['seed']), 'hex'), null).update(
      Buffer.alloc(16),
    );
    const committed = sha256(Buffer.from([2]), salt, Buffer.from('/enterprise/name\0"明远"'));
    expect(JSON.parse(String(outcome?.['text']))).toMatchObject({
      values: { count: 1, digest: sha256(Buffer.from([3]), committed).toString('hex') },
    });
  });

  it('is seen to be none where a byte was changed', async () => {
    const { file, keys } = await writtenLog(12);
    const key = createPublicKey({ key: { ...keys.signing }, format: 'jwk' });
    tamper(file, "update entries set text = replace(text, 'C-1', 'C-2') where seq = 3");
    expect(problemsOf(file, key)).toEqual(expect.arrayContaining(['hash of 3', 'root of 11']));
  });
});

function problemsOf(file: string, key: ReturnType<typeof createPublicKey>): readonly string[] {
  const database = new DatabaseSync(file);
  const rows = database.prepare('select seq, kind, trace, time, text, hash from entries order by seq').all();
  const checkpoints = database.prepare('select size, note from checkpoints order by size').all();
  database.close();
  const problems: string[] = [];
  const demand = (isRight: boolean, what: string) => {
    if (!isRight) problems.push(what);
  };
  const leaves: Buffer[] = [];
  let prev = sha256(Buffer.from('tongcha-journal/1\ngateway\n')).toString('hex');
  for (const [at, row] of rows.entries()) {
    const entry = JSON.parse(String(row['text'])) as Record<string, unknown>;
    const hash = sha256(Buffer.from([0]), Buffer.from(String(row['text'])));
    demand(row['hash'] === hash.toString('hex'), `hash of ${at}`);
    demand(entry['seq'] === at && row['seq'] === at && entry['log'] === 'gateway', `place of ${at}`);
    demand(entry['prev'] === prev, `tie of ${at}`);
    for (const column of ['kind', 'trace', 'time'])
      demand(entry[column] === row[column], `${column} of ${at}`);
    leaves.push(hash);
    prev = String(row['hash']);
  }
  for (const checkpoint of checkpoints) {
    const size = Number(checkpoint['size']);
    const [text = '', signatures = ''] = String(checkpoint['note']).split(/(?<=\n)\n/);
    const root = rootOver(leaves.slice(0, size)).toString('base64');
    demand(text === `tongcha/gateway\n${size}\n${root}\n`, `root of ${size}`);
    const [, name, bytes = ''] = /^— (\S+) (\S+)\n$/.exec(signatures) ?? [];
    const raw = Buffer.from(String(key.export({ format: 'jwk' }).x), 'base64url');
    const id = sha256(Buffer.from('tongcha/gateway\n\x01'), raw).subarray(0, 4);
    const signature = Buffer.from(bytes, 'base64');
    demand(name === 'tongcha/gateway' && signature.subarray(0, 4).equals(id), `key of ${size}`);
    demand(verify(null, Buffer.from(text), key, signature.subarray(4)), `signature of ${size}`);
  }
  return problems;
}

/** As RFC 6962 defines it. */
function rootOver(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (leaves.length === 1 && only) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.from([1]), rootOver(leaves.slice(0, split)), rootOver(leaves.slice(split)));
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}
