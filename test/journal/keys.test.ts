import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { journalKeys, keysOf } from '#gateway/journal/keys.ts';
import { someFolder, someKeys } from './logs.ts';

describe('the keys of a journal', () => {
  it('are made once and kept, for their owner alone', () => {
    const folder = join(someFolder(), 'keys');
    const made = journalKeys(folder);
    expect(journalKeys(folder)).toEqual(made);
    expect(statSync(join(folder, 'journal-signing.jwk.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'journal-subject.jwk.json')).mode & 0o777).toBe(0o600);
  });

  it('are the same for all that come at once', async () => {
    const folder = join(someFolder(), 'keys');
    const source = `
      const { parentPort, workerData } = require('node:worker_threads');
      import(workerData.module).then(({ journalKeys }) => parentPort.postMessage(journalKeys(workerData.folder).subject));`;
    const module = import.meta.resolve('#gateway/journal/keys.ts');
    const workers = Array.from(
      { length: 6 },
      () => new Worker(source, { eval: true, workerData: { module, folder } }),
    );
    const subjects = await Promise.all(
      workers.map(
        (worker) =>
          new Promise((resolve, reject) => {
            worker.once('message', resolve).once('error', reject);
          }),
      ),
    );
    expect(new Set(subjects)).toEqual(new Set([journalKeys(folder).subject]));
  });

  it('are refused where they are missing or of another kind', () => {
    const { signing } = someKeys();
    const { d: _private, ...open } = signing;
    const subject = { kty: 'oct', k: 'AAAA' };
    expect(() => journalKeys(someFolder(), { missing: 'fail' })).toThrow('journal-signing.jwk.json');
    expect(() => keysOf(open, subject)).toThrow('must be an Ed25519 private JWK');
    expect(() => keysOf(signing, subject)).toThrow('at least 32 bytes');
  });
});
