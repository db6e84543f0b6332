import { isMap, isScalar, type Node } from 'yaml';
import { entriesOf, itemsOf, type Sheet, wordOf } from './sheet.ts';

/** How a matter shows a field: as it is, or as the field's mask rule leaves it. */
export type Effect = 'clear' | 'masked';

/** On which records a grant holds: the subject is a party of the case, or lives in the caller's region. */
export type RowCondition = 'party' | 'own-region';

/** What a matter grants of one field; `otherwise` is for records on which a condition in `where` doesn't hold. */
export type Grant = {
  readonly show: Effect;
  readonly where: readonly RowCondition[];
  readonly otherwise: 'masked' | 'denied';
};

/** Reads `fields`: what is granted of each `Type.field` or `Type.*`, told where it isn't written so. */
export function grantsOf(node: Node, sheet: Sheet): ReadonlyMap<string, Grant> {
  const entries = entriesOf(node, sheet, { what: 'fields' });
  if (isMap(node) && node.items.length === 0) sheet.report(node, 'fields names none; add one');
  const grants = new Map<string, Grant>();
  for (const [name, { key, value }] of entries) {
    if (coordinate.test(name)) grants.set(name, grantOf(value, name, sheet));
    else sheet.report(key, `"${name}" names no field; write Type.field, or Type.* for the rest of a type`);
  }
  return grants;
}

// Names that begin with two underscores are GraphQL's own, and none of a matter's business.
const coordinate = /^(?!__)[A-Za-z_]\w*\.(\*|(?!__)[A-Za-z_]\w*)$/;

function grantOf(node: Node, name: string, sheet: Sheet): Grant {
  if (isScalar(node))
    return { show: wordOf(node, sheet, { what: name, words: effects }), where: [], otherwise: 'denied' };
  const entries = entriesOf(node, sheet, {
    what: name,
    required: ['show', 'where'],
    optional: ['otherwise'],
  });
  const show = entries.get('show')?.value;
  const where = entries.get('where')?.value;
  const otherwise = entries.get('otherwise')?.value;
  const grant: Grant = {
    show: show ? wordOf(show, sheet, { what: 'show', words: effects }) : 'masked',
    where: where ? conditionsOf(where, sheet) : [],
    otherwise: otherwise ? wordOf(otherwise, sheet, { what: 'otherwise', words: fallbacks }) : 'denied',
  };
  if (grant.show === grant.otherwise)
    sheet.report(node, `${name} is masked either way; write "${name}: masked" alone`);
  return grant;
}

const effects = ['clear', 'masked'] as const;
const fallbacks = ['denied', 'masked'] as const;
const conditions = ['party', 'own-region'] as const;

function conditionsOf(node: Node, sheet: Sheet): readonly RowCondition[] {
  const words = itemsOf(node, sheet, 'where').map((item) =>
    wordOf(item, sheet, { what: 'where', words: conditions }),
  );
  if (new Set(words).size < words.length) sheet.report(node, 'where names a condition twice; keep one');
  return words;
}
