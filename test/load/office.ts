import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { citizenNumberCheckCharacter } from '#schema/identifiers/citizen-number.ts';
import { type Modes } from '#subgraphs/load/arguments.ts';
import { loadTable, type Summary } from '#subgraphs/load/load-table.ts';
import { Unusable } from '#subgraphs/load/unusable.ts';
import { refusalLine } from '#subgraphs/load/words.ts';
import { createTables, openDatabase } from '#subgraphs/toolkit/database.ts';
import { defineDepartment } from '#subgraphs/toolkit/department.ts';
import { boolean, date, integer, oneOf, real, table, text, time, yuan } from '#subgraphs/toolkit/table.ts';

export const root = join(import.meta.dirname, '../..');
export const folder = mkdtempSync(join(tmpdir(), 'tongcha-load-'));
afterAll(() => rmSync(folder, { recursive: true }));

// A department with a column of every kind, and a table whose key has two columns.
export const office = officeDepartment();
export const permits = `
table: permit
nulls: ['\\N', '1899-12-31']
columns:
  number: 编号
  holderIdNumber: 持有人
  kind: { from: 类别, values: { 甲: FIRST, 乙: SECOND, 未定: '' }, default: SECOND }
  quantity: 数量
  share: 比例
  fee: 金额
  isValid: 有效
  issuedOn: 发证日期
  source: { constant: 纸质档案 }
`;
export const header = '编号,持有人,类别,数量,比例,金额,有效,发证日期,备注';
export const holder = citizenNumber('33019919900307123');

export const asUsual: Modes = { replace: false, dryRun: false, acceptRefused: false };
export const silent = { refused: () => undefined, progress: () => undefined };
type Options = { readonly location?: string; readonly mapping?: string; readonly modes?: Partial<Modes> };

export async function loadOnly(
  csv: string | Buffer,
  { location = register(), mapping = permits, modes = {} }: Options = {},
) {
  const refusals: string[] = [];
  const listener = {
    ...silent,
    refused: (refusal: Parameters<typeof refusalLine>[0]) => refusals.push(refusalLine(refusal)),
  };
  const request = {
    department: office,
    location,
    csv: file(csv),
    mapping: file(mapping, 'yaml'),
    ...asUsual,
    ...modes,
  };
  return { summary: await loadTable(request, listener), refusals };
}

/** Loads permits and reads them back. */
export async function load(
  csv: string,
  { location = register(), ...options }: Options = {},
): Promise<Loaded> {
  const loaded = await loadOnly(csv, { location, ...options });
  const database = openDatabase(location);
  await createTables(database, office.tables);
  const rows = await database.kysely.selectFrom('permit').selectAll().orderBy('number').execute();
  await database.close();
  return { ...loaded, rows: rows.map((row) => ({ ...row })) };
}

type Loaded = { summary: Summary; refusals: string[]; rows: { [column: string]: unknown }[] };

let files = 0;

export function register(): string {
  files += 1;
  return join(folder, 'registers', `${files}.sqlite`);
}

export function file(content: string | Buffer, kind: 'csv' | 'yaml' = 'csv'): string {
  files += 1;
  const path = join(folder, `${files}.${kind}`);
  writeFileSync(path, content);
  return path;
}

export function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof Unusable) return error.problems;
    throw error;
  }
  return [];
}

/** Runs the real command on a register of its own; words for Node come first. */
export function command(register: string, ...args: readonly string[]) {
  const forNode = args.filter((each) => each.startsWith('--max-old'));
  const words = args.filter((each) => !each.startsWith('--max-old'));
  const location = register === 'postgres' ? 'postgres://127.0.0.1:9/none' : `${register}.sqlite`;
  const { status, stdout, stderr } = spawnSync(
    join(root, 'node_modules/node/bin/node'),
    [...forNode, join(root, 'subgraphs/load.ts'), ...words],
    {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1', TONGCHA_REGISTER_SASAC: location },
    },
  );
  return { status, stdout, stderr };
}

/** With a check character that fits; `ending` picks the sequence number that gives it. */
export function citizenNumber(first17: string, ending?: string): string {
  for (let next = Number(first17.slice(14)); next < 1000; next += 1) {
    const seventeen = first17.slice(0, 14) + String(next).padStart(3, '0');
    const check = citizenNumberCheckCharacter(seventeen);
    if (ending === undefined || check === ending) return seventeen + check;
  }
  throw new Error(`no number of ${first17} ends in ${ending}`);
}

function officeDepartment() {
  const place = join(folder, 'office');
  const sdl = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
  @link(url: "https://tongcha.example/governance/v1.0", import: ["@resource", "@share", "@sensitive", "@mask", "@lookup", "@reads", "@format"])
type Query { permit(number: ID!): Permit @lookup @share(as: UNCONDITIONAL) }
type Permit @key(fields: "number") @resource(code: "1", title: "t", provider: "office", share: UNCONDITIONAL, update: DAILY) {
  number: ID! kind: PermitKind quantity: Int share: Float
}
type Visit @resource(code: "2", title: "t", provider: "office", share: UNCONDITIONAL, update: DAILY) { number: ID! day: Date note: String }
enum PermitKind { FIRST SECOND }
`;
  mkdirSync(place);
  writeFileSync(join(place, 'schema.graphql'), sdl);
  return defineDepartment({
    name: 'office',
    title: '测试',
    folder: place,
    tables: {
      permit: table(
        {
          number: text,
          holderIdNumber: text.is('CITIZEN_NUMBER').orNull,
          kind: oneOf<'FIRST' | 'SECOND'>().orNull,
          quantity: integer,
          share: real,
          fee: yuan,
          isValid: boolean,
          issuedOn: date.orNull,
          recordedAt: time.orNull,
          source: text,
        },
        ['number'],
      ),
      visit: table({ number: text, day: date, note: text.orNull }, ['number', 'day']),
    },
    entities: { Permit: { key: 'number', table: 'permit' } },
    resolvers: {},
    *seed() {},
  });
}
