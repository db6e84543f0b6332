import {
  type DocumentNode,
  type FieldNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
} from 'graphql';
import type { EntityKeys } from '../graph/entity-keys.ts';
import type { Fetch } from '../graph/plan.ts';

/**
 * The operation of a fetch that also asks for the keys of the entities that it asks about, so that an answer about another
 * entity is found out. A key that the department has on loan from others is not asked.
 */
export function askingForKeys(fetch: Fetch, entityKeys: EntityKeys): string {
  if (fetch.entities.length === 0) return fetch.operation;
  const aliases = new Set(fetch.entities.map(({ alias }) => alias));
  const document = parse(fetch.operation, { noLocation: true });
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
    const selections = definition.selectionSet.selections.map((each) =>
      each.kind === Kind.FIELD && aliases.has((each.alias ?? each.name).value)
        ? withKeys(each, (typename) => namedKeys(fetch, entityKeys, typename))
        : each,
    );
    return { ...definition, selectionSet: { ...definition.selectionSet, selections } };
  });
  const asking: DocumentNode = { ...document, definitions };
  return stripIgnoredCharacters(print(asking));
}

/** Keys of a type that the representations give and the department can give back. */
function namedKeys({ department, entities }: Fetch, entityKeys: EntityKeys, typename: string): string[] {
  const named = new Set(
    entities.flatMap(({ requires }) =>
      requires.flatMap((required) =>
        required.kind === 'on'
          ? required.selections.flatMap((each) => (each.kind === 'field' ? [each.name] : []))
          : [],
      ),
    ),
  );
  return entityKeys(department, typename).flatMap(({ field, isGiven }) =>
    isGiven && named.has(field) ? [field] : [],
  );
}

function withKeys(field: FieldNode, keysOf: (typename: string) => readonly string[]): FieldNode {
  if (!field.selectionSet) return field;
  const selections = field.selectionSet.selections.map((each): SelectionNode => {
    const typename = each.kind === Kind.INLINE_FRAGMENT ? each.typeCondition?.name.value : undefined;
    if (each.kind !== Kind.INLINE_FRAGMENT || typename === undefined) return each;
    return { ...each, selectionSet: added(each.selectionSet, keysOf(typename)) };
  });
  return { ...field, selectionSet: { ...field.selectionSet, selections } };
}

function added(set: SelectionSetNode, keys: readonly string[]): SelectionSetNode {
  const has = (key: string) =>
    set.selections.some((each) => each.kind === Kind.FIELD && (each.alias ?? each.name).value === key);
  const missing = keys
    .filter((key) => !has(key))
    .map((key): FieldNode => ({ kind: Kind.FIELD, name: { kind: Kind.NAME, value: key } }));
  return { ...set, selections: [...set.selections, ...missing] };
}
