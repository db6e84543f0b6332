import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTable } from '#subgraphs/load/load-table.ts';
import { readMapping } from '#subgraphs/load/mapping.ts';
import { Unusable } from '#subgraphs/load/unusable.ts';
import { departmentNames, loadDepartment } from '#subgraphs/roster.ts';
import {
  asUsual,
  file,
  folder,
  header,
  load,
  loadOnly,
  office,
  permits,
  problemsOf,
  register,
  root,
  silent,
} from './office.ts';

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
