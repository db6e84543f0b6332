import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkIdentifier } from '#schema/identifiers/format.ts';
import { departmentNames, loadDepartment } from '#subgraphs/roster.ts';
import { writeRegister } from '#subgraphs/toolkit/database.ts';
import type { Department } from '#subgraphs/toolkit/department.ts';
import { createWorld } from '#subgraphs/world/create-world.ts';

// Seven registers that never see each other agree on the same people and firms.

const size = { citizens: 3_000, enterprises: 600 };
const folder = mkdtempSync(join(tmpdir(), 'tongcha-registers-'));
const departments = new Map<string, Department>();
const open = new Map<string, DatabaseSync>();

beforeAll(async () => {
  for (const name of departmentNames()) departments.set(name, await loadDepartment(name));
  for (const name of departments.keys()) {
    await write('one', name, 1714);
    open.set(name, new DatabaseSync(fileOf('one', name)));
  }
});
afterAll(() => {
  for (const register of open.values()) register.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('seeded registers', () => {
  it('are byte-identical for the same seed and size, and others for another seed', async () => {
    for (const name of departments.keys()) {
      await write('same', name, 1714);
      await write('other', name, 42);
      expect(hash(fileOf('same', name)), name).toBe(hash(fileOf('one', name)));
      expect(hash(fileOf('other', name)), name).not.toBe(hash(fileOf('one', name)));
    }
  });

  it('keep no identifier that its standard refuses', () => {
    const refused: string[] = [];
    for (const [name, { tables }] of departments)
      for (const [table, { columns }] of Object.entries(tables))
        for (const [column, { format }] of Object.entries(columns)) {
          if (!format) continue;
          const found = rows(
            name,
            `select distinct "${column}" as value from "${table}" where "${column}" is not null`,
          )
            .map(({ value }) => checkIdentifier(format, String(value)))
            .find(({ kind }) => kind === 'invalid');
          if (found) refused.push(`${name}.${table}.${column}: ${JSON.stringify(found)}`);
        }
    expect(refused).toEqual([]);
  });

  it('use county 99 alone for citizen numbers', () => {
    for (const [name, { tables }] of departments)
      for (const [table, { columns }] of Object.entries(tables))
        for (const [column, { format }] of Object.entries(columns)) {
          if (format !== 'CITIZEN_NUMBER') continue;
          const real = rows(
            name,
            `select "${column}" as value from "${table}" where "${column}" not like '____99%'`,
          );
          expect(real, `${name}.${table}.${column}`).toEqual([]);
        }
  });

  it('give one firm one name in legal-entity and tax, and lack a few records as real ones do', () => {
    const names = new Map(
      rows('legal-entity', 'select uscc, name from enterprise').map(({ uscc, name }) => [uscc, name]),
    );
    const taxpayers = rows('tax', 'select uscc, taxpayerName from taxRegistration');
    const both = taxpayers.filter(({ uscc }) => names.has(uscc));
    expect(both.every(({ uscc, taxpayerName }) => names.get(uscc) === taxpayerName)).toBe(true);
    expect(both.length).toBeGreaterThan(size.enterprises * 0.97);
    expect(taxpayers.length - both.length).toBeGreaterThan(0);
  });

  it('give one person one name in legal-entity and population', () => {
    const names = new Map(
      rows('population', 'select idNumber, name from citizen').map(({ idNumber, name }) => [idNumber, name]),
    );
    const representatives = rows(
      'legal-entity',
      'select legalRepresentativeIdNumber as id, legalRepresentativeName as name from enterprise where legalRepresentativeIdNumber is not null',
    );
    const known = representatives.filter(({ id }) => names.has(id));
    expect(known.length).toBeGreaterThan(representatives.length * 0.97);
    expect(known.every(({ id, name }) => names.get(id) === name)).toBe(true);
  });

  it('never let a firm be registered for tax before it was established', () => {
    const established = new Map(
      rows('legal-entity', 'select uscc, establishedOn from enterprise').map(({ uscc, establishedOn }) => [
        uscc,
        establishedOn,
      ]),
    );
    for (const { uscc, registeredOn } of rows('tax', 'select uscc, registeredOn from taxRegistration'))
      expect(String(registeredOn) >= ((established.get(uscc) as string | undefined) ?? '')).toBe(true);
  });
});

function fileOf(run: string, name: string): string {
  return join(folder, run, `${name}.sqlite`);
}

async function write(run: string, name: string, seed: number): Promise<void> {
  mkdirSync(join(folder, run), { recursive: true });
  const department = departments.get(name) as Department;
  await writeRegister(fileOf(run, name), department.tables, department.seed(createWorld({ seed, ...size })));
}

function hash(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function rows(name: string, text: string): readonly Readonly<Record<string, unknown>>[] {
  return open.get(name)?.prepare(text).all() ?? [];
}
