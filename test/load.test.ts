import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { graphql } from 'graphql';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { citizenNumberCheckCharacter } from '#schema/identifiers/citizen-number.ts';
import type { Modes } from '#subgraphs/load/arguments.ts';
import { loadTable, type Summary } from '#subgraphs/load/load-table.ts';
import { readMapping } from '#subgraphs/load/mapping.ts';
import { Unusable } from '#subgraphs/load/unusable.ts';
import { refusalLine } from '#subgraphs/load/words.ts';
import { departmentNames, loadDepartment } from '#subgraphs/roster.ts';
import { createTables, openDatabase } from '#subgraphs/toolkit/database.ts';
import { defineDepartment } from '#subgraphs/toolkit/department.ts';
import { recordsFor } from '#subgraphs/toolkit/records.ts';
import { boolean, date, integer, oneOf, real, table, text, time, yuan } from '#subgraphs/toolkit/table.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'tongcha-load-'));
afterAll(() => rmSync(folder, { recursive: true }));

// A department with a column of every kind, and a table whose key has two columns.
const office = officeDepartment();
const permits = `
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
const header = '编号,持有人,类别,数量,比例,金额,有效,发证日期,备注';
const holder = citizenNumber('33019919900307123');

describe('a file that is right', () => {
  it('is kept by the mapping: values, constants, defaults and what means empty', async () => {
    const csv = `${header}\nA1,${holder},甲,12,0.5,1234.5,是,2024-02-29,x\nA2,\\N,,-3,100,0,false,1899-12-31,\n`;
    const { summary, rows } = await load(csv);
    expect(summary).toEqual({ table: 'permit', read: 2, written: 2, refused: 0 });
    const same = { source: '纸质档案', recordedAt: null };
    expect(rows).toEqual([
      {
        ...same,
        number: 'A1',
        holderIdNumber: holder,
        kind: 'FIRST',
        quantity: 12,
        share: 0.5,
        fee: 123_450,
        isValid: 1,
        issuedOn: '2024-02-29',
      },
      {
        ...same,
        number: 'A2',
        holderIdNumber: null,
        kind: 'SECOND',
        quantity: -3,
        share: 100,
        fee: 0,
        isValid: 0,
        issuedOn: null,
      },
    ]);
  });

  it('may have a byte order mark, any line ends, empty lines, other columns and their own order', async () => {
    const plain = await load(`${header}\nA1,,甲,1,1,1,是,,"a, ""b""\nc"\nA2,,乙,1,1,1,否,,\n`);
    const odd = await load(
      `\uFEFF有效,编号,类别,数量,比例,金额,发证日期,持有人,x\r\n是,A1,甲,1,1,1,,,\r\n\r\n\n否,A2,乙,1,1,1,,,"n\r\nn"`,
    );
    expect(odd.summary.written).toBe(2);
    expect(odd.rows).toEqual(plain.rows);
  });

  it('brings identifiers into their one writing', async () => {
    const typed = citizenNumber('33019919900307008', 'X');
    const { rows } = await load(`${header}\nA1, ${typed.toLowerCase().replace('3', '３')} ,甲,1,1,1,是,,\n`);
    expect(typed).toMatch(/^3.*X$/);
    expect(rows[0]?.['holderIdNumber']).toBe(typed);
  });

  it('is seen at once by a department that is running already', async () => {
    const sasac = await loadDepartment('sasac');
    const location = join(folder, 'running.sqlite');
    const running = openDatabase(location);
    await createTables(running, sasac.tables);
    const list = async () => {
      const answer = await graphql({
        schema: sasac.schema,
        source: '{ centralEnterprises { totalCount edges { node { seq name supervisingDepartment } } } }',
        contextValue: {
          records: recordsFor(running, sasac),
          caller: { subject: 'test', matter: null, case: null },
        },
      });
      return JSON.parse(JSON.stringify(answer.data?.['centralEnterprises'])) as {
        totalCount: number;
        edges: unknown[];
      };
    };
    expect((await list()).totalCount).toBe(0);
    const csv = file(
      'list_name,seq,name,supervising_department,website,published\n名录,2,乙集团,,http://b.example/,2025-07-29\n名录,1,甲集团,某部,,2025-07-29\n',
    );
    const mapping = join(root, 'subgraphs/sasac/load/central_enterprises_2025.yaml');
    await loadTable({ department: sasac, location, csv, mapping, ...asUsual }, silent);
    expect(await list()).toEqual({
      totalCount: 2,
      edges: [
        { node: { seq: 1, name: '甲集团', supervisingDepartment: '某部' } },
        { node: { seq: 2, name: '乙集团', supervisingDepartment: null } },
      ],
    });
    await running.close();
  });

  it('is loaded into PostgreSQL as into SQLite, refusals included', async () => {
    const url = new URL(inject('postgresUrl'));
    const admin = openDatabase(url.href);
    await admin.kysely.schema.createSchema('load_test').ifNotExists().execute();
    await admin.close();
    url.searchParams.set('options', '-c search_path=load_test');
    const csv = `${header}\nA1,${holder},甲,12,0.5,1234.5,是,2024-02-29,\nA2,,乙,1,1,1,否,,\nA1,,乙,1,1,1,否,,\nA3,,丙,1,1,1,否,,\n`;
    const modes = { acceptRefused: true };
    const postgres = await load(csv, { location: url.href, modes });
    const sqlite = await load(csv, { modes });
    expect(postgres).toEqual(sqlite);
    expect(postgres.summary).toEqual({ table: 'permit', read: 4, written: 2, refused: 2 });
    const again = await load(csv, { location: url.href });
    expect(again.refusals).toContain('line 2: has a key that the register holds already');
    expect(again.rows).toEqual(postgres.rows);
  });
});

describe('a row that is wrong', () => {
  const good = 'A1,,甲,1,1,1,是,,';
  const wrongHolder = `${holder.slice(0, 17)}${holder.endsWith('0') ? '1' : '0'}`;

  it.each([
    ['is empty where a value is required', ',,甲,1,1,1,是,,', 'line 3, 编号: is required and empty'],
    [
      'names no value of the mapping',
      'A2,,丙,1,1,1,是,,',
      'line 3, 类别: the mapping has no such value; it has 甲, 乙, 未定',
    ],
    ['has a fraction for a whole number', 'A2,,甲,1.5,1,1,是,,', 'line 3, 数量: must be a whole number'],
    [
      'has a number too big to keep exactly',
      'A2,,甲,9007199254740993,1,1,是,,',
      'line 3, 数量: must be a whole number',
    ],
    ['has words for a number', 'A2,,甲,1,half,1,是,,', 'line 3, 比例: must be a number such as 12.5'],
    ['has infinity for a number', 'A2,,甲,1,1e999,1,是,,', 'line 3, 比例: must be a number such as 12.5'],
    [
      'has a tenth of a fen',
      'A2,,甲,1,1,1.001,是,,',
      'line 3, 金额: must be an amount in yuan with at most two decimals, such as 1234.50',
    ],
    [
      'has a maybe for yes or no',
      'A2,,甲,1,1,1,也许,,',
      'line 3, 有效: must be one of 是, 否, true, false, 1, 0',
    ],
    [
      'has a day that no calendar has',
      'A2,,甲,1,1,1,是,2023-02-29,',
      'line 3, 发证日期: must be a real day as YYYY-MM-DD',
    ],
    ['has a control character', 'A\u00072,,甲,1,1,1,是,,', 'line 3, 编号: holds a control character'],
    [
      'was damaged by a conversion',
      'A\uFFFD2,,甲,1,1,1,是,,',
      'line 3, 编号: holds a replacement character: an earlier conversion damaged it',
    ],
    ['is too short', 'A2,,甲', 'line 3: has 3 columns where the header has 9'],
    ['is too long', 'A2,,甲,1,1,1,是,,,', 'line 3: has 10 columns where the header has 9'],
    ['has the key of an earlier line', good, 'line 3: has the same key as line 2'],
  ])('%s: it is told, and nothing is written', async (_, row, line) => {
    const { refusals, rows, summary } = await load(`${header}\n${good}\n${row}\nA9,,甲,1,1,1,是,,\n`);
    expect(refusals).toEqual([line]);
    expect(rows).toEqual([]);
    expect(summary).toEqual({ table: 'permit', read: 3, written: 0, refused: 1 });
  });

  it('has a citizen number that can not be: the reason is told, the number never', async () => {
    const { refusals } = await load(
      `${header}\nA1,${wrongHolder},甲,1,1,1,是,,\nA2,33019919900230123X,甲,${holder},1,1,是,,\n`,
    );
    expect(refusals.map((line) => line.split(':')[0])).toEqual([
      'line 2, 持有人',
      'line 3, 持有人',
      'line 3, 数量',
    ]);
    expect(refusals.join()).not.toMatch(/\d{6}/);
  });

  it('is counted once however much is wrong with it, and every reason is told', async () => {
    const { refusals, summary } = await load(`${header}\n,,丙,x,x,x,x,x,\n`);
    expect(summary).toMatchObject({ read: 1, refused: 1 });
    expect(refusals.length).toBe(7);
  });

  it('is named by the line on which it starts, whatever lines its cells hold', async () => {
    const { refusals } = await load(`${header}\n\nA1,,甲,1,1,1,是,,"a\nb\r\nc"\nA2,,甲,x,1,1,是,,"d\ne"\n`);
    expect(refusals).toEqual(['line 6, 数量: must be a whole number']);
  });

  it('is left out with --accept-refused, and the others are written', async () => {
    const { rows, summary } = await load(
      `${header}\n${good}\nA2,,丙,1,1,1,是,,\n${good}\nA3,,乙,1,1,1,否,,\n`,
      { modes: { acceptRefused: true } },
    );
    expect(rows.map(({ number }) => number)).toEqual(['A1', 'A3']);
    expect(summary).toEqual({ table: 'permit', read: 4, written: 2, refused: 2 });
  });
});

describe('a register that holds rows already', () => {
  const first = `${header}\nA1,,甲,1,1,1,是,,\nA2,,甲,1,1,1,是,,\n`;
  const second = `${header}\nA2,,乙,2,1,1,是,,\nA3,,乙,2,1,1,是,,\n`;

  it('takes further rows and refuses keys that it holds', async () => {
    const location = register();
    await load(first, { location });
    const { refusals, rows } = await load(second, { location });
    expect(refusals).toEqual(['line 2: has a key that the register holds already']);
    expect(rows.length).toBe(2);
    const accepted = await load(second, { location, modes: { acceptRefused: true } });
    expect(accepted.rows.map(({ number, quantity }) => [number, quantity])).toEqual([
      ['A1', 1],
      ['A2', 1],
      ['A3', 2],
    ]);
  });

  it('is emptied first with --replace, but keeps its rows when the new ones are refused', async () => {
    const location = register();
    await load(first, { location });
    const refused = await load(`${second}A4,,甲,x,1,1,是,,\n`, { location, modes: { replace: true } });
    expect(refused.rows.map(({ number }) => number)).toEqual(['A1', 'A2']);
    const { rows, summary } = await load(second, { location, modes: { replace: true } });
    expect(rows.map(({ number }) => number)).toEqual(['A2', 'A3']);
    expect(summary.written).toBe(2);
  });

  it('is not touched by --dry-run, which counts what would be written; a missing register stays missing', async () => {
    const location = register();
    await load(first, { location });
    const dry = await load(second, { location, modes: { dryRun: true, replace: true } });
    expect(dry.summary).toEqual({ table: 'permit', read: 2, written: 2, refused: 0 });
    expect(dry.rows.map(({ number }) => number)).toEqual(['A1', 'A2']);
    const missing = register();
    expect((await loadOnly(first, { location: missing, modes: { dryRun: true } })).summary.written).toBe(2);
    expect((await loadOnly(`${first}A1`, { location: missing })).summary.refused).toBe(1);
    expect(existsSync(missing)).toBe(false);
  });

  it('tells keys of several columns apart, within the file and beside the register', async () => {
    const mapping = 'table: visit\ncolumns: { number: n, day: d, note: t }';
    const location = register();
    const rows = 'n,d,t\nA1,2024-01-01,a\nA1,2024-01-02,b\nA2,2024-01-01,c\n';
    expect((await loadOnly(rows, { location, mapping })).summary.written).toBe(3);
    const again = await loadOnly('n,d,t\nA1,2024-01-03,d\nA2,2024-01-01,e\nA1,2024-01-03,f\n', {
      location,
      mapping,
    });
    expect(again.refusals).toEqual([
      'line 4: has the same key as line 2',
      'line 3: has a key that the register holds already',
    ]);
  });
});

describe('a file that can not be used', () => {
  const gbk = Buffer.concat([Buffer.from('a,b\n'.repeat(2)), Buffer.from([0xb1, 0xb1, 0xbe, 0xa9, 0x0a])]);

  it.each([
    [
      'is GBK',
      gbk,
      /^line 3: the file is GBK or GB 18030, not UTF-8: convert it first, with iconv -f GB18030/,
    ],
    ['is UTF-16', Buffer.from(`\uFEFF${header}\n`, 'utf16le'), /UTF-16: convert it first/],
    ['is an Excel workbook', Buffer.from('PK\u0003\u0004…'), /Excel workbook .* save it as "CSV UTF-8"/],
    ['is binary', Buffer.from('a,b\n\u0000\u0001'), /NUL bytes/],
    [
      'is neither UTF-8 nor GBK',
      Buffer.from([0x61, 0x0a, 0xff, 0xff, 0xff]),
      /^line 2: the file is not UTF-8$/,
    ],
    [
      'ends in the middle of a character',
      Buffer.from(`${header}\n北`).subarray(0, -1),
      /middle of a character/,
    ],
    ['is empty', Buffer.from(''), /is empty: it has not even a header/],
    ['never closes a quote', Buffer.from(`${header}\nA1,"x\nA2\n`), /a quote is opened and never closed/],
    ['has text after a quote', Buffer.from(`${header}\n"A"1,,\n`), /^line 2: text follows a closing quote/],
    [
      'has a quote inside a bare cell',
      Buffer.from(`${header}\nA"1,,\n`),
      /^line 2: a quote stands inside a cell/,
    ],
    [
      'has one endless row',
      Buffer.from(`${header}\n"${'x'.repeat(1_100_000)}`),
      /longer than 1000000 characters/,
    ],
    [
      'lacks columns',
      Buffer.from('编号,类别,备注\n'),
      /^the file has no column 持有人, 数量, 比例, 金额, 有效, 发证日期; it has 编号, 类别, 备注$/,
    ],
    ['names a column twice', Buffer.from(`${header},数量\n`), /^the file has more than one column 数量$/],
  ])('%s: one error says what to do', async (_, bytes, words) => {
    const location = register();
    await expect(loadOnly(bytes, { location })).rejects.toThrow(words);
    await expect(loadOnly(bytes, { location })).rejects.toBeInstanceOf(Unusable);
    expect(existsSync(location)).toBe(false);
  });

  it('does not exist, or is a folder', async () => {
    const mapping = file(permits, 'yaml');
    const with_ = (csv: string) =>
      loadTable({ department: office, location: register(), csv, mapping, ...asUsual }, silent);
    await expect(with_(join(folder, 'none.csv'))).rejects.toThrow(/none\.csv: can't be read \(ENOENT\)/);
    await expect(with_(folder)).rejects.toThrow(/is no file/);
  });

  it('turns out so late: what came before is not written either', async () => {
    const location = register();
    const rows = Array.from({ length: 3000 }, (_, n) => `A${n},,甲,1,1,1,是,,\n`).join('');
    await expect(loadOnly(`${header}\n${rows}"`, { location })).rejects.toThrow(/never closed/);
    expect((await load(`${header}\n`, { location })).rows).toEqual([]);
  });
});

