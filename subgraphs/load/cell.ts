import { checkIdentifier } from '#schema/identifiers/format.ts';
import { normalize } from '#schema/identifiers/normalize.ts';
import type { Value } from '#subgraphs/toolkit/database.ts';
import { dateScalar, dateTimeScalar, fenOf } from '#subgraphs/toolkit/scalars.ts';
import type { Column, ColumnKind } from '#subgraphs/toolkit/table.ts';

/** What a cell means for a column. A reason never repeats the cell: it may be somebody's number. */
export type Reading =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'refused'; readonly reason: string };

/** Reads the text of a cell, which is trimmed and not empty, as a column keeps it. */
export function readCell(text: string, column: Column, allowed: readonly string[] | undefined): Reading {
  if (allowed) return allowed.includes(text) ? value(text) : refused(`must be one of ${allowed.join(', ')}`);
  if (column.format) {
    const identifier = normalize(text);
    const finding = checkIdentifier(column.format, identifier);
    return finding.kind === 'valid' ? value(identifier) : refused(finding.message);
  }
  return readers[column.kind](text);
}

const readers: Record<ColumnKind, (text: string) => Reading> = {
  text(text) {
    if (text.includes('\uFFFD'))
      return refused('holds a replacement character: an earlier conversion damaged it');
    return /[\p{Cc}--[\t\r\n]]/v.test(text) ? refused('holds a control character') : value(text);
  },
  integer(text) {
    const number = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    return Number.isSafeInteger(number) ? value(number) : refused('must be a whole number');
  },
  real(text) {
    const number = /^-?\d{1,20}(\.\d{1,20})?$/.test(text) ? Number(text) : Number.NaN;
    return Number.isFinite(number) ? value(number) : refused('must be a number such as 12.5');
  },
  boolean(text) {
    const found = booleans.get(text.toLowerCase());
    return found === undefined ? refused(`must be one of ${[...booleans.keys()].join(', ')}`) : value(found);
  },
  yuan: (text) =>
    parsed(() => fenOf(text), 'must be an amount in yuan with at most two decimals, such as 1234.50'),
  date: (text) => parsed(() => dateScalar.parseValue(text), 'must be a real day as YYYY-MM-DD'),
  time: (text) =>
    parsed(() => dateTimeScalar.parseValue(text), 'must be a time such as 2026-01-31T08:00:00+08:00'),
};

const booleans: ReadonlyMap<string, number> = new Map([
  ['是', 1],
  ['否', 0],
  ['true', 1],
  ['false', 0],
  ['1', 1],
  ['0', 0],
]);

function parsed(read: () => Value, reason: string): Reading {
  try {
    return value(read());
  } catch {
    return refused(reason);
  }
}

function value(kept: Value): Reading {
  return { kind: 'value', value: kept };
}

function refused(reason: string): Reading {
  return { kind: 'refused', reason };
}
