import { pipeline, Readable } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import { textOf } from './encoding.ts';
import { Unusable } from './unusable.ts';

/** One record of a CSV file and the line on which it starts, counted from 1. */
export type CsvRecord = { readonly line: number; readonly cells: readonly string[] };

/**
 * The records of a CSV file (RFC 4180, any line ends, UTF-8), the header first, one at a time. Throws Unusable for a
 * file that can't be read and for quotes that leave no certain rows; a record of the wrong width is passed on.
 */
export async function* recordsOf(file: string, onBytes: (bytes: number) => void): AsyncGenerator<CsvRecord> {
  const parser = parse({
    info: true,
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRecord,
  });
  // The parser is destroyed with whatever error the text ends in, so the loop below meets it.
  pipeline(Readable.from(withOneLineEnd(textOf(file, onBytes))), parser, () => undefined);
  try {
    for await (const { info, record } of parser as AsyncIterable<{ info: Info; record: string[] }>)
      yield { line: info.lines - linesInside(record), cells: record };
  } catch (error) {
    throw error instanceof CsvError ? new Unusable([wordsFor(error)]) : error;
  }
}

const longestRecord = 1_000_000;

/** Every line end as \n: the parser, given several, counts \r\n inside quotes as two lines. */
async function* withOneLineEnd(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let waiting = '';
  for await (const piece of pieces) {
    const text = waiting + piece;
    waiting = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - waiting.length).replace(/\r\n?/g, '\n');
  }
  if (waiting) yield '\n';
}

/** The parser counts the line on which a record ends. */
function linesInside(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
}

/** Our words, for the parser's own quote the cell. */
function wordsFor(error: CsvError): string {
  const line = `line ${String((error as { lines?: unknown }).lines)}`;
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return `${line}: a quote is opened and never closed`;
    case 'CSV_INVALID_CLOSING_QUOTE':
      return `${line}: text follows a closing quote; a quote inside a cell is written twice`;
    case 'INVALID_OPENING_QUOTE':
      return `${line}: a quote stands inside a cell that isn't quoted; quote the cell and write the quote twice`;
    case 'CSV_MAX_RECORD_SIZE':
      return `${line}: a row is longer than ${longestRecord} characters: a quote may be missing`;
    default:
      return `${line}: the file is no CSV (${error.code})`;
  }
}
