import { basename } from 'node:path';
import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { checkCreditCode } from '../identifiers/credit-code.ts';
import { type Grant, grantsOf } from './grant.ts';
import { type Entry, entriesOf, type Sheet, textOf, textsOf, wordOf } from './sheet.ts';

/** What the subject later sees of look-ups under a matter. */
export type AccessLog =
  | { readonly kind: 'shown' }
  | { readonly kind: 'delayed'; readonly days: number }
  | { readonly kind: 'hidden'; readonly basis: string };

/** One 事项: who may look, why, at which subject, and which fields (`Type.field` or `Type.*`). */
export type Matter = {
  readonly code: string;
  readonly title: string;
  readonly basis: readonly string[];
  readonly subject: 'citizen' | 'enterprise' | 'either';
  readonly roles: readonly string[];
  readonly departments: readonly string[];
  /** Credit codes of the only units that may use it; empty: every unit of the departments. */
  readonly units: readonly string[];
  readonly case: 'required' | 'optional';
  /** First and last day, `YYYY-MM-DD`, both included; null: no last day. */
  readonly validity: { readonly from: string; readonly to: string | null };
  readonly accessLog: AccessLog;
  /** The basis on which anything of somebody under 14 may be seen; null: nothing may. */
  readonly minors: { readonly basis: string } | null;
  readonly fields: ReadonlyMap<string, Grant>;
  /** Its file, from the policy's folder. */
  readonly file: string;
  /** Lines of its file by member, and by `member name` of what stands under it (`fields Citizen.name`). */
  readonly lines?: ReadonlyMap<string, number>;
};

/** Reads a matter; what is wrong with it is told by the sheet, and stands in the result as something harmless. */
export function readMatter(sheet: Sheet): Matter {
  const entries = entriesOf(sheet.top, sheet, shape);
  const value = <V>(name: string, read: (node: Node) => V, missing: V): V => {
    const entry = entries.get(name);
    return entry ? read(entry.value) : missing;
  };
  const text = (name: string) => value(name, (node) => textOf(node, sheet, name), '');
  const texts = (name: string) => value(name, (node) => textsOf(node, sheet, name), []);
  return {
    code: value('code', (node) => codeOf(node, sheet), ''),
    title: text('title'),
    basis: texts('basis'),
    subject: value('subject', (node) => wordOf(node, sheet, { what: 'subject', words: subjects }), 'either'),
    roles: texts('roles'),
    departments: texts('departments'),
    units: value('units', (node) => unitsOf(node, sheet), []),
    case: value('case', (node) => wordOf(node, sheet, { what: 'case', words: caseWords }), 'required'),
    validity: value('validity', (node) => validityOf(node, sheet), { from: '', to: null }),
    accessLog: value('accessLog', (node) => accessLogOf(node, sheet), { kind: 'shown' }),
    minors: value('minors', (node) => minorsOf(node, sheet), null),
    fields: value<Matter['fields']>('fields', (node) => grantsOf(node, sheet), new Map()),
    file: sheet.file,
    lines: linesOf(entries, sheet),
  };
}

const shape = {
  what: 'a matter',
  required: 'code title basis subject roles departments case validity accessLog fields'.split(' '),
  optional: ['units', 'minors'],
};
const subjects = ['citizen', 'enterprise', 'either'] as const;
const caseWords = ['required', 'optional'] as const;

function codeOf(node: Node, sheet: Sheet): string {
  const code = textOf(node, sheet, 'code');
  const named = basename(sheet.file, '.yaml');
  if (code !== '' && !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code))
    sheet.report(
      node,
      `the code "${code}" must be lower-case words with hyphens between, like water-permit-renewal`,
    );
  else if (code !== '' && code !== named)
    sheet.report(node, `the code is "${code}" but the file "${named}.yaml"; give both one name`);
  return code;
}

function unitsOf(node: Node, sheet: Sheet): readonly string[] {
  const units = textsOf(node, sheet, 'units');
  for (const unit of units) {
    const finding = checkCreditCode(unit);
    if (finding.kind === 'invalid') sheet.report(node, `"${unit}" in units: ${finding.message}`);
  }
  return units;
}

function validityOf(node: Node, sheet: Sheet): Matter['validity'] {
  const entries = entriesOf(node, sheet, { what: 'validity', required: ['from'], optional: ['to'] });
  const from = dateOf(entries.get('from'), sheet);
  const to = entries.has('to') ? dateOf(entries.get('to'), sheet) : null;
  if (to !== null && to < from)
    sheet.report(node, `validity ends (${to}) before it begins (${from}); correct one`);
  return { from, to };
}

function dateOf(entry: Entry | undefined, sheet: Sheet): string {
  const text = entry && isScalar(entry.value) ? String(entry.value.value) : '';
  const date = new Date(`${text}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text))
    return text;
  if (entry) sheet.report(entry.value, `"${text}" is no day of the calendar; write it like 2026-01-31`);
  return '';
}

function accessLogOf(node: Node, sheet: Sheet): AccessLog {
  if (isScalar(node)) {
    wordOf(node, sheet, { what: 'accessLog', words: ['shown'] });
    return { kind: 'shown' };
  }
  const entries = entriesOf(node, sheet, { what: 'accessLog', optional: ['delayedDays', 'hidden'] });
  const delayed = entries.get('delayedDays')?.value;
  const hidden = entries.get('hidden')?.value;
  if (delayed && hidden) sheet.report(node, 'accessLog is delayed and hidden at once; keep one');
  if (hidden) return { kind: 'hidden', basis: textOf(hidden, sheet, 'the basis of hidden') };
  if (delayed) return { kind: 'delayed', days: daysOf(delayed, sheet) };
  if (entries.size === 0)
    sheet.report(node, 'accessLog is shown, { delayedDays: … } or { hidden: its basis }');
  return { kind: 'shown' };
}

function daysOf(node: Node, sheet: Sheet): number {
  const days = isScalar(node) && typeof node.value === 'number' ? node.value : 0;
  if (Number.isInteger(days) && days >= 1 && days <= 3650) return days;
  sheet.report(node, 'delayedDays must be a whole number from 1 to 3650');
  return 0;
}

function minorsOf(node: Node, sheet: Sheet): Matter['minors'] {
  const basis = entriesOf(node, sheet, { what: 'minors', required: ['basis'], optional: [] }).get('basis');
  return basis ? { basis: textOf(basis.value, sheet, 'the basis of minors') } : null;
}

/** Lists and `fields` are noted by entry, under `member name`, as what is wrong is mostly one of them. */
function linesOf(entries: ReadonlyMap<string, Entry>, sheet: Sheet): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const [member, { key, value }] of entries) {
    lines.set(member, sheet.lineOf(key));
    const parts = isMap<Node>(value)
      ? value.items.map(({ key: name }) => name)
      : isSeq<Node>(value)
        ? value.items
        : [];
    for (const part of parts)
      if (isScalar(part)) lines.set(`${member} ${String(part.value)}`, sheet.lineOf(part));
  }
  return lines;
}
