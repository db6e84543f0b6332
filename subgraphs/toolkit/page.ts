import type { Cursors, Position } from './cursor.ts';
import type { Value } from './database.ts';
import type { Column, Table } from './table.ts';
import { WrongInput } from './wrong-input.ts';

/** One page asked of a table: what matches, in which order, after which row, how many. */
export type Page = {
  readonly table: string;
  /** The column that links rows to a parent; absent for a page of the whole table. */
  readonly column?: string;
  readonly conditions: readonly Condition[];
  readonly sort: Order;
  /** The column that makes the order total. */
  readonly key: string;
  /** Sort value and key of the row after which the page starts. */
  readonly after: readonly [Value, Value] | null;
  readonly first: number;
};

/** A column and the direction to sort by it. */
export type Order = { readonly by: string; readonly direction: 'asc' | 'desc' };

type Condition = {
  readonly column: string;
  readonly operator: '=' | '>=' | '<=' | 'like' | 'in';
  readonly value: Value | readonly Value[];
};

/** The arguments of a connection field (Relay cursor connections, forwards). */
export type PageArguments = {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly filter?: { readonly [name: string]: unknown } | null;
  readonly orderBy?: { readonly field: string; readonly direction?: 'ASC' | 'DESC' | null } | null;
};

const largestPage = 100;

type PageRequest = {
  readonly args: PageArguments;
  readonly cursors: Cursors;
  readonly column?: string;
  readonly defaultSort?: Order;
};

/**
 * Reads the arguments by convention: filter `state` is equality on the column `state`, `nameContains` and
 * `divisionStartsWith` match text, `amountFrom` and `amountTo` are inclusive bounds, `stateIn` a set; an order's
 * `REGISTERED_ON` is the column `registeredOn`. Throws WrongInput for a cursor or size that can't be.
 */
export function pageOf(
  name: string,
  table: Table,
  { args, cursors, column, defaultSort }: PageRequest,
): Page {
  const key = orderingKey(name, table, column);
  const sort = args.orderBy
    ? {
        by: camelCase(args.orderBy.field),
        direction: args.orderBy.direction === 'DESC' ? ('desc' as const) : ('asc' as const),
      }
    : (defaultSort ?? { by: key, direction: 'asc' as const });
  const first = args.first ?? 20;
  if (first < 1 || first > largestPage)
    throw new WrongInput(
      `first must be between 1 and ${largestPage}; got ${first}. Ask for further pages with "after".`,
    );
  return {
    table: name,
    ...(column !== undefined && { column }),
    conditions: Object.entries(args.filter ?? {}).flatMap(([field, value]) =>
      value === null || value === undefined ? [] : [conditionOf(table, field, value)],
    ),
    sort,
    key,
    after: args.after ? startAfter(args.after, { by: sort.by, cursors }) : null,
    first,
  };
}

/** The column that makes an order total: the table's key, without the column that a parent fixes. */
function orderingKey(name: string, { key }: Table, parent: string | undefined): string {
  const [last, ...others] = key.toReversed();
  if (last !== undefined && others.every((column) => column === parent)) return last;
  throw new Error(`${name} can't be paged: of its key (${key.join(', ')}) more than one column is open`);
}

/** Where a page that starts after this row goes on. */
export function positionOf(row: { readonly [column: string]: unknown }, { sort, key }: Page): Position {
  return [sort.by, row[sort.by] as Value, row[key] as Value];
}

/** The column and operator a filter field stands for, or undefined where the table has no such column. */
export function filterColumn(
  table: Table,
  field: string,
): { column: string; operator: Condition['operator'] } | undefined {
  if (field in table.columns) return { column: field, operator: '=' };
  for (const [suffix, operator] of suffixes) {
    const column = field.slice(0, -suffix.length);
    if (field.endsWith(suffix) && column in table.columns) return { column, operator };
  }
  return undefined;
}

/** `REGISTERED_ON` → `registeredOn`. */
export function camelCase(constant: string): string {
  return constant.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const suffixes = [
  ['Contains', 'like'],
  ['StartsWith', 'like'],
  ['From', '>='],
  ['To', '<='],
  ['In', 'in'],
] as const;

function conditionOf(table: Table, field: string, value: unknown): Condition {
  const found = filterColumn(table, field);
  if (!found) throw new Error(`no column for the filter ${field}`);
  const { column, operator } = found;
  if (operator === 'like') return { column, operator, value: likePattern(field, String(value)) };
  if (operator === 'in')
    return { column, operator, value: (value as unknown[]).map((each) => storedValue(each)) };
  return { column, operator, value: storedValue(value) };
}

function likePattern(field: string, value: string): string {
  const [wild] = value.match(/[%_]/) ?? [];
  if (wild) throw new WrongInput(`${field} must not contain "${wild}".`);
  return field.endsWith('Contains') ? `%${value}%` : `${value}%`;
}

function storedValue(value: unknown): Value {
  return typeof value === 'boolean' ? Number(value) : (value as Value);
}

function startAfter(
  cursor: string,
  { by, cursors }: { by: string; cursors: Cursors },
): readonly [Value, Value] {
  const [sortedBy, value, key] = cursors.open(cursor) ?? [];
  if (sortedBy === by && value !== undefined && key !== undefined) return [value, key];
  throw new WrongInput(
    'after is not a cursor of this list and order: pass endCursor of the page before, with the same orderBy.',
  );
}

/** Whether rows can be put in order by the column: a missing value has no place in one. */
export function isSortable(column: Column | undefined): boolean {
  return column !== undefined && !column.nullable;
}
