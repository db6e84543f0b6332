import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { createTables, type Database, openDatabase, type Value } from '#subgraphs/toolkit/database.ts';
import type { Department } from '#subgraphs/toolkit/department.ts';
import type { Table } from '#subgraphs/toolkit/table.ts';
import type { Modes } from './arguments.ts';
import { type CsvRecord, recordsOf } from './csv.ts';
import { type Mapping, type Rule, readMapping } from './mapping.ts';
import { openStaging, type Staged, type Staging } from './staging.ts';
import { Unusable } from './unusable.ts';

/** What to load, and where. */
export type Load = Modes & {
  readonly department: Department;
  /** Where the department's register is: a file, or postgres://… */
  readonly location: string;
  readonly csv: string;
  readonly mapping: string;
};

/** Why a row was refused; `column` is the file's, and absent when the whole row is meant. */
export type Refusal = { readonly line: number; readonly column?: string; readonly reason: string };

/** Told of what happens while it happens. */
export type Listener = {
  refused(refusal: Refusal): void;
  progress(bytes: number, totalBytes: number): void;
};

/** Rows read from the file, written to the register (with `dryRun`: that would have been) and refused. */
export type Summary = {
  readonly table: string;
  readonly read: number;
  readonly written: number;
  readonly refused: number;
};

/**
 * Loads a CSV file into one table of a department's register, in one transaction: with any refused row nothing is
 * written, unless `acceptRefused`. Memory stays the same whatever the file's size. Throws Unusable when the mapping or
 * the file can't be used at all; any other error is the register's, and nothing has been written then.
 */
export async function loadTable(load: Load, listener: Listener): Promise<Summary> {
  const mapping = readMapping(load.mapping, load.department);
  const totalBytes = sizeOf(load.csv);
  const register = openRegister(load);
  try {
    const transaction = await register.database.kysely.startTransaction().execute();
    try {
      await createTables({ ...register.database, kysely: transaction }, load.department.tables);
      const staging = await openStaging(transaction, mapping.table, tableOf(load, mapping));
      const records = recordsOf(load.csv, (bytes) => listener.progress(bytes, totalBytes));
      const { read, refused } = await stage(records, { mapping, staging, listener });
      const held = load.replace ? 0 : await refuseHeld(staging, listener);
      const summary = { table: mapping.table, read, refused: refused + held };
      const isGood = summary.refused === 0 || load.acceptRefused;
      if (isGood && !load.dryRun) {
        if (load.replace) await transaction.deleteFrom(mapping.table).execute();
        await staging.move();
        await transaction.commit().execute();
      }
      return { ...summary, written: isGood ? read - summary.refused : 0 };
    } finally {
      if (!transaction.isCommitted) await transaction.rollback().execute();
      register.isWritten = transaction.isCommitted;
    }
  } finally {
    await close(register, load.location);
  }
}

const rowsPerBatch = 500;

function sizeOf(csv: string): number {
  try {
    const found = statSync(csv);
    if (found.isFile()) return found.size;
  } catch (error) {
    throw new Unusable([`${csv}: can't be read (${(error as NodeJS.ErrnoException).code})`]);
  }
  throw new Unusable([`${csv}: is no file`]);
}

type Register = { readonly database: Database; readonly isNew: boolean; isWritten: boolean };

function openRegister({ location, dryRun }: Load): Register {
  const isNew = !location.includes('://') && !existsSync(location);
  if (isNew && !dryRun) mkdirSync(dirname(location), { recursive: true });
  return { database: openDatabase(isNew && dryRun ? ':memory:' : location), isNew, isWritten: false };
}

/** A register that wasn't there before a load that wrote nothing isn't there after it: seeding asks whether it exists. */
async function close({ database, isNew, isWritten }: Register, location: string): Promise<void> {
  await database.close();
  if (isNew && !isWritten) rmSync(location, { force: true });
}

function tableOf({ department }: Load, { table }: Mapping): Table {
  const found = department.tables[table];
  if (!found) throw new Error(`no table ${table}`);
  return found;
}

type Stage = { readonly mapping: Mapping; readonly staging: Staging; readonly listener: Listener };

/** Checks every row and stages the good ones, batch by batch. */
async function stage(records: AsyncGenerator<CsvRecord>, { mapping, staging, listener }: Stage) {
  const header = await records.next();
  if (header.done) throw new Unusable(['the file is empty: it has not even a header']);
  const sources = sourcesOf(header.value.cells, mapping);
  const width = header.value.cells.length;
  let read = 0;
  let refused = 0;
  let batch: Staged[] = [];
  const flush = async () => {
    for (const { line, firstLine } of await staging.add(batch)) {
      listener.refused({ line, reason: `has the same key as line ${firstLine}` });
      refused += 1;
    }
    batch = [];
  };
  for await (const record of records) {
    read += 1;
    const checked = checkRow(record, sources, width);
    if (checked.kind === 'row') batch.push(checked.staged);
    else {
      refused += 1;
      checked.refusals.forEach((refusal) => listener.refused(refusal));
    }
    if (batch.length >= rowsPerBatch) await flush();
  }
  await flush();
  return { read, refused };
}

type Source = { readonly rule: Rule; readonly position: number | null };

/** Where in a row each rule finds its cell. Throws one Unusable that lists all columns which are missing or ambiguous. */
function sourcesOf(header: readonly string[], { rules }: Mapping): readonly Source[] {
  const names = header.map((name) => name.trim());
  const wanted = [...new Set(rules.flatMap(({ source }) => (source === null ? [] : [source])))];
  const missing = wanted.filter((name) => !names.includes(name));
  const twice = wanted.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  const problems = [
    ...(missing.length > 0
      ? [`the file has no column ${missing.join(', ')}; it has ${names.join(', ')}`]
      : []),
    ...(twice.length > 0 ? [`the file has more than one column ${twice.join(', ')}`] : []),
  ];
  if (problems.length > 0) throw new Unusable(problems);
  return rules.map((rule) => ({ rule, position: rule.source === null ? null : names.indexOf(rule.source) }));
}

type Checked =
  | { readonly kind: 'row'; readonly staged: Staged }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

function checkRow({ line, cells }: CsvRecord, sources: readonly Source[], width: number): Checked {
  if (cells.length !== width) {
    const reason = `has ${cells.length} columns where the header has ${width}`;
    return { kind: 'refused', refusals: [{ line, reason }] };
  }
  const row: Record<string, Value> = {};
  const refusals: Refusal[] = [];
  for (const { rule, position } of sources) {
    const reading = rule.read(position === null ? '' : (cells[position] ?? ''));
    if (reading.kind === 'value') row[rule.column] = reading.value;
    else refusals.push({ line, column: rule.source ?? rule.column, reason: reading.reason });
  }
  return refusals.length > 0 ? { kind: 'refused', refusals } : { kind: 'row', staged: { line, row } };
}

async function refuseHeld(staging: Staging, listener: Listener): Promise<number> {
  let held = 0;
  for await (const line of staging.heldLines()) {
    listener.refused({ line, reason: 'has a key that the register holds already' });
    held += 1;
  }
  return held;
}
