import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExecutionResult, graphql } from 'graphql';
import { expect } from 'vitest';
import type { Caller } from '#subgraphs/toolkit/caller.ts';
import type { Context } from '#subgraphs/toolkit/context.ts';
import { type Database, openDatabase, type StoredRow, writeRegister } from '#subgraphs/toolkit/database.ts';
import type { Department } from '#subgraphs/toolkit/department.ts';
import { recordsFor } from '#subgraphs/toolkit/records.ts';

/** A register of a department, asked without gateway and network. Ended with `close()`. */
export type Register = {
  readonly database: Database;
  /** One request with records of its own: the answer as it is, errors included. */
  readonly ask: (source: string, variables?: Variables) => Promise<ExecutionResult>;
  /** The data of a request that must go without errors. */
  readonly dataOf: <T = Record<string, unknown>>(source: string, variables?: Variables) => Promise<T>;
  /** What some work gives, and how many register calls it took. */
  readonly counted: <T>(work: () => Promise<T>) => Promise<readonly [result: T, calls: number]>;
  /** All rows of a table, as they are kept. */
  readonly rows: (table: string) => Promise<StoredRow[]>;
  readonly close: () => Promise<void>;
};

export type Variables = { readonly [name: string]: unknown };

/** Writes the rows to a new SQLite register in a folder of its own, which goes when it is closed. */
export async function seededRegister(
  department: Department,
  rows: Iterable<readonly [string, object]>,
): Promise<Register> {
  const folder = mkdtempSync(join(tmpdir(), `tongcha-${department.name}-`));
  const location = join(folder, 'register.sqlite');
  await writeRegister(location, department.tables, rows);
  const register = openRegister(department, location);
  const close = () => register.close().finally(() => rmSync(folder, { recursive: true }));
  return { ...register, close };
}

/** Opens the register that is at a location, whatever it holds. */
export function openRegister(department: Department, location: string): Register {
  const database = openDatabase(location);
  const caller: Caller = {
    subject: 'test',
    org: null,
    dept: null,
    roles: [],
    region: null,
    level: 'L1',
    matter: null,
    case: null,
    caseStanding: null,
    verdict: null,
  };
  const register: Register = {
    database,
    ask(source, variableValues = {}) {
      const contextValue: Context = { records: recordsFor(database, department), caller };
      return graphql({ schema: department.schema, source, variableValues, contextValue });
    },
    async dataOf<T>(source: string, variables?: Variables) {
      const { data, errors } = await register.ask(source, variables);
      expect(errors).toBeUndefined();
      return data as T;
    },
    async counted(work) {
      const before = database.calls();
      const result = await work();
      return [result, database.calls() - before];
    },
    rows: (table) => database.kysely.selectFrom(table).selectAll().execute(),
    close: () => database.close(),
  };
  return register;
}
