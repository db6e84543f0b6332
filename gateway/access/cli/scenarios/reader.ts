import { readFileSync } from 'node:fs';
import { isScalar, type Node } from 'yaml';
import { todayInChina } from '#schema/identifiers/china-time.ts';
import { didYouMean } from '#schema/policy/nearest.ts';
import {
  type Entry,
  entriesOf,
  itemsOf,
  openSheet,
  type Sheet,
  textOf,
  wordOf,
} from '#schema/policy/sheet.ts';
import { type FactName, fact } from '../../../effect.ts';
import type { Rights } from '../../policy/decide.ts';
import { callerIn } from './caller.ts';
import { expectedIn } from './expected.ts';
import type { Known, Scenario } from './scenario.ts';

/** Scenarios, or what is wrong with their file. */
export type ScenarioReading = {
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly string[];
};

/** Reads a file of scenarios; each problem reads `file:line: what is wrong and what to do`. */
export function readScenarios(file: string, known: Known): ScenarioReading {
  const problems: string[] = [];
  const sheet = openSheet(file, readFileSync(file), problems);
  if (!sheet) return { scenarios: [], problems };
  const lines = new Map<string, number>();
  const scenarios = itemsOf(sheet.top, sheet, 'the file').map((item) => {
    const scenario = scenarioOf(item, sheet, known);
    const first = lines.get(scenario.name);
    if (first !== undefined)
      sheet.report(
        item,
        `"${scenario.name}" stands here again, first on line ${first}; give it another name`,
      );
    lines.set(scenario.name, first ?? scenario.line);
    return scenario;
  });
  return { scenarios, problems };
}

const shape = {
  what: 'a scenario',
  required: ['名称', '谁'],
  optional: ['事项', '办件', '记录', '日期', '事项被拒', '可以看', '脱敏看', '看不到', '因为'],
};

function scenarioOf(node: Node, sheet: Sheet, known: Known): Scenario {
  const entries = entriesOf(node, sheet, shape);
  const value = <V>(name: string, read: (entry: Entry) => V, missing: V): V => {
    const entry = entries.get(name);
    return entry ? read(entry) : missing;
  };
  const word = <W>(name: string, words: Readonly<Record<string, W>>, missing: W): W =>
    value(name, ({ value: given }) => meaningOf(given, sheet, { what: name, words }), missing);
  const facts = value('记录', ({ value: given }) => factsOf(given, sheet), 0);
  const expected = expectedIn(entries, sheet, known.fields);
  const isRefused = word('事项被拒', { 是: true }, false);
  if (expected.length === 0 && !isRefused)
    sheet.report(node, 'a scenario says what is seen: 可以看, 脱敏看 or 看不到; or 事项被拒: 是');
  return {
    file: sheet.file,
    line: sheet.lineOf(node),
    name: value('名称', ({ value: given }) => textOf(given, sheet, '名称'), ''),
    asking: {
      caller: callerIn(entries.get('谁')?.value ?? node, sheet, known),
      matter: value('事项', ({ value: given }) => matterOf(given, sheet, known), null),
      standing: word('办件', standings, 'none'),
      isUnmasking: (facts & fact.unmasked) !== 0,
      today: value('日期', ({ value: given }) => dateOf(given, sheet), todayInChina()),
    },
    facts,
    isRefused,
    expected,
    because: word('因为', reasonCodes, null),
  };
}

const standings: Readonly<Record<string, Rights['standing']>> = {
  已核实: 'verified',
  未核实: 'unverified',
  无: 'none',
};

const factNames: Readonly<Record<string, FactName>> = {
  未成年: 'minor',
  个体工商户: 'soleTrader',
  当事人: 'party',
  本辖区: 'inRegion',
  解除脱敏: 'unmasked',
};

const reasonCodes: Readonly<Record<string, string | null>> = {
  不予共享: 'NOT_SHARED',
  没选事项: 'NO_MATTER',
  没有办件: 'CASE_NEEDED',
  办件未核实: 'CASE_UNVERIFIED',
  没有授权: 'NOT_GRANTED',
  不是这条记录: 'NOT_THIS_RECORD',
  无法脱敏: 'NOT_MASKABLE',
  未成年人: 'MINOR',
  级别不够: 'CLEARANCE',
};

/** What the reasons of denials are called in scenarios, by their codes. */
export const reasonNames: ReadonlyMap<string | null, string> = new Map(
  Object.entries(reasonCodes).map(([name, code]) => [code, name]),
);

type Meanings<W> = { readonly what: string; readonly words: Readonly<Record<string, W>> };

function meaningOf<W>(node: Node, sheet: Sheet, { what, words }: Meanings<W>): W {
  const names = Object.keys(words);
  const word = wordOf(node, sheet, { what, words: names as [string, ...string[]] });
  return words[word] as W;
}

function factsOf(node: Node, sheet: Sheet): number {
  return itemsOf(node, sheet, '记录').reduce(
    (facts, item) => facts | fact[meaningOf(item, sheet, { what: '记录', words: factNames })],
    0,
  );
}

function matterOf(node: Node, sheet: Sheet, { matters }: Known): string {
  const code = textOf(node, sheet, '事项');
  const codes = [...matters];
  if (code !== '' && !codes.includes(code))
    sheet.report(node, `there is no matter "${code}"${didYouMean(code, codes)}`);
  return code;
}

function dateOf(node: Node, sheet: Sheet): string {
  const text = isScalar(node) ? String(node.value) : '';
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) sheet.report(node, `日期 must be a day like 2026-01-31`);
  return text;
}
