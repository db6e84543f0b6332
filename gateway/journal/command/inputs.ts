import { existsSync, readFileSync } from 'node:fs';
import { type JournalKeys, journalKeys, readJwk } from '../keys.ts';
import { openReaders } from '../store/open.ts';
import type { LogReader } from '../store/store.ts';
import type { Common } from './arguments.ts';
import { Unusable } from './unusable.ts';

/** Runs work over the logs that were asked for, and closes them. */
export async function withLogs<T>(
  { store, log }: Pick<Common, 'store' | 'log'>,
  work: (logs: readonly LogReader[]) => Promise<T>,
): Promise<T> {
  const all = await openReaders(store).catch((error: Error) => {
    throw new Unusable(`${error.message} (--store)`);
  });
  try {
    const logs = all.filter((reader) => log === null || reader.log === log);
    if (logs.length === 0)
      throw new Unusable(`there is no log${log === null ? '' : ` ${log}`} in ${store} (--store, --log)`);
    return await work(logs);
  } finally {
    for (const reader of all) await reader.close();
  }
}

/** The journal's own keys, to sign and to know subjects by. */
export function ownKeys({ keysFolder }: Pick<Common, 'keysFolder'>): JournalKeys {
  try {
    return journalKeys(keysFolder, { missing: 'fail' });
  } catch (error) {
    throw new Unusable(
      `the keys of the journal can't be read from ${keysFolder} (--keys): ${(error as Error).message}`,
    );
  }
}

/** All keys that may have signed: of the file named, which holds a JWK or a set of them, or of the folder. */
export function publicKeys(common: Pick<Common, 'keysFolder' | 'publicKeyFile'>): readonly JsonWebKey[] {
  const { publicKeyFile } = common;
  if (publicKeyFile === null) {
    const keys = ownKeys(common);
    return [keys.signing, ...keys.retired.signing];
  }
  const read = readFile(publicKeyFile, () => readJwk(publicKeyFile)) as JsonWebKey & {
    readonly keys?: unknown;
  };
  const keys = (Array.isArray(read.keys) ? read.keys : [read]) as readonly JsonWebKey[];
  if (keys.every(({ kty, crv, x }) => kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string'))
    return keys;
  throw new Unusable(`${publicKeyFile} must hold an Ed25519 public key as a JWK, or a set of them`);
}

/** The data of an answer from a file that has it, alone or as GraphQL answers: under "data". */
export function answerData(file: string | null): unknown {
  if (file === null) return undefined;
  const value = readFile(file, () => JSON.parse(readFileSync(file, 'utf8')) as unknown);
  const isAnswer = typeof value === 'object' && value !== null && 'data' in value;
  return isAnswer ? value.data : value;
}

/** The checkpoints in files, each of which may hold several notes one after the other. */
export function notesIn(files: readonly string[]): readonly string[] {
  return files.flatMap((file) => {
    const text = readFile(file, () => readFileSync(file, 'utf8'));
    const notes = text.match(/[^\n]+\n\d+\n[^\n]+\n(?:[^\n]+\n)*\n(?:— [^\n]+\n)+/gu) ?? [];
    if (notes.length === 0) throw new Unusable(`${file} holds no checkpoint (--remembered)`);
    return notes;
  });
}

/** Reads a text file. */
export function textOf(file: string): string {
  return readFile(file, () => readFileSync(file, 'utf8'));
}

function readFile<T>(file: string, read: () => T): T {
  if (!existsSync(file)) throw new Unusable(`there is no file ${file}`);
  try {
    return read();
  } catch (error) {
    throw new Unusable(`${file} can't be read: ${(error as Error).name}`);
  }
}
