import {
  type DocumentNode,
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { MaskRule } from '#gateway/effect.ts';
import { masked } from '#gateway/mask/mask.ts';
import { factsOf } from './leak-facts.ts';
import type { Asker } from './leak-policies.ts';
import { isRevealing } from './leak-reads.ts';
import { type Facts, type Look, lookOf, meets, nobody } from './leak-rights.ts';
import { isGuarded, type Rule, ruleOf } from './leak-rules.ts';
import { root, type Thing, valueOf } from './leak-things.ts';
import { baseOf, type Field, membersOf, objectOf, type World } from './leak-worlds.ts';

/** An operation and who asks it. */
export type Asking = {
  readonly world: World;
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly asker: Asker;
  /** Told how each leaf looks. */
  readonly note: (look: Look) => void;
};

/** What somebody may see of an operation's answer: written as plainly as can be, one record and field at a time. */
export function answerOf(asking: Asking): unknown {
  const operation = asking.document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('there is no operation');
  const sets = [{ set: operation.selectionSet, type: 'Query', isRefused: false }];
  return objectAnswer(root, { sets, facts: nobody }, asking) ?? null;
}

/** A selection set, the type that it is written on, and whether all in it is refused. */
type AskedSet = { readonly set: SelectionSetNode; readonly type: string; readonly isRefused: boolean };
type AskedField = { readonly node: FieldNode; readonly type: string; readonly isRefused: boolean };
type Inside = { readonly sets: readonly AskedSet[]; readonly facts: Facts };

/** Nothing at all (undefined) where a value is missing that was promised. */
function objectAnswer(thing: Thing, { sets, facts: around }: Inside, asking: Asking): unknown {
  const facts = factsOf(asking.world, thing, { around, asker: asking.asker });
  const answer: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, asked] of fieldsAsked(thing.__typename, sets, asking)) {
    const value = fieldAnswer(thing, asked, { facts, asking });
    if (value === undefined) return undefined;
    answer[key] = value;
  }
  return answer;
}

function fieldsAsked(
  type: string,
  sets: readonly AskedSet[],
  asking: Asking,
): ReadonlyMap<string, readonly AskedField[]> {
  const fields = new Map<string, AskedField[]>();
  const collect = ({ set, type: written, isRefused }: AskedSet): void => {
    for (const selection of set.selections) {
      if (!isIncluded(selection, asking)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const asked = {
          node: selection,
          type: written,
          isRefused: isRefused || isRefusedHere(selection, written, asking),
        };
        fields.set(key, [...(fields.get(key) ?? []), asked]);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragmentOf(selection.name.value, asking);
      const on = fragment.typeCondition?.name.value ?? written;
      if (membersOf(asking.world, on).includes(type))
        collect({ set: fragment.selectionSet, type: on, isRefused });
    }
  };
  for (const set of sets) collect(set);
  return fields;
}

function isIncluded(selection: SelectionNode, { variables }: Asking): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, variables);
  const include = getDirectiveValues(GraphQLIncludeDirective, selection, variables);
  return skip?.['if'] !== true && include?.['if'] !== false;
}

function fragmentOf(name: string, { document }: Asking) {
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === name) return each;
  throw new Error(`there is no fragment ${name}`);
}

/** Refused as it is asked there: through an interface any of whose types ask for more, or with an argument that reveals. */
function isRefusedHere(
  node: FieldNode,
  written: string,
  { world, schema, variables, asker }: Asking,
): boolean {
  const { value: name } = node.name;
  if (name.startsWith('__')) return false;
  const members = membersOf(world, written);
  if (
    isInterfaceType(schema.getType(written)) &&
    !members.every((each) => meets(ruleOf(world, each, name), asker))
  )
    return true;
  return isRevealing({ node, written, members }, { world, schema, variables, asker });
}

function fieldAnswer(
  thing: Thing,
  asked: readonly AskedField[],
  { facts, asking }: { readonly facts: Facts; readonly asking: Asking },
): unknown {
  const { world, schema, variables, asker } = asking;
  const [{ node }] = asked as [AskedField];
  const { value: name } = node.name;
  if (name === '__typename') return thing.__typename;
  if (name === '__schema') return { queryType: { name: 'Query' } };
  const field = objectOf(world, thing.__typename).fields.find((each) => each.name === name) as Field;
  const rule = ruleOf(world, thing.__typename, name);
  const type = isGuarded(rule) ? field.type.replace(/!$/, '') : field.type;
  const hidden = type.endsWith('!') ? undefined : null;
  if (asked.every(({ isRefused }) => isRefused) || !meets(rule, asker)) return hidden;
  const definition = schema.getType(thing.__typename);
  if (!isObjectType(definition)) throw new Error(`there is no ${thing.__typename}`);
  const known = definition.getFields()[name];
  const args = known ? getArgumentValues(known, node, variables) : {};
  const sets = asked.flatMap(({ node: { selectionSet }, isRefused }) =>
    selectionSet ? [{ set: selectionSet, type: baseOf(field.type), isRefused }] : [],
  );
  const value = valueOf(world, thing, { field, args });
  return shown(value, type, { look: looker(rule, facts, asker), rule, inside: { sets, facts }, asking });
}

/** A credit code says itself whether it is a sole trader's; all else is known of the record. */
function looker(rule: Rule, facts: Facts, asker: Asker): (value: unknown) => Look {
  return (value) => {
    const soleTrader = rule.isCreditCode ? String(value).startsWith('92') : facts.soleTrader;
    return lookOf(rule, { ...facts, soleTrader }, asker);
  };
}

type Showing = {
  readonly look: (value: unknown) => Look;
  readonly rule: Rule;
  readonly inside: Inside;
  readonly asking: Asking;
};

function shown(value: unknown, type: string, showing: Showing): unknown {
  const isPromised = type.endsWith('!');
  const hidden = isPromised ? undefined : null;
  if (value === null) return hidden;
  const inner = type.replace(/!$/, '');
  if (inner.startsWith('[')) return listShown(value as readonly unknown[], inner, showing) ?? hidden;
  const look = showing.look(value);
  if (!showing.rule.isComposite) showing.asking.note(look);
  switch (look) {
    case 'denied':
      return hidden;
    case 'masked':
      return masked(showing.rule.mask as MaskRule, value) ?? hidden;
    case 'clear':
      return showing.rule.isComposite
        ? (objectAnswer(value as Thing, showing.inside, showing.asking) ?? hidden)
        : value;
  }
}

function listShown(values: readonly unknown[], type: string, showing: Showing): unknown {
  // Of what is hidden whatever the value, nobody learns how many there are.
  if (['91', '92'].every((kind) => showing.look(kind) === 'denied')) return undefined;
  const items = values.map((each) => shown(each, type.slice(1, -1), showing));
  return items.includes(undefined) ? undefined : items;
}
