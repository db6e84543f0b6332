import { describe, expect, it } from 'vitest';
import { createCursors } from '#subgraphs/toolkit/cursor.ts';
import { type PageArguments, pageOf, positionOf } from '#subgraphs/toolkit/page.ts';
import { date, integer, table, text } from '#subgraphs/toolkit/table.ts';
import { WrongInput } from '#subgraphs/toolkit/wrong-input.ts';

const firms = table({ uscc: text, name: text, state: text, opened: date, size: integer }, ['uscc']);
const cursors = createCursors();
const page = (args: PageArguments) => pageOf('firm', firms, { args, cursors });

describe('a page of a list', () => {
  it('reads filters by the names of their columns', () => {
    const { conditions } = page({
      filter: {
        state: 'ACTIVE',
        nameContains: '水务',
        ussc: undefined,
        usccStartsWith: '91',
        openedFrom: '2020-01-01',
        openedTo: null,
        stateIn: ['A', 'B'],
      },
    });
    expect(conditions).toEqual([
      { column: 'state', operator: '=', value: 'ACTIVE' },
      { column: 'name', operator: 'like', value: '%水务%' },
      { column: 'uscc', operator: 'like', value: '91%' },
      { column: 'opened', operator: '>=', value: '2020-01-01' },
      { column: 'state', operator: 'in', value: ['A', 'B'] },
    ]);
  });

  it('goes on after the row that a cursor names, in the same order only', () => {
    const first = page({ orderBy: { field: 'OPENED', direction: 'DESC' } });
    const after = cursors.seal(positionOf({ uscc: '91A', opened: '2020-05-01' }, first));
    expect(page({ after, orderBy: { field: 'OPENED', direction: 'DESC' } }).after).toEqual([
      '2020-05-01',
      '91A',
    ]);
    expect(() => page({ after, orderBy: { field: 'SIZE' } })).toThrow(WrongInput);
  });

  it.each([
    '',
    'x',
    'bnVsbA',
    Buffer.from('["uscc",{},[]]').toString('base64url'),
    Buffer.from('[1').toString('base64url'),
  ])('refuses the cursor %j in words for the caller, except the empty one', (after) => {
    if (after === '') expect(page({ after }).after).toBeNull();
    else expect(() => page({ after })).toThrow(/after is not a cursor of this list/);
  });

  it('carries nothing in a cursor that a reader could learn from', () => {
    const cursor = cursors.seal(['balance', 12_345_678, '330199197903129813']);
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/12345678|330199|balance/);
    expect(cursors.seal(['balance', 12_345_678, '330199197903129813'])).toBe(cursor);
    expect(cursors.open(`${cursor.slice(0, -2)}AA`)).toBeNull();
    expect(createCursors().open(cursor)).toBeNull();
    const [one, other] = [createCursors(Buffer.from('shared')), createCursors(Buffer.from('shared'))];
    expect(other.open(one.seal(['opened', '2020-05-01', '91A']))).toEqual(['opened', '2020-05-01', '91A']);
  });

  it.each([0, -1, 101, 2_000_000])('refuses %d rows at once', (first) => {
    expect(() => page({ first })).toThrow(/between 1 and 100/);
  });

  it('needs an order without ties: a key of several columns serves within its parent alone', () => {
    const visits = table({ uscc: text, nth: integer }, ['uscc', 'nth']);
    expect(pageOf('visit', visits, { args: {}, cursors, column: 'uscc' }).key).toBe('nth');
    expect(() => pageOf('visit', visits, { args: {}, cursors })).toThrow(
      /visit can't be paged: of its key \(uscc, nth\)/,
    );
  });

  it('refuses wild cards in a text filter', () => {
    expect(() => page({ filter: { nameContains: '100%' } })).toThrow(/must not contain "%"/);
  });
});
