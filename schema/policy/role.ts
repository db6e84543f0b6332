import type { Node } from 'yaml';
import { entriesOf, type Sheet, textOf, wordOf } from './sheet.ts';

/** One role that a caller's token may name. */
export type Role = {
  readonly code: string;
  readonly title: string;
  /** What the role is for, in the words that people are shown. */
  readonly says: string;
  /** Whether it sees what its own department provides without a matter's grant. */
  readonly ownDepartment: 'clear' | 'none';
  /** Whether a matter must be named for anything that isn't shared unconditionally. */
  readonly needsMatter: boolean;
};

/** Who there is: roles, and the departments that use data without providing any (their titles by code). */
export type Roll = {
  readonly roles: ReadonlyMap<string, Role>;
  readonly departments: ReadonlyMap<string, string>;
};

/** Reads roles and departments; what is wrong with them is told by the sheet. */
export function readRoll(sheet: Sheet): Roll {
  const entries = entriesOf(sheet.top, sheet, {
    what: 'this file',
    required: ['roles', 'departments'],
    optional: [],
  });
  return {
    roles: codedOf(entries.get('roles')?.value, sheet, (node, code) => roleOf(node, code, sheet)),
    departments: codedOf(entries.get('departments')?.value, sheet, (node, code) => textOf(node, sheet, code)),
  };
}

function codedOf<V>(
  node: Node | undefined,
  sheet: Sheet,
  read: (node: Node, code: string) => V,
): ReadonlyMap<string, V> {
  const coded = new Map<string, V>();
  if (!node) return coded;
  for (const [code, { key, value }] of entriesOf(node, sheet, { what: 'this list' })) {
    if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code)) coded.set(code, read(value, code));
    else sheet.report(key, `"${code}" must be lower-case words with hyphens between, like window-clerk`);
  }
  return coded;
}

function roleOf(node: Node, code: string, sheet: Sheet): Role {
  const entries = entriesOf(node, sheet, {
    what: code,
    required: ['title', 'says', 'ownDepartment', 'needsMatter'],
    optional: [],
  });
  const text = (name: string): string => {
    const entry = entries.get(name);
    return entry ? textOf(entry.value, sheet, name) : '';
  };
  const own = entries.get('ownDepartment')?.value;
  const needs = entries.get('needsMatter')?.value;
  return {
    code,
    title: text('title'),
    says: text('says'),
    ownDepartment: own ? wordOf(own, sheet, { what: 'ownDepartment', words: ['none', 'clear'] }) : 'none',
    needsMatter: needs
      ? wordOf(needs, sheet, { what: 'needsMatter', words: ['true', 'false'] }) === 'true'
      : true,
  };
}
