import { readFileSync } from 'node:fs';
import { isScalar, type Node } from 'yaml';
import { didYouMean } from './nearest.ts';
import { entriesOf, itemsOf, openSheet, type Sheet, textOf } from './sheet.ts';

/** How much may be asked: see quotas.yaml for what the members mean. */
export type QuotaRules = {
  readonly requests: readonly RequestRule[];
  readonly subjectsPerHour: SubjectLimits;
};

/** Limits for every unit, department and matter that it names; one that it doesn't name may be any, each counted by itself. */
export type RequestRule = {
  readonly unit?: string;
  readonly department?: string;
  readonly matter?: string;
  readonly perHour?: number;
  readonly perDay?: number;
};

/** How many different subjects a clerk may ask about within an hour, by role; null: any number. */
export type SubjectLimits = { readonly default: number | null; readonly [role: string]: number | null };

/** What reading quotas gives: rules, or all their problems at once. */
export type QuotasReading =
  | { readonly kind: 'rules'; readonly rules: QuotaRules }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** Names that rules may use; a kind that is left out is not checked. */
export type QuotaNames = {
  readonly departments?: readonly string[];
  readonly matters?: readonly string[];
  readonly roles?: readonly string[];
};

/** Reads a file of quotas; each problem reads `file:line: what is wrong and what to do`. */
export function readQuotas(file: string, names: QuotaNames = {}): QuotasReading {
  const problems: string[] = [];
  const sheet = openSheet(file, readFileSync(file), problems);
  const rules = sheet && rulesOf(sheet, names);
  return rules && problems.length === 0 ? { kind: 'rules', rules } : { kind: 'problems', problems };
}

function rulesOf(sheet: Sheet, names: QuotaNames): QuotaRules {
  const top = entriesOf(sheet.top, sheet, {
    what: 'the file',
    required: ['requests', 'subjectsPerHour'],
    optional: [],
  });
  const requests = top.get('requests');
  const subjects = top.get('subjectsPerHour');
  return {
    requests: requests ? requestRulesOf(requests.value, sheet, names) : [],
    subjectsPerHour: subjects ? subjectLimitsOf(subjects.value, sheet, names) : { default: null },
  };
}

function requestRulesOf(node: Node, sheet: Sheet, names: QuotaNames): readonly RequestRule[] {
  const firstLines = new Map<string, number>();
  return itemsOf(node, sheet, '"requests"').map((item) => {
    const rule = requestRuleOf(item, sheet, names);
    const place = JSON.stringify([rule.unit, rule.department, rule.matter]);
    const first = firstLines.get(place);
    if (first === undefined) firstLines.set(place, sheet.lineOf(item));
    else sheet.report(item, `this rule is for the same as that of line ${first}; make them one`);
    return rule;
  });
}

function requestRuleOf(item: Node, sheet: Sheet, { departments, matters }: QuotaNames): RequestRule {
  const entries = entriesOf(item, sheet, {
    what: 'a rule of "requests"',
    optional: ['unit', 'department', 'matter', 'perHour', 'perDay'],
  });
  const text = (name: string, known?: readonly string[]) => {
    const entry = entries.get(name);
    if (!entry) return {};
    const value = textOf(entry.value, sheet, `"${name}"`);
    if (value !== '' && known && !known.includes(value))
      sheet.report(entry.value, `there is no ${name} "${value}"${didYouMean(value, known)}`);
    return { [name]: value };
  };
  const limit = (name: string) => {
    const entry = entries.get(name);
    return entry ? { [name]: limitOf(entry.value, sheet, name) } : {};
  };
  if (!entries.has('perHour') && !entries.has('perDay'))
    sheet.report(item, 'a rule of "requests" limits nothing; give it "perHour", "perDay" or both');
  return {
    ...text('unit'),
    ...text('department', departments),
    ...text('matter', matters),
    ...limit('perHour'),
    ...limit('perDay'),
  };
}

function subjectLimitsOf(node: Node, sheet: Sheet, { roles }: QuotaNames): SubjectLimits {
  const entries = entriesOf(node, sheet, {
    what: '"subjectsPerHour"',
    required: ['default'],
    ...(roles && { optional: roles }),
  });
  const limits = [...entries].map(([role, { value }]) => {
    const isUnlimited = isScalar(value) && value.value === unlimited;
    return [role, isUnlimited ? null : limitOf(value, sheet, role)] as const;
  });
  return { default: null, ...Object.fromEntries(limits) };
}

const unlimited = 'unlimited';

function limitOf(node: Node, sheet: Sheet, name: string): number {
  const value = isScalar(node) ? node.value : undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= mostPerWindow)
    return value;
  const or = name.startsWith('per') ? '' : `, or "${unlimited}"`;
  sheet.report(node, `"${name}" must be a whole number from 1 to ${mostPerWindow}${or}`);
  return mostPerWindow;
}

const mostPerWindow = 1_000_000_000;
