import { Fault } from '../errors.ts';
import type { Place } from '../graph/places.ts';
import type { Required, Rewrite } from '../graph/plan.ts';
import { type Read, readerOf } from '../graph/read.ts';
import { isRecord } from '../record.ts';
import { type Growing, type IsOfType, isOfOne } from './place.ts';

/** How the entity of a record is named to a department. */
export type Represent = {
  /**
   * What the department needs to know, as JSON text: the same for the same entity. Null when there is no such entity; a
   * Fault when a part of it could not be had.
   */
  readonly textOf: (record: Growing) => string | Fault | null;
  /** What tells an entity from others without any text, where one field does. */
  readonly idOf: (record: Growing) => string | number | undefined;
  /** Of records with one id, the text is the same if these are. */
  readonly others: readonly Read[];
};

export type Representing = {
  readonly requires: readonly Required[];
  readonly inputRewrites: readonly Rewrite[];
  /** Fields of the entity's key; an entity whose key is null is none. */
  readonly keys: readonly string[];
  /** Where the records stand. */
  readonly place: Place | undefined;
  readonly isOfType: IsOfType;
};

/** Compiles the selection over a record from which its representation is built. */
export function representer(representing: Representing): Represent {
  const { requires, inputRewrites, place } = representing;
  const scope: Scope = { ...representing, changes: inputRewrites.map(inputChange), isTop: true };
  const members = membersFor(requires, place, scope);
  return {
    textOf(record) {
      const text = membersOf(record, members);
      if (text === '') return typeof record['__typename'] === 'string' ? null : lacking();
      return typeof text === 'string' ? `{${text}}` : text;
    },
    ...identifier(representing),
  };
}

/** Most entities have a key of one field; a record whose type is not the very one may be represented otherwise. */
function identifier({ requires, keys, place }: Representing): Pick<Represent, 'idOf' | 'others'> {
  const none = { idOf: () => undefined, others: [] };
  const [only, ...more] = requires;
  if (only?.kind !== 'on' || more.length > 0) return none;
  const fields = only.selections.filter((each) => each.kind === 'on' || each.name !== '__typename');
  const names = fields.flatMap((each) =>
    each.kind === 'field' && each.selections.length === 0 ? each.name : [],
  );
  const id = names.find((name) => keys.includes(name)) ?? names[0];
  if (id === undefined || names.length < fields.length) return none;
  return {
    idOf: idReader(only.type, readerOf(place, id)),
    others: names.filter((name) => name !== id).map((name) => readerOf(place, name)),
  };
}

function idReader(type: string, read: Read): Represent['idOf'] {
  return (record) => {
    const value = record['__typename'] === type ? read(record) : undefined;
    return typeof value === 'string' || typeof value === 'number' ? value : undefined;
  };
}

/** The text of a member of an object, of several, none (""), or why there can be none. */
type Member = (record: Growing) => string | Fault | null;

type Scope = Pick<Representing, 'keys' | 'isOfType'> & {
  readonly changes: readonly InputChange[];
  readonly isTop: boolean;
};

type InputChange = {
  readonly types: readonly string[] | null;
  readonly key: string;
  readonly change: Rewrite['change'];
};

function membersOf(record: Growing, members: readonly Member[]): string | Fault | null {
  let text = '';
  for (const member of members) {
    const own = member(record);
    if (typeof own !== 'string') return own;
    if (own !== '') text = text === '' ? own : `${text},${own}`;
  }
  return text;
}

/** Apart from those who keep the result, so that it holds nothing of the compiling. */
function membersFor(
  selections: readonly Required[],
  place: Place | undefined,
  scope: Scope,
): readonly Member[] {
  return selections.map((each) => memberOf(each, place, scope));
}

function memberOf(required: Required, place: Place | undefined, scope: Scope): Member {
  const { isOfType, keys, changes, isTop } = scope;
  if (required.kind === 'on') {
    const inner = membersFor(required.selections, place, scope);
    const types = [required.type];
    return (record) => (isOfOne(record, types, isOfType) ? membersOf(record, inner) : '');
  }
  const { name, as, selections } = required;
  const within = { ...scope, changes: [], isTop: false };
  const inner = membersFor(selections, place?.inner.get(name), within);
  const read = readerOf(place, name);
  const own = changes.filter(({ key }) => key === as);
  const isKey = isTop && keys.includes(name);
  const prefix = `${JSON.stringify(as)}:`;
  return (record) => {
    const change = own.find(({ types }) => !types || isOfOne(record, types, isOfType))?.change;
    if (change && 'setTo' in change) return prefix + JSON.stringify(change.setTo);
    const value = read(record);
    if (isKey && value === null) return null;
    const text = valueText(value, inner);
    if (typeof text !== 'string') return text;
    return change ? `${JSON.stringify(change.renameTo)}:${text}` : prefix + text;
  };
}

function valueText(value: unknown, inner: readonly Member[]): string | Fault | null {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === undefined) return lacking();
  if (value instanceof Fault) return value;
  if (Array.isArray(value)) return listText(value, inner);
  if (!isRecord(value) || inner.length === 0) return JSON.stringify(value);
  const text = membersOf(value, inner);
  return typeof text === 'string' ? `{${text}}` : text;
}

/** Whoever was asked for it answered without it. */
function lacking(): Fault {
  return new Fault('DEPARTMENT_ANSWER_INVALID', { cause: new Error('a record lacks what it is known by') });
}

function listText(items: readonly unknown[], inner: readonly Member[]): string | Fault | null {
  const texts: string[] = [];
  for (const item of items) {
    const text = valueText(item, inner);
    if (typeof text !== 'string') return text;
    texts.push(text);
  }
  return `[${texts.join(',')}]`;
}

function inputChange({ path, key, change }: Rewrite): InputChange {
  const [first, ...rest] = path;
  if (first && (first.kind !== 'type' || rest.length > 0))
    throw new Error('a plan rewrites within a representation');
  return { types: first?.kind === 'type' ? first.names : null, key, change };
}
