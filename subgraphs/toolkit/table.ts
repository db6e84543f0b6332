import type { IdentifierFormat } from '#schema/identifiers/format.ts';

/** How a value is kept: `yuan` as a whole number of fen, `date` as YYYY-MM-DD, `time` as RFC 3339 text. */
export type ColumnKind = 'text' | 'integer' | 'real' | 'boolean' | 'yuan' | 'date' | 'time';

/** One column; `T` is the TypeScript type of its values. */
export type Column<T = unknown> = {
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  /** The identifier rule that loading checks a value against. */
  readonly format?: IdentifierFormat;
  /** Never set: carries T for inference. */
  readonly value?: T;
};

type RequiredColumn<T> = Column<T> & {
  readonly orNull: Column<T | null>;
  is(format: IdentifierFormat): RequiredColumn<T>;
};

/** A table of a register: its columns, the columns that identify a row, and the column groups that are searched. */
export type Table<C extends Columns = Columns> = {
  readonly columns: C;
  readonly key: readonly string[];
  readonly indexes: readonly (readonly string[])[];
};

type Columns = { readonly [name: string]: Column };

/** The tables of one register by name. */
export type Tables = { readonly [name: string]: Table };

/** One row of a table, as resolvers and seeds see it. */
export type Row<T extends Table> = {
  readonly [K in keyof T['columns']]: T['columns'][K] extends Column<infer V> ? V : never;
};

/** A row for one of several tables: what a seed yields. */
export type RowOf<T extends Tables> = { readonly [K in keyof T & string]: readonly [K, Row<T[K]>] }[keyof T &
  string];

export const text = column<string>('text');
export const integer = column<number>('integer');
export const real = column<number>('real');
export const boolean = column<boolean>('boolean');
export const yuan = column<number>('yuan');
export const date = column<string>('date');
export const time = column<string>('time');

/** Text that is one of the values of a GraphQL enum. */
export const oneOf = <T extends string>(): RequiredColumn<T> => column<T>('text');

/** Declares a table; columns carry the names of the GraphQL fields they answer, so that no mapping is needed. */
export function table<const C extends Columns>(
  columns: C,
  key: readonly (keyof C & string)[],
  indexes: readonly (readonly (keyof C & string)[])[] = [],
): Table<C> {
  return { columns, key, indexes };
}

function column<T>(kind: ColumnKind, format?: IdentifierFormat): RequiredColumn<T> {
  const shape = { kind, ...(format && { format }) };
  return {
    ...shape,
    nullable: false,
    orNull: { ...shape, nullable: true },
    is: (rule) => column<T>(kind, rule),
  };
}
