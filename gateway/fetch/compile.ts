import { type FieldNode, Kind, parse } from 'graphql';
import { type Asked, fieldsIn, keysOf, operationOf } from '../graph/asked.ts';
import type { EntityKeys } from '../graph/entity-keys.ts';
import { askedOfEntities, isDirect, isMerged, type Place, type Places, placeAt } from '../graph/places.ts';
import type { EntityFetch, Fetch, PathSegment, Plan } from '../graph/plan.ts';
import { propertySetter, type SetProperty } from '../graph/property.ts';
import { readerOf } from '../graph/read.ts';
import { askingForKeys } from './key-check.ts';
import { type Growing, type IsOfType, type Way, type Ways, waysIn } from './place.ts';
import { type Represent, representer } from './representation.ts';
import { type Rewriter, rewriter } from './rewrite.ts';

/** A plan made ready to be carried out any number of times. */
export type Program =
  | { readonly kind: 'sequence'; readonly steps: readonly Program[] }
  | { readonly kind: 'parallel'; readonly steps: readonly Program[] }
  | RootStep
  | EntityStep;

/** A request to a department for root fields. */
export type RootStep = Request & {
  readonly kind: 'root';
  readonly asked: Asked;
  readonly rewrite: Rewriter;
  /** The root fields, with their arguments. */
  readonly fields: readonly FieldNode[];
  readonly foreign: readonly Foreign[];
};

/** A request to a department for what it adds to entities. */
export type EntityStep = Request & { readonly kind: 'entities'; readonly parts: readonly EntityPart[] };

export type Request = {
  readonly department: string;
  readonly operationKind: Fetch['operationKind'];
  /** The request's body up to its variables, as JSON text. */
  readonly head: string;
  readonly variables: readonly string[];
};

/** One `_entities` field of a request. */
export type EntityPart = {
  readonly alias: string;
  readonly variable: string;
  readonly routes: readonly Route[];
  readonly asked: Asked;
  /** Links its answers to records. */
  readonly setLink: SetProperty;
  /** What it is asked for that others are asked parts of too: merged into the record, not read by the link. */
  readonly merged: Asked;
  /** Its keys, but the type. */
  readonly mergedKeys: readonly string[];
  /** Whether its answers can change which records stand where: values alone don't. */
  readonly bringsRecords: boolean;
  readonly rewrite: Rewriter;
  readonly foreign: readonly Foreign[];
};

/** Keys of the records under a key that others alone are asked for: what a department sends there unasked is taken out. */
export type Foreign = {
  readonly key: string;
  readonly keys: readonly string[];
  readonly within: readonly Foreign[];
};

/** A way to records that a part asks about. */
export type Route = {
  readonly path: readonly PathSegment[];
  readonly way: Way | null;
  readonly represent: Represent;
  /** The keys by which an entity is found; an answer that repeats them must repeat them as they were asked. */
  readonly keys: readonly { readonly name: string; readonly read: (record: Growing) => unknown }[];
};

export type Compiling = {
  readonly places: Places;
  readonly isOfType: IsOfType;
  readonly entityKeys: EntityKeys;
};

/** Compiles a plan. Throws an Error for a plan that says what we can't carry out. */
export function compile(plan: Plan, compiling: Compiling): Program {
  return programOf(plan, { ...compiling, wayTo: waysIn(compiling.places, compiling.isOfType) });
}

type WithWays = Compiling & { readonly wayTo: Ways };

function programOf(plan: Plan, compiling: WithWays): Program {
  if (plan.kind !== 'fetch')
    return { kind: plan.kind, steps: plan.steps.map((step) => programOf(step, compiling)) };
  const asked = compiling.places.askedOf(plan);
  const request: Request = {
    department: plan.department,
    operationKind: plan.operationKind,
    head: `{"query":${JSON.stringify(askingForKeys(plan, compiling.entityKeys))}`,
    variables: plan.variables,
  };
  if (plan.entities.length > 0) {
    const parts = plan.entities.map((entity) => partOf(entity, { fetch: plan, asked }, compiling));
    return { ...request, kind: 'entities', parts };
  }
  const { selections } = operationOf(parse(plan.operation, { noLocation: true })).selectionSet;
  const fields = selections.flatMap((each) => (each.kind === Kind.FIELD ? bare(each) : []));
  return {
    ...request,
    kind: 'root',
    asked,
    fields,
    rewrite: rewriter(plan.outputRewrites, compiling.isOfType),
    foreign: foreignIn([asked], [compiling.places.root]),
  };
}

