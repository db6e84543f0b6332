import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { header, load, loadOnly, register } from './office.ts';

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
