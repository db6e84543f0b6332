import type { Resolver } from './context.ts';
import type { Order, PageArguments } from './page.ts';

/** The row of `table` whose `column` equals the parent's `from` (the same name unless given). */
export function one(table: string, column: string, from = column): Resolver {
  return async (parent, _, { records }) => records.one(table, column, await records.value(parent, from));
}

/** The rows of `table` whose `column` equals the parent's `from`; `orderBy` lists columns, `-period` is descending. */
export function many(
  table: string,
  column: string,
  { from = column, orderBy = [] }: ManyShape = {},
): Resolver {
  const order = orderBy.map(orderOf);
  return async (parent, _, { records }) =>
    records.many(table, column, await records.value(parent, from), order);
}

/** A connection over a whole table (a field of Query). */
export function page(table: string, { orderBy }: { readonly orderBy?: string } = {}): Resolver {
  const sort = orderBy === undefined ? {} : { sort: orderOf(orderBy) };
  return (_, args: PageArguments, { records }) => records.page(table, args, sort);
}

/** A connection over the rows of `table` whose `column` equals the parent's `from`. */
export function pageOfParent(
  table: string,
  column: string,
  { from = column, orderBy }: PageShape = {},
): Resolver {
  const sort = orderBy === undefined ? {} : { sort: orderOf(orderBy) };
  return async (parent, args: PageArguments, { records }) =>
    records.page(table, args, { ...sort, parent: { column, key: await records.value(parent, from) } });
}

/** A stub of an entity whose key the record holds under `from`; null when it holds none. */
export function reference(type: string, key: string, from: string): Resolver {
  return async (record, _, { records }) => {
    const value = await records.value(record, from);
    return value === null || value === undefined ? null : { __typename: type, [key]: value };
  };
}

type ManyShape = { readonly from?: string; readonly orderBy?: readonly string[] };
type PageShape = { readonly from?: string; readonly orderBy?: string };

function orderOf(text: string): Order {
  return text.startsWith('-') ? { by: text.slice(1), direction: 'desc' } : { by: text, direction: 'asc' };
}
