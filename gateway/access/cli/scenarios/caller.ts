import { isMap, type Node } from 'yaml';
import { didYouMean } from '#schema/policy/nearest.ts';
import { entriesOf, type Sheet, textOf, textsOf, wordOf } from '#schema/policy/sheet.ts';
import { anonymousExplorer, type Caller } from '../../../identity/caller.ts';
import { levels } from '../deciding.ts';
import type { Known } from './scenario.ts';

/** Who asks in a scenario: a persona by name, 匿名, or somebody described on the spot. */
export function callerIn(node: Node, sheet: Sheet, known: Known): Caller {
  if (isMap(node)) return describedIn(node, sheet, known);
  const name = textOf(node, sheet, '谁');
  const caller = name === anonymous ? anonymousExplorer : known.callers.get(name);
  if (caller) return caller;
  const names = [...known.callers.keys(), anonymous];
  if (name !== '')
    sheet.report(
      node,
      `there is no persona "${name}"${didYouMean(name, names)}; they are ${names.join(', ')}`,
    );
  return anonymousExplorer;
}

/** Who asks without a token. */
const anonymous = '匿名';

function describedIn(node: Node, sheet: Sheet, { roles }: Known): Caller {
  const entries = entriesOf(node, sheet, {
    what: '谁',
    required: ['岗位', '级别'],
    optional: ['部门', '单位', '辖区'],
  });
  const text = (name: string): string | null => {
    const entry = entries.get(name);
    return entry ? textOf(entry.value, sheet, name) : null;
  };
  const given = entries.get('岗位');
  const level = entries.get('级别');
  const named = given ? textsOf(given.value, sheet, '岗位') : [];
  const known = [...roles];
  for (const role of named)
    if (given && !known.includes(role))
      sheet.report(given.value, `roles.yaml has no role "${role}"${didYouMean(role, known)}`);
  return {
    subject: 'scenario',
    name: named.join(),
    isAuthenticated: true,
    org: text('单位'),
    dept: text('部门'),
    roles: named,
    region: text('辖区'),
    scopes: [],
    level: level ? wordOf(level.value, sheet, { what: '级别', words: levels }) : 'L1',
  };
}
