import { isUtf8 } from 'node:buffer';
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { didYouMean } from './nearest.ts';

/** One file of the policy as it is being read; problems gather in a list that all files share. */
export type Sheet = {
  readonly file: string;
  readonly top: Node;
  readonly lineOf: (node: Node) => number;
  /** Notes what is wrong at a place, and what to do about it. */
  readonly report: (node: Node, problem: string) => void;
};

/** A member of a mapping: its name and what it says, as they stand in the file. */
export type Entry = { readonly key: Node; readonly value: Node };

/** Opens a YAML file, or tells why it can't be; anchors, aliases and tags are refused, so a file is as large as it looks. */
export function openSheet(file: string, bytes: Uint8Array, problems: string[]): Sheet | null {
  const lines = new LineCounter();
  let told = 0;
  const tell = (line: number, problem: string) => {
    told++;
    if (told <= maxProblems) problems.push(`${file}:${line}: ${problem}`);
    if (told === maxProblems)
      problems.push(`${file}:${line}: there may be more from here on; mend these first`);
  };
  const lineOf = (node: Node) => lines.linePos(node.range?.[0] ?? 0).line;
  const report = (node: Node, problem: string) => tell(lineOf(node), problem);
  const before = problems.length;
  const top = parsed(bytes, lines, tell);
  if (top) tellShortcuts(top, report);
  return top && problems.length === before ? { file, top, lineOf, report } : null;
}

type Tell = (line: number, problem: string) => void;

function parsed(bytes: Uint8Array, lines: LineCounter, tell: Tell): Node | null {
  if (bytes.length > maxFileBytes) {
    tell(1, `the file has ${bytes.length} bytes; keep it to ${maxFileBytes}`);
    return null;
  }
  if (!isUtf8(bytes)) {
    tell(1, 'the file is not in UTF-8; save it as UTF-8');
    return null;
  }
  const text = new TextDecoder().decode(bytes);
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false };
  const { contents, errors, warnings } = parseDocument(text, options);
  const broken = [...errors, ...warnings];
  for (const { pos, code, message } of broken)
    tell(
      lines.linePos(pos[0]).line,
      code === 'RESOURCE_EXHAUSTION'
        ? tooDeep
        : `this is no YAML (${message}); check indentation, colons and quotes here`,
    );
  if (broken.length > 0) tellWideColons(text, tell);
  else if (!contents) tell(1, 'the file is empty; delete it or fill it in');
  return broken.length > 0 ? null : contents;
}

const tooDeep = 'nested too deeply; write it flat';
const maxNesting = 40;
const maxFileBytes = 131_072;
const maxProblems = 50;

/** The commonest slip with a Chinese keyboard, which YAML reports as something else and often elsewhere. */
function tellWideColons(text: string, tell: Tell): void {
  for (const [index, line] of text.split('\n').entries())
    if (/^\s*[\w.*-]+\s*\uff1a/u.test(line))
      tell(index + 1, 'the full-width "\uff1a" is no colon in YAML; write ": " with a space');
}

function tellShortcuts(top: Node, report: Sheet['report']): void {
  visit(top, (_key, node, { length }) => {
    if (!isNode(node)) return undefined;
    if (length > maxNesting) {
      report(node, tooDeep);
      return visit.BREAK;
    }
    if (isAlias(node)) report(node, `"*${node.source}" refers to another place; write it out`);
    else if (node.anchor !== undefined)
      report(node, `the anchor "&${node.anchor}" isn't allowed; leave it out`);
    else if (node.tag !== undefined && !/^tag:yaml\.org,2002:(map|seq|str)$/.test(node.tag))
      report(node, `the tag ${node.tag} isn't allowed; leave it out`);
    return undefined;
  });
}

/** What a mapping is called in words, and its members' names: those it must have, those it may have, or any. */
export type MappingShape = {
  readonly what: string;
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
};

/** The members of a mapping by name; told: what is no mapping, a name twice, unknown or missing, one without a value. */
export function entriesOf(node: Node, sheet: Sheet, shape: MappingShape): ReadonlyMap<string, Entry> {
  const { what, required = [], optional } = shape;
  const entries = new Map<string, Entry>();
  if (!isMap<Node, Node | null>(node)) {
    sheet.report(node, `${what} must be written as "name: value" lines`);
    return entries;
  }
  const known = optional && [...required, ...optional];
  const lines = new Map<string, number>();
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const first = lines.get(name);
    if (first !== undefined)
      sheet.report(key, `"${name}" stands here again, first on line ${first}; keep one`);
    else if (known && !known.includes(name))
      sheet.report(
        key,
        `${what} has no member "${name}"${didYouMean(name, known)}; it has ${known.join(', ')}`,
      );
    else if (!value || (isScalar(value) && value.value === null))
      sheet.report(key, `"${name}" says nothing; write a value behind ": "`);
    else entries.set(name, { key, value });
    lines.set(name, first ?? sheet.lineOf(key));
  }
  for (const name of required) if (!lines.has(name)) sheet.report(node, `${what} lacks "${name}"; add it`);
  return entries;
}

/** A text of up to 200 characters; otherwise told, and empty. */
export function textOf(node: Node, sheet: Sheet, what: string): string {
  const text = isScalar(node) && typeof node.value === 'string' ? node.value.trim() : '';
  if (text === '') sheet.report(node, `${what} must be a text; put quotes around numbers, true and false`);
  else if (text.length > 200) sheet.report(node, `${what} has ${text.length} characters; keep it to 200`);
  return text;
}

/** One of the words that are allowed; otherwise told, and the first of them. */
export function wordOf<W extends string>(
  node: Node,
  sheet: Sheet,
  { what, words }: { readonly what: string; readonly words: readonly [W, ...W[]] },
): W {
  const given = isScalar(node) ? String(node.value) : '';
  const word = words.find((each) => each === given);
  if (word === undefined)
    sheet.report(
      node,
      `${what} can't be "${given}"${didYouMean(given, words)}; it is one of ${words.join(', ')}`,
    );
  return word ?? words[0];
}

/** The items of a list, which must have one at least; otherwise told. */
export function itemsOf(node: Node, sheet: Sheet, what: string): readonly Node[] {
  if (isSeq<Node>(node) && node.items.length > 0) return node.items;
  sheet.report(node, `${what} must be a list with one entry at least, like [one, two]`);
  return [];
}

/** The texts of a list, each once; otherwise told. */
export function textsOf(node: Node, sheet: Sheet, what: string): readonly string[] {
  const seen = new Set<string>();
  for (const item of itemsOf(node, sheet, what)) {
    const text = textOf(item, sheet, `each entry of ${what}`);
    if (text !== '' && seen.has(text)) sheet.report(item, `"${text}" stands in ${what} twice; keep one`);
    seen.add(text);
  }
  seen.delete('');
  return [...seen];
}
