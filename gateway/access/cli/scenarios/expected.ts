import type { Node } from 'yaml';
import { didYouMean } from '#schema/policy/nearest.ts';
import { type Entry, itemsOf, type Sheet, textOf } from '#schema/policy/sheet.ts';
import type { Form } from '../words.ts';
import type { Expected } from './scenario.ts';

/** What a scenario says must be seen; `Type.*` stands for each field of a type. */
export function expectedIn(
  entries: ReadonlyMap<string, Entry>,
  sheet: Sheet,
  fields: ReadonlySet<string>,
): readonly Expected[] {
  const seen = new Set<string>();
  return Object.entries(lists).flatMap(([name, form]) => {
    const entry = entries.get(name);
    const items = entry ? itemsOf(entry.value, sheet, name) : [];
    return items.flatMap((item) =>
      coordinatesIn(item, sheet, fields).map((coordinate) => {
        if (seen.has(coordinate)) sheet.report(item, `${coordinate} stands in this scenario twice; keep one`);
        seen.add(coordinate);
        return { coordinate, form, line: sheet.lineOf(item) };
      }),
    );
  });
}

const lists: Readonly<Record<string, Form>> = { 可以看: 'clear', 脱敏看: 'masked', 看不到: 'denied' };

function coordinatesIn(item: Node, sheet: Sheet, fields: ReadonlySet<string>): readonly string[] {
  const name = textOf(item, sheet, 'a field');
  const found = name.endsWith('.*')
    ? [...fields].filter((each) => each.startsWith(name.slice(0, -1)))
    : [...fields].filter((each) => each === name);
  if (found.length === 0 && name !== '')
    sheet.report(item, `there is no field "${name}"${didYouMean(name, fields)}`);
  return found;
}
