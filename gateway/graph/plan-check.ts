import { type DocumentNode, type FieldNode, Kind, parse, print, type SelectionSetNode } from 'graphql';
import { operationOf } from './asked.ts';
import { type Fragments, fragmentsOf } from './fragments.ts';
import { type JoinRules, joinRules } from './join-rules.ts';
import { fetchesOf, type Place, placeAt, surveyor } from './places.ts';
import type { EntityFetch, Fetch, Plan, Required } from './plan.ts';

/**
 * Refuses a plan whose answer would be wrong: both planners were seen to ask a department for what it only has from others,
 * to have a field computed without what it requires, with one value for two that differ by their arguments, of an entity by
 * a key that nobody has told yet, under one name what no department can answer under one, or for records without saying what
 * of them. Throws an Error that says what is wrong.
 */
export type PlanCheck = (plan: Plan, operation: string) => void;

export function planCheck(supergraph: DocumentNode): PlanCheck {
  const rules = joinRules(supergraph);
  const roots = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };
  for (const definition of supergraph.definitions)
    if (definition.kind === Kind.SCHEMA_DEFINITION)
      for (const { operation, type } of definition.operationTypes) roots[operation] = type.name.value;
  return (plan, operation) => {
    const places = surveyor();
    const required: RequiredAt = new Map();
    for (const fetch of fetchesOf(plan)) {
      const document = parse(fetch.operation, { noLocation: true });
      const scope = { department: fetch.department, fragments: fragmentsOf(document), rules };
      const { selectionSet } = operationOf(document);
      checkShapes(
        [{ set: selectionSet, typename: fetch.entities.length === 0 ? roots[fetch.operationKind] : '' }],
        scope,
      );
      if (fetch.entities.length === 0)
        checkSelection(selectionSet, {
          ...scope,
          typename: roots[fetch.operationKind],
          provided: [],
          given: null,
        });
      for (const entity of fetch.entities) {
        const standing = entity.paths.map((path) => placeAt(places.root, path));
        for (const place of standing) checkKnown(entity.requires, place);
        checkEntities(selectionSet, { entity, places: standing, required }, scope);
      }
      places.note(fetch);
    }
    checkComplete(operationOf(parse(operation, { noLocation: true })).selectionSet, places.root);
  };
}

/** What is asked of every type must be asked of somebody. What is asked of some alone may be of none that can stand there. */
function checkComplete({ selections }: SelectionSetNode, place: Place): void {
  for (const each of selections) {
    if (each.kind !== Kind.FIELD || each.name.value === '__typename') continue;
    const key = (each.alias ?? each.name).value;
    if (!place.keys.has(key)) throw new Error(`nobody is asked for ${each.name.value}`);
    const inner = place.inner.get(key);
    if (each.selectionSet && inner) checkComplete(each.selectionSet, inner);
  }
}

type Typed = { readonly set: SelectionSetNode; readonly typename: string };

/** What is asked under one key of records that may be of several types must have one shape. */
function checkShapes(asked: readonly Typed[], scope: Scope): void {
  const byKey = new Map<string, { shape: string; readonly inner: Typed[] }>();
  const note = ({ set, typename }: Typed): void => {
    for (const each of set.selections) {
      if (each.kind !== Kind.FIELD) {
        const fragment = each.kind === Kind.FRAGMENT_SPREAD ? scope.fragments.get(each.name.value) : each;
        if (fragment)
          note({ set: fragment.selectionSet, typename: fragment.typeCondition?.name.value ?? typename });
        continue;
      }
      const rule = scope.rules.field(scope.department, typename, each.name.value);
      const key = (each.alias ?? each.name).value;
      const known = byKey.get(key) ?? { shape: rule?.shape ?? '', inner: [] };
      byKey.set(key, known);
      if (rule && known.shape !== rule.shape)
        throw new Error(`${scope.department} is asked for two shapes as ${key}`);
      if (each.selectionSet) known.inner.push({ set: each.selectionSet, typename: rule?.typename ?? '' });
    }
  };
  for (const each of asked) note(each);
  for (const { inner } of byKey.values()) checkShapes(inner, scope);
}

type Scope = {
  readonly department: Fetch['department'];
  readonly fragments: Fragments;
  readonly rules: JoinRules;
};

type At = Scope & {
  readonly typename: string;
  /** What a field above says that the department provides here though others own it. */
  readonly provided: readonly SelectionSetNode[];
  /** Names of what the representation tells; null where there is none. */
  readonly given: ReadonlySet<string> | null;
};