describe('a mapping', () => {
  it('that does not fit is refused with everything that is wrong with it', () => {
    const wrong = `
table: permit
colour: red
nulls: x
columns:
  number: { form: 编号 }
  colour: 颜色
  __proto__: x
  kind: { from: 类别, values: { 甲: FIRTS }, default: THIRD }
  quantity: { constant: many }
  share: { from: a, constant: '1' }
  fee: { from: [a] }
  isValid: ''
`;
    const problems = problemsOf(() => readMapping(file(wrong, 'yaml'), office));
    expect(problems.map((line) => line.replace(/^.*\.yaml: /, ''))).toEqual([
      '"colour" means nothing here; known are table, nulls, columns',
      '"nulls" must be a list of texts',
      'columns.number: "form" means nothing here; known are from, constant, default, values',
      expect.stringMatching(/^columns\.colour: permit has no such column; it has number, /),
      expect.stringMatching(/^columns\.__proto__: permit has no such column/),
      'columns.kind.default: must be one of FIRST, SECOND',
      'columns.kind.values: must be one of FIRST, SECOND',
      'columns.quantity.constant: must be a whole number',
      'columns.share: needs either a source column ("from") or a "constant"',
      'columns.fee: "from" must be a text',
      'columns.isValid: "from" must be a text',
      'columns.source: is required and has no rule',
    ]);
  });

  it('names the tables there are, and the required columns that it forgot', () => {
    const noTable = problemsOf(() => readMapping(file('table: permits\ncolumns: {}', 'yaml'), office));
    expect(noTable.join()).toMatch(/"table" must be one of office's tables: permit, visit/);
    const forgotten = problemsOf(() =>
      readMapping(file('table: visit\ncolumns: { note: t }', 'yaml'), office),
    );
    expect(forgotten.join()).toMatch(
      /columns\.number: is required and has no rule.*columns\.day: is required/,
    );
  });

  it.each([
    ['a list', '- a', /must be a YAML map/],
    ['broken YAML', 'table: [', /\.yaml: .*line 1/s],
    ['an alias', 'table: &a permit\ncolumns: { number: *a }', /alias/i],
    ['missing', null, /no mapping at .* \(ENOENT\): write one, or name it with --mapping/],
  ])('that is %s is told so', (_, words, expected) => {
    const path = words === null ? join(folder, 'none.yaml') : file(words, 'yaml');
    expect(problemsOf(() => readMapping(path, office)).join('\n')).toMatch(expected);
  });

  it('holds text only: 01 stays 01, and a tag executes nothing', () => {
    const mapping = readMapping(
      file(
        "table: visit\ncolumns: { number: { from: n, values: { 01: 007 } }, day: d, note: { constant: !!js/function 'x' } }",
        'yaml',
      ),
      office,
    );
    expect(mapping.rules.map((rule) => rule.read(rule.column === 'day' ? '2024-01-01' : '01'))).toEqual([
      { kind: 'value', value: '007' },
      { kind: 'value', value: '2024-01-01' },
      { kind: 'value', value: 'x' },
    ]);
  });
});

describe('the mappings that departments bring', () => {
  const brought = departmentNames().flatMap((name) => {
    const place = join(root, 'subgraphs', name, 'load');
    return existsSync(place) ? readdirSync(place).map((each) => [name, join(place, each)] as const) : [];
  });

  it.each(brought)('fit %s', async (name, path) => {
    const department = await loadDepartment(name);
    const { rules } = readMapping(path, department);
    expect(rules.length).toBeGreaterThan(3);
    const real = join(root, '../shared/data', basename(path).replace('.yaml', '.csv'));
    if (!existsSync(real)) return;
    const request = { department, location: register(), csv: real, mapping: path, ...asUsual, dryRun: true };
    expect(await loadTable(request, silent)).toMatchObject({ refused: 0 });
  });

  it('are there for universities and central enterprises', () => {
    expect(brought.map(([name, path]) => [name, basename(path)])).toEqual(
      expect.arrayContaining([
        ['education', 'universities_2025.yaml'],
        ['sasac', 'central_enterprises_2025.yaml'],
      ]),
    );
  });
});

describe('the command', () => {
  const csv = 'list_name,seq,name,supervising_department,website,published\n名录,1,甲集团,,,2025-07-29\n';

  it('ends with 0, 1 or 2 and keeps its summary on stdout', () => {
    const registers = join(folder, 'command');
    const path = file(csv);
    const mapping = ['--mapping', join(root, 'subgraphs/sasac/load/central_enterprises_2025.yaml')];
    const run = (...args: string[]) => command(registers, ...args);
    expect(run('sasac', path, ...mapping)).toEqual({
      status: 0,
      stdout: 'sasac.centralEnterprise: read 1, written 1, refused 0\n',
      stderr: '',
    });
    expect(run('sasac', path, ...mapping)).toEqual({
      status: 1,
      stdout:
        'sasac.centralEnterprise: read 1, written 0, refused 1; nothing is written while rows are refused (--accept-refused)\n',
      stderr: 'line 2: has a key that the register holds already\n',
    });
    expect(run('sasac', path, ...mapping, '--accept-refused').status).toBe(0);
    expect(run('sasac', path)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^no mapping at/),
    });
    expect(run('nobody', path).stderr).toMatch(/^no department "nobody"; there are: .*sasac/);
    expect(run('sasac')).toMatchObject({ status: 2, stdout: '' });
    expect(run('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/Exit code: 0 .* 1 .* 2 /s),
    });
  });

  it('says of a register that fails only what kind of failure it is', () => {
    const mapping = ['--mapping', join(root, 'subgraphs/sasac/load/central_enterprises_2025.yaml')];
    const unreachable = command('postgres', 'sasac', file(csv), ...mapping);
    expect(unreachable).toEqual({
      status: 2,
      stdout: '',
      stderr: 'the register failed (ECONNREFUSED); nothing was written\n',
    });
    const notOurs = join(folder, 'not-ours');
    writeFileSync(`${notOurs}.sqlite`, 'this is no database, whatever its name says. '.repeat(50));
    const broken = command(notOurs, 'sasac', file(csv), ...mapping);
    expect(broken.stderr).toBe('the register failed (ERR_SQLITE_ERROR 26); nothing was written\n');
  });

  it('needs no more memory for a large file', () => {
    const rows = Array.from(
      { length: 150_000 },
      (_, n) => `名录,${n},企业${n}${'甲'.repeat(60)},,,2025-07-29\n`,
    );
    const path = file(csv.split('\n')[0] + '\n' + rows.join(''));
    const mapping = ['--mapping', join(root, 'subgraphs/sasac/load/central_enterprises_2025.yaml')];
    const { status, stdout } = command(
      join(folder, 'large'),
      '--max-old-space-size=72',
      'sasac',
      path,
      ...mapping,
    );
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: 'sasac.centralEnterprise: read 150000, written 150000, refused 0\n',
    });
  });
});