/** A field without what is asked of its value. */
function bare({ selectionSet: _asked, ...field }: FieldNode): FieldNode {
  return field;
}

function partOf(
  entity: EntityFetch,
  { fetch, asked }: { readonly fetch: Fetch; readonly asked: Asked },
  compiling: WithWays,
): EntityPart {
  const { places, isOfType } = compiling;
  const own = askedOfEntities(asked, entity);
  const standing = entity.paths.map((path) => placeAt(places.root, path));
  const merged = only(
    own,
    new Set(keysOf(own).filter((key) => standing.some((place) => isMerged(place, key)))),
  );
  return {
    alias: entity.alias,
    variable: entity.variable,
    routes: entity.paths.map((path) => routeOf(path, { entity, fetch }, compiling)),
    asked: own,
    setLink: propertySetter(places.linkOf(entity)),
    merged,
    mergedKeys: [...new Set(keysOf(merged))].filter((key) => key !== '__typename'),
    bringsRecords: hasParts(own) || keysOf(merged).length > 0,
    rewrite: rewriter(entity.outputRewrites, isOfType),
    foreign: foreignIn([own], standing),
  };
}

/** A key can be asked several times, by type: what one asks is not foreign to the others. */
function foreignIn(asked: readonly Asked[], places: readonly Place[]): readonly Foreign[] {
  const fields = asked.flatMap(fieldsIn);
  return [...new Set(fields.map(({ key }) => key))].flatMap((key) => {
    const inner = fields.flatMap((field) => (field.key === key && field.inner ? [field.inner] : []));
    const at = places.flatMap((place) => place.inner.get(key) ?? []);
    const own = new Set(['__typename', ...inner.flatMap(keysOf)]);
    const told = at.flatMap((place) => [...place.keys.keys()].filter((each) => isDirect(place, each)));
    const keys = [...new Set(told)].filter((each) => !own.has(each));
    const within = inner.length > 0 && at.length > 0 ? foreignIn(inner, at) : [];
    return keys.length + within.length > 0 ? [{ key, keys, within }] : [];
  });
}

function routeOf(
  path: readonly PathSegment[],
  { entity, fetch }: { readonly entity: EntityFetch; readonly fetch: Fetch },
  { places, isOfType, entityKeys, wayTo }: WithWays,
): Route {
  const place = placeAt(places.root, path);
  const keys = keysNamed(entity, (typename) =>
    entityKeys(fetch.department, typename).map(({ field }) => field),
  );
  const { requires, inputRewrites } = entity;
  return {
    path,
    way: wayTo(path),
    represent: representer({ requires, inputRewrites, keys, place, isOfType }),
    keys: keys.map((name) => ({ name, read: readerOf(place, name) })),
  };
}

/** The fields of its representations that are a department's key for the entity, and not what it otherwise needs to know. */
function keysNamed(
  { requires, inputRewrites }: EntityFetch,
  keysFor: (typename: string) => readonly string[],
): readonly string[] {
  // What a department knows by its interface is represented under the interface's name.
  const others = inputRewrites.flatMap(({ change }) =>
    'setTo' in change && typeof change.setTo === 'string' ? [change.setTo] : [],
  );
  const keys = requires.flatMap((required) => {
    if (required.kind !== 'on') return [];
    const known = [required.type, ...others].flatMap(keysFor);
    return required.selections.flatMap((each) =>
      each.kind === 'field' && each.selections.length === 0 && known.includes(each.name) ? [each.name] : [],
    );
  });
  return [...new Set(keys)];
}

function hasParts({ fields, on }: Asked): boolean {
  return fields.some(({ inner }) => inner) || on.some(({ asked }) => hasParts(asked));
}

/** The part of what is asked that is under some keys. */
function only({ fields, on }: Asked, keys: ReadonlySet<string>): Asked {
  return {
    fields: fields.filter(({ key }) => keys.has(key)),
    on: on.flatMap(({ type, asked }) => {
      const inner = only(asked, keys);
      return inner.fields.length + inner.on.length > 0 ? [{ type, asked: inner }] : [];
    }),
  };
}
