import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StoreLocation } from '../messages.ts';
import { postgresStore } from './postgres.ts';
import { postgresLogs, postgresReader } from './read-postgres.ts';
import { sqliteReader } from './read-sqlite.ts';
import { sqliteStore } from './sqlite.ts';
import type { LogReader, Store } from './store.ts';

/** The store of a log at a location, to be opened by its writer. */
export function openStore(location: StoreLocation, log: string): Store {
  return location.kind === 'sqlite' ? sqliteStore(location.file, log) : postgresStore(location.url, log);
}

/** A log at a location, to read. */
export async function openReader(location: StoreLocation, log: string): Promise<LogReader> {
  return location.kind === 'sqlite' ? sqliteReader(location.file) : postgresReader(location.url, log);
}

/** Every log at a location: `postgres://…`, the file of one log, or a folder of such files. */
export async function openReaders(location: string): Promise<readonly LogReader[]> {
  if (isPostgres(location)) {
    const logs = await postgresLogs(location);
    return Promise.all(logs.map((log) => postgresReader(location, log)));
  }
  if (!existsSync(location)) throw new Error(`there is no journal at ${location}`);
  const isFolder = statSync(location).isDirectory();
  return isFolder ? logFilesIn(location).map(sqliteReader) : [sqliteReader(location)];
}

/** Where a log of some name stands at a location as `openReaders` takes it. */
export function placeOf(location: string, log: string): StoreLocation {
  if (isPostgres(location)) return { kind: 'postgres', url: location };
  const folder = existsSync(location) && statSync(location).isDirectory() ? location : dirname(location);
  return { kind: 'sqlite', file: join(folder, `${log}.sqlite`) };
}

function isPostgres(location: string): boolean {
  return /^postgres(ql)?:\/\//.test(location);
}

function logFilesIn(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => /(?<!\.salts)\.sqlite$/.test(name));
  return names.sort().map((name) => join(folder, name));
}
