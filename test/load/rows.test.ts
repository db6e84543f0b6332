import { join } from 'node:path';
import { graphql } from 'graphql';
import { describe, expect, inject, it } from 'vitest';
import { loadTable } from '#subgraphs/load/load-table.ts';
import { loadDepartment } from '#subgraphs/roster.ts';
import { createTables, openDatabase } from '#subgraphs/toolkit/database.ts';
import { recordsFor } from '#subgraphs/toolkit/records.ts';
import { asUsual, citizenNumber, file, folder, header, holder, load, root, silent } from './office.ts';

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