const asUsual: Modes = { replace: false, dryRun: false, acceptRefused: false };
const silent = { refused: () => undefined, progress: () => undefined };
type Options = { readonly location?: string; readonly mapping?: string; readonly modes?: Partial<Modes> };

async function loadOnly(
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
async function load(csv: string, { location = register(), ...options }: Options = {}): Promise<Loaded> {
  const loaded = await loadOnly(csv, { location, ...options });
  const database = openDatabase(location);
  await createTables(database, office.tables);
  const rows = await database.kysely.selectFrom('permit').selectAll().orderBy('number').execute();
  await database.close();
  return { ...loaded, rows: rows.map((row) => ({ ...row })) };
}

type Loaded = { summary: Summary; refusals: string[]; rows: { [column: string]: unknown }[] };

let files = 0;

function register(): string {
  files += 1;
  return join(folder, 'registers', `${files}.sqlite`);
}

function file(content: string | Buffer, kind: 'csv' | 'yaml' = 'csv'): string {
  files += 1;
  const path = join(folder, `${files}.${kind}`);
  writeFileSync(path, content);
  return path;
}

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof Unusable) return error.problems;
    throw error;
  }
  return [];
}

/** Runs the real command on a register of its own; words for Node come first. */
function command(register: string, ...args: readonly string[]) {
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
function citizenNumber(first17: string, ending?: string): string {
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
