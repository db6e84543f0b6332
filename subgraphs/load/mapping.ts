// A mapping says in YAML which column of a table gets what from a CSV file:
//
//   table: centralEnterprise
//   nulls: ['\N', '1899-12-31']      cells that mean "empty" (optional)
//   columns:
//     name: name                     the cell as it is
//     level:
//       from: 层次
//       values: { 本科: UNDERGRADUATE, 未定: '' }    '' is empty; any other cell is refused
//       default: UNDERGRADUATE       for an empty cell
//     kind: { constant: HIGHER }     the same in every row
//
// Every scalar of it is text (YAML's failsafe schema), so 01 stays 01; there is nothing in it to execute.

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Value } from '#subgraphs/toolkit/database.ts';
import type { Department } from '#subgraphs/toolkit/department.ts';
import type { Column } from '#subgraphs/toolkit/table.ts';
import { type Reading, readCell } from './cell.ts';
import { enumValuesOf } from './enum-values.ts';
import { Unusable } from './unusable.ts';

/** A mapping that fits its department: the table, and a rule for each of its columns that gets anything. */
export type Mapping = { readonly table: string; readonly rules: readonly Rule[] };

/** Where one column's values come from; `source` is null for a constant. */
export type Rule = {
  readonly column: string;
  readonly source: string | null;
  read(cell: string): Reading;
};

/** Reads a mapping and holds it against the department's tables and schema. Throws Unusable with all its problems at once. */
export function readMapping(file: string, department: Department): Mapping {
  const root = parseFile(file);
  if (!(root instanceof Map)) throw new Unusable([`${file}: must be a YAML map with "table" and "columns"`]);
  const { name, problems } = tableOf(root, department);
  const columns = root.get('columns');
  if (!(columns instanceof Map)) problems.push('"columns" must map each column to its source');
  if (name === undefined || !(columns instanceof Map))
    throw new Unusable(problems.map((each) => `${file}: ${each}`));

  const table = department.tables[name]?.columns ?? {};
  const allowed = enumValuesOf(department, name);
  const nulls = new Set(['', ...textsOf(root.get('nulls'))]);
  const rules = [...(columns as Map<unknown, unknown>)].flatMap(([key, spec]) => {
    const column = String(key);
    const shape = Object.hasOwn(table, column) ? table[column] : undefined;
    if (!shape) {
      problems.push(`columns.${column}: ${name} has no such column; it has ${Object.keys(table).join(', ')}`);
      return [];
    }
    const made = ruleOf({ column, shape, spec, nulls, allowed: allowed.get(column) });
    problems.push(...made.problems);
    return made.rule ? [made.rule] : [];
  });
  for (const [column, { nullable }] of Object.entries(table))
    if (!nullable && !columns.has(column)) problems.push(`columns.${column}: is required and has no rule`);
  if (problems.length > 0) throw new Unusable(problems.map((each) => `${file}: ${each}`));
  return { table: name, rules };
}

function parseFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    throw new Unusable([`no mapping at ${file} (${reason}): write one, or name it with --mapping`]);
  }
  try {
    return parse(text, { schema: 'failsafe', mapAsMap: true, logLevel: 'error', maxAliasCount: 0 });
  } catch (error) {
    throw new Unusable([`${file}: ${(error as Error).message}`]);
  }
}

function tableOf(root: Map<unknown, unknown>, { tables, name: department }: Department) {
  const problems: string[] = [];
  for (const key of root.keys())
    if (!['table', 'nulls', 'columns'].includes(String(key)))
      problems.push(`"${String(key)}" means nothing here; known are table, nulls, columns`);
  const nulls = root.get('nulls') ?? [];
  if (!Array.isArray(nulls) || nulls.some((each) => typeof each !== 'string'))
    problems.push('"nulls" must be a list of texts');
  const name = root.get('table');
  if (typeof name === 'string' && Object.hasOwn(tables, name)) return { name, problems };
  problems.push(`"table" must be one of ${department}'s tables: ${Object.keys(tables).join(', ')}`);
  return { name: undefined, problems };
}

function textsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(String) : [];
}

type Making = {
  readonly column: string;
  readonly shape: Column;
  readonly spec: unknown;
  readonly nulls: ReadonlySet<string>;
  readonly allowed: readonly string[] | undefined;
};

/** Values, default and constant are read as cells are, so that a mistake in them is found here and not row by row. */
function ruleOf({ column, shape, spec, nulls, allowed }: Making): {
  rule?: Rule;
  problems: readonly string[];
} {
  const given = spec instanceof Map ? spec : new Map([['from', spec]]);
  const problems = shapeProblems(given).map((each) => `columns.${column}: ${each}`);
  if (problems.length > 0) return { problems };

  const kept = (place: string, text: string): Value => {
    if (text === '' && shape.nullable) return null;
    const reading = readCell(text, shape, allowed);
    if (reading.kind === 'value') return reading.value;
    problems.push(`columns.${column}.${place}: ${reading.reason}`);
    return null;
  };
  const optional = (place: string) => (given.has(place) ? kept(place, String(given.get(place))) : undefined);
  const constant = optional('constant');
  const whenEmpty = optional('default');
  const map = given.get('values') as Map<unknown, unknown> | undefined;
  const values = map && new Map([...map].map(([from, to]) => [String(from), kept('values', String(to))]));

  const read = (cell: string): Reading => {
    if (constant !== undefined) return { kind: 'value', value: constant };
    const text = cell.trim();
    const mapped = values?.get(text);
    if (mapped !== undefined) return { kind: 'value', value: mapped };
    if (nulls.has(text)) {
      if (whenEmpty !== undefined) return { kind: 'value', value: whenEmpty };
      return shape.nullable
        ? { kind: 'value', value: null }
        : { kind: 'refused', reason: 'is required and empty' };
    }
    if (values)
      return {
        kind: 'refused',
        reason: `the mapping has no such value; it has ${[...values.keys()].join(', ')}`,
      };
    return readCell(text, shape, allowed);
  };
  const source = constant === undefined ? String(given.get('from')) : null;
  return { rule: { column, source, read }, problems };
}

function shapeProblems(given: Map<unknown, unknown>): string[] {
  const keys = [...given.keys()].map(String);
  const unknown = keys.filter((key) => !['from', 'constant', 'default', 'values'].includes(key));
  if (unknown.length > 0)
    return [`"${unknown.join('", "')}" means nothing here; known are from, constant, default, values`];
  if (given.has('from') === given.has('constant'))
    return ['needs either a source column ("from") or a "constant"'];
  if (given.has('constant') && keys.length > 1) return ['a "constant" stands alone'];
  const problems = ['from', 'constant', 'default']
    .filter((key) => given.has(key) && (typeof given.get(key) !== 'string' || given.get(key) === ''))
    .map((key) => `"${key}" must be a text`);
  const values = given.get('values');
  if (
    values !== undefined &&
    !(values instanceof Map && [...values.values()].every((each) => typeof each === 'string'))
  )
    problems.push('"values" must map a cell to a value');
  return problems;
}
