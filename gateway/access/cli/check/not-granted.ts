import { existsSync, readFileSync } from 'node:fs';
import type { Node } from 'yaml';
import { didYouMean } from '#schema/policy/nearest.ts';
import { entriesOf, itemsOf, openSheet, type Sheet, textOf } from '#schema/policy/sheet.ts';

/** A field, or `Type.*`, that is deliberately granted to nobody. */
export type NotGranted = {
  readonly coordinate: string;
  readonly reason: string;
  /** Where it is said, as `file:line`. */
  readonly place: string;
};

/** Fields that are deliberately granted to nobody, and what is wrong with the file that says so. */
export type NotGrantedReading = {
  readonly fields: readonly NotGranted[];
  readonly problems: readonly string[];
};

/** Reads not-granted.yaml; none is there, where a policy has no such fields. */
export function readNotGranted(file: string): NotGrantedReading {
  if (!existsSync(file)) return { fields: [], problems: [] };
  const problems: string[] = [];
  const sheet = openSheet(file, readFileSync(file), problems);
  const shape = { what: 'this file', required: ['notGranted'], optional: [] };
  const list = sheet && entriesOf(sheet.top, sheet, shape).get('notGranted');
  const groups = list ? itemsOf(list.value, sheet, 'notGranted') : [];
  return { fields: sheet ? groups.flatMap((group) => groupOf(group, sheet)) : [], problems };
}

function groupOf(node: Node, sheet: Sheet): readonly NotGranted[] {
  const shape = { what: 'an entry of notGranted', required: ['reason', 'fields'], optional: [] };
  const entries = entriesOf(node, sheet, shape);
  const said = entries.get('reason');
  const reason = said ? textOf(said.value, sheet, 'reason') : '';
  const fields = entries.get('fields');
  return (fields ? itemsOf(fields.value, sheet, 'fields') : []).map((item) => ({
    coordinate: textOf(item, sheet, 'each entry of fields'),
    reason,
    place: `${sheet.file}:${sheet.lineOf(item)}`,
  }));
}

/** What an entry is said of: itself, or with `Type.*` what its type has besides the entries that are written out. */
export function reasonsFor(
  open: ReadonlySet<string>,
  fields: readonly NotGranted[],
): ReadonlyMap<string, NotGranted> {
  const said = new Map(fields.map((each) => [each.coordinate, each]));
  const found = [...open].flatMap((coordinate) => {
    const each = said.get(coordinate) ?? said.get(`${coordinate.split('.')[0]}.*`);
    return each ? [[coordinate, each] as const] : [];
  });
  return new Map(found);
}

/** Entries that are about nothing, with what to do: misspelt, no longer open, or said before. */
export function idleProblems(
  { fields }: NotGrantedReading,
  open: ReadonlySet<string>,
  known: ReadonlySet<string>,
): readonly string[] {
  const covered = new Set(reasonsFor(open, fields).values());
  const last = new Map(fields.map((each) => [each.coordinate, each]));
  return fields.flatMap((each) => {
    const { coordinate, place } = each;
    if (last.get(coordinate) !== each) return [`${place}: "${coordinate}" stands here again below; keep one`];
    if (covered.has(each)) return [];
    if (coordinate.endsWith('.*'))
      return [`${place}: ${coordinate} has no field that nobody is granted; take it out`];
    if (!known.has(coordinate))
      return [
        `${place}: there is no field "${coordinate}"${didYouMean(coordinate, known)}; correct it, or take it out`,
      ];
    return [`${place}: ${coordinate} is decided already, by its class or by a matter's grant; take it out`];
  });
}
