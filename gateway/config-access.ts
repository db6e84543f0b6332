import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { StoreLocation } from './journal/messages.ts';

/** Where policy, cases, records and counts are kept. */
export type AccessConfig = {
  /** The folder of matters, roles, guard and quotas. */
  readonly policyFolder: string;
  /** The register of cases; without one no case is known. */
  readonly casesUrl?: string;
  readonly journal: {
    /** A folder with one SQLite file for each process, or a PostgreSQL database. */
    readonly store: string;
    readonly keysFolder: string;
    /** Names this gateway among those that share a store. */
    readonly instance: string;
  };
  /** Where uses are counted together; without it each process counts alone. */
  readonly redisUrl?: string;
};

type Told = {
  readonly mode: 'development' | 'production';
  readonly open: boolean;
  readonly stateFolder: string;
  readonly house: string;
};

/** Reads what concerns access from the environment; adds what is wrong with it to `problems`. */
export function readAccessConfig(
  environment: Readonly<Record<string, string | undefined>>,
  { mode, open, stateFolder, house }: Told,
  problems: string[],
): AccessConfig {
  const policyFolder = resolve(environment['TONGCHA_POLICY'] ?? join(house, 'schema/policy'));
  const casesUrl = environment['TONGCHA_CASES_URL'] || undefined;
  const redisUrl = environment['TONGCHA_REDIS_URL'] || undefined;
  const store = environment['TONGCHA_JOURNAL'] || join(stateFolder, 'journal');
  const keysFolder = resolve(environment['TONGCHA_JOURNAL_KEYS'] || join(stateFolder, 'journal-keys'));
  const instance = environment['TONGCHA_INSTANCE'] || 'gateway';
  if (!open && !existsSync(policyFolder)) problems.push(`TONGCHA_POLICY: no folder ${policyFolder}`);
  if (casesUrl !== undefined && !isHttp(casesUrl))
    problems.push(`TONGCHA_CASES_URL: "${casesUrl}" must be an http URL`);
  if (redisUrl !== undefined && !/^redis(s|-sentinel|-cluster)?:\/\//.test(redisUrl))
    problems.push(
      'TONGCHA_REDIS_URL: must begin with redis://, rediss://, redis-sentinel:// or redis-cluster://',
    );
  if (!/^[a-z0-9][a-z0-9._-]{0,40}$/.test(instance))
    problems.push(`TONGCHA_INSTANCE: "${instance}" must be 1 to 41 small letters, digits, ".", "_" or "-"`);
  if (mode === 'production' && !existsSync(join(keysFolder, 'journal-signing.jwk.json')))
    problems.push(
      `TONGCHA_JOURNAL_KEYS: needed in production, a folder with journal-signing.jwk.json and journal-subject.jwk.json; there are none in ${keysFolder}`,
    );
  return {
    policyFolder,
    ...(casesUrl && { casesUrl }),
    journal: { store, keysFolder, instance },
    ...(redisUrl && { redisUrl }),
  };
}

/** Where one process keeps its log; each has its own. */
export function journalOf(
  { journal }: AccessConfig,
  worker: number | null,
): { store: StoreLocation; log: string } {
  const log = worker === null ? journal.instance : `${journal.instance}-${worker}`;
  const store: StoreLocation = /^postgres(ql)?:\/\//.test(journal.store)
    ? { kind: 'postgres', url: journal.store }
    : { kind: 'sqlite', file: join(resolve(journal.store), `${log}.sqlite`) };
  return { store, log };
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