function checkEntities(root: SelectionSetNode, requiring: Requiring, scope: Scope): void {
  const { entity } = requiring;
  const field = root.selections.find(
    (each): each is FieldNode => each.kind === Kind.FIELD && (each.alias ?? each.name).value === entity.alias,
  );
  const given = new Set(entity.requires.flatMap(namesGiven));
  for (const each of field?.selectionSet?.selections ?? []) {
    if (each.kind === Kind.FIELD) continue;
    const fragment = each.kind === Kind.FRAGMENT_SPREAD ? scope.fragments.get(each.name.value) : each;
    const typename = fragment?.typeCondition?.name.value;
    if (!fragment || typename === undefined) continue;
    const keys = scope.rules.keys(scope.department, typename);
    if (keys.length > 0 && !keys.some((key) => key.every((name) => given.has(name))))
      throw new Error(`${scope.department} does not find ${typename} by what it is told`);
    const at = { ...scope, typename, provided: [], given };
    checkRequirements(fragment.selectionSet, at, requiring);
    checkSelection(fragment.selectionSet, at);
  }
}

/** What is required with some arguments, by where it stands and the key under which it was fetched. */
type RequiredAt = Map<Place, Map<string, string>>;

/** What is required with one argument must not be told with another's value. */
function checkRequirements(set: SelectionSetNode, at: At, { entity, places, required }: Requiring): void {
  const needs = fieldsIn(set, at).flatMap(
    ({ name }) => at.rules.field(at.department, at.typename, name.value)?.requires?.selections ?? [],
  );
  for (const need of needs) {
    if (need.kind !== Kind.FIELD) continue;
    const text = (need.arguments ?? []).map(print).join();
    const key = entity.requires.flatMap((each) => keysGiven(each, need.name.value))[0] ?? need.name.value;
    for (const place of places) {
      const known = required.get(place) ?? new Map<string, string>();
      required.set(place, known);
      if ((known.get(key) ?? text) !== text)
        throw new Error(`${at.typename}.${need.name.value} is required with two arguments at once`);
      known.set(key, text);
    }
  }
}

/** The keys of a record from which a name of its representation is filled. */
function keysGiven(required: Required, name: string): readonly string[] {
  if (required.kind === 'on') return required.selections.flatMap((each) => keysGiven(each, name));
  return required.as === name ? [required.name] : [];
}

type Requiring = {
  readonly entity: EntityFetch;
  readonly places: readonly Place[];
  readonly required: RequiredAt;
};

function checkSelection({ selections }: SelectionSetNode, at: At): void {
  for (const each of selections) {
    if (each.kind === Kind.FIELD) {
      checkField(each, at);
      continue;
    }
    const fragment = each.kind === Kind.FRAGMENT_SPREAD ? at.fragments.get(each.name.value) : each;
    if (!fragment) continue;
    checkSelection(fragment.selectionSet, {
      ...at,
      typename: fragment.typeCondition?.name.value ?? at.typename,
    });
  }
}

function checkField({ name, selectionSet }: FieldNode, at: At): void {
  const { department, typename, provided, given } = at;
  const rule = at.rules.field(department, typename, name.value);
  if (!rule) return;
  const here = provided.flatMap((set) =>
    fieldsIn(set, at).filter((field) => field.name.value === name.value),
  );
  if (rule.isExternal && here.length === 0)
    throw new Error(`${department} is asked for ${typename}.${name.value}, which it has from others`);
  const needs = rule.requires ? namesOf(rule.requires) : [];
  if (needs.some((need) => !given?.has(need)))
    throw new Error(`${department} is asked for ${typename}.${name.value} without what that requires`);
  if (!selectionSet) {
    if (rule.isComposite)
      throw new Error(`${department} is not asked for any field of ${typename}.${name.value}`);
    return;
  }
  const inner = [
    ...here.flatMap((field) => field.selectionSet ?? []),
    ...(rule.provides ? [rule.provides] : []),
  ];
  checkSelection(selectionSet, { ...at, typename: rule.typename, provided: inner, given: null });
}

/** What names an entity must have been asked of somebody before. */
function checkKnown(requires: readonly Required[], place: Place): void {
  for (const each of requires) {
    if (each.kind === 'on') checkKnown(each.selections, place);
    else if (each.name !== '__typename' && !place.keys.has(each.name))
      throw new Error(`${each.name} is used before it is known`);
  }
}

function namesGiven(required: Required): readonly string[] {
  return required.kind === 'on' ? required.selections.flatMap(namesGiven) : [required.as];
}

function namesOf(set: SelectionSetNode): readonly string[] {
  return set.selections.flatMap((each) => (each.kind === Kind.FIELD ? [each.name.value] : []));
}

/** The fields of a selection, those in its fragments too. */
function fieldsIn({ selections }: SelectionSetNode, at: Pick<At, 'fragments'>): readonly FieldNode[] {
  return selections.flatMap((each): readonly FieldNode[] => {
    if (each.kind === Kind.FIELD) return [each];
    const fragment = each.kind === Kind.FRAGMENT_SPREAD ? at.fragments.get(each.name.value) : each;
    return fragment ? fieldsIn(fragment.selectionSet, at) : [];
  });
}
