import { Fault } from '../errors.ts';
import type { Required, Rewrite } from '../graph/plan.ts';
import { type Growing, type IsOfType, isOfOne, isRecord } from './place.ts';

/**
 * What a department needs to know of an entity to add to it, as JSON text: the same for the same entity. Null when the
 * record lacks a part of it, so that the department can't be asked; the Fault that stands there if that is why.
 */
export type Represent = (record: Growing) => string | Fault | null;

/** Compiles the selection over a record from which its representation is built. */
export function representer(
  requires: readonly Required[],
  inputRewrites: readonly Rewrite[],
  isOfType: IsOfType,
): Represent {
  const members = requires.map((each) => memberOf(each, inputRewrites.map(inputChange), isOfType));
  return (record) => {
    const text = membersOf(record, members);
    if (text === '') return null;
    return typeof text === 'string' ? `{${text}}` : text;
  };
}

/** The text of a member of an object, of several, none (""), or why there can be none. */
type Member = (record: Growing) => string | Fault | null;

function membersOf(record: Growing, members: readonly Member[]): string | Fault | null {
  let text = '';
  for (const member of members) {
    const own = member(record);
    if (typeof own !== 'string') return own;
    if (own !== '') text = text === '' ? own : `${text},${own}`;
  }
  return text;
}

type InputChange = {
  readonly types: readonly string[] | null;
  readonly key: string;
  readonly change: Rewrite['change'];
};

function memberOf(required: Required, changes: readonly InputChange[], isOfType: IsOfType): Member {
  if (required.kind === 'on') {
    const inner = required.selections.map((each) => memberOf(each, changes, isOfType));
    const types = [required.type];
    return (record) => (isOfOne(record, types, isOfType) ? membersOf(record, inner) : '');
  }
  const { name, as, selections } = required;
  const own = changes.filter(({ key }) => key === as);
  const inner = selections.map((each) => memberOf(each, [], isOfType));
  const prefix = `${JSON.stringify(as)}:`;
  return (record) => {
    const change = own.find(({ types }) => !types || isOfOne(record, types, isOfType))?.change;
    if (change && 'setTo' in change) return `${prefix}${JSON.stringify(change.setTo)}`;
    const text = valueText(Object.hasOwn(record, name) ? record[name] : undefined, inner);
    if (typeof text !== 'string') return text;
    return change ? `${JSON.stringify(change.renameTo)}:${text}` : prefix + text;
  };
}

function valueText(value: unknown, inner: readonly Member[]): string | Fault | null {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === undefined || value instanceof Fault) return value ?? null;
  if (Array.isArray(value)) return listText(value, inner);
  if (!isRecord(value) || inner.length === 0) return JSON.stringify(value);
  const text = membersOf(value, inner);
  return typeof text === 'string' ? `{${text}}` : text;
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
