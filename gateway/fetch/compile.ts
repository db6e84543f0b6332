import { type FieldNode, Kind, parse } from 'graphql';
import type { EntityFetch, Fetch, Plan } from '../graph/plan.ts';
import { type Asked, askedBy, keysOf, operationOf } from './asked.ts';
import { type IsOfType, type Step } from './place.ts';
import { type Represent, representer } from './representation.ts';
import { type Rewriter, rewriter } from './rewrite.ts';
import { wayOf } from './way.ts';

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
};

/** A request to a department for what it adds to entities. */
export type EntityStep = Request & { readonly kind: 'entities'; readonly entities: readonly EntityPart[] };

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
  readonly ways: readonly (readonly Step[])[];
  readonly represent: Represent;
  readonly asked: Asked;
  /** What this request alone is asked for at its places: no other department's word counts there. */
  readonly own: readonly string[];
  /** What an earlier request is asked for there too. */
  readonly shared: readonly string[];
  /** The keys by which the entity is found, which an answer that repeats them must repeat as they were asked. */
  readonly keys: readonly string[];
  readonly rewrite: Rewriter;
};

export type Compiling = {
  readonly isOfType: IsOfType;
  /** The key fields, not nested ones, by which a department finds entities of a type. */
  readonly entityKeys: (department: string, typename: string) => readonly string[];
};

/** Compiles a plan. Throws an Error for a plan that says what we can't carry out. */
export function compile(plan: Plan, compiling: Compiling): Program {
  return compileStep(plan, { ...compiling, known: new Map() });
}

type Scope = Compiling & { readonly known: Known };

/** The keys that steps so far asked for, by place; types aside. */
type Known = Map<string, Known>;

function compileStep(plan: Plan, scope: Scope): Program {
  if (plan.kind !== 'fetch')
    return { kind: plan.kind, steps: plan.steps.map((step) => compileStep(step, scope)) };
  const document = parse(plan.operation, { noLocation: true });
  const asked = askedBy(document);
  const request: Request = {
    department: plan.department,
    operationKind: plan.operationKind,
    head: `{"query":${JSON.stringify(plan.operation)}`,
    variables: plan.variables,
  };
  if (plan.entities.length === 0) {
    learn(scope.known, asked);
    const fields = operationOf(document).selectionSet.selections.filter((each) => each.kind === Kind.FIELD);
    return {
      ...request,
      kind: 'root',
      asked,
      fields,
      rewrite: rewriter(plan.outputRewrites, scope.isOfType),
    };
  }
  const entities = plan.entities.map((entity) => {
    const inner = asked.fields.find(({ key }) => key === entity.alias)?.inner;
    if (!inner) throw new Error('a plan asks for entities that its operation does not');
    return partOf(entity, { asked: inner, department: plan.department, scope });
  });
  return { ...request, kind: 'entities', entities };
}

function partOf(
  entity: EntityFetch,
  { asked, department, scope }: { asked: Asked; department: string; scope: Scope },
): EntityPart {
  const ways = entity.paths.map(wayOf);
  const places = ways.map((way) => knownAt(scope.known, way));
  const keys = [...new Set(keysOf(asked))].filter((key) => key !== '__typename');
  const shared = keys.filter((key) => places.some((place) => place.has(key)));
  for (const place of places) learn(place, asked);
  return {
    alias: entity.alias,
    variable: entity.variable,
    ways,
    represent: representer(entity.requires, entity.inputRewrites, scope.isOfType),
    asked,
    own: keys.filter((key) => !shared.includes(key)),
    shared,
    keys: keysOfEntity(entity, department, scope),
    rewrite: rewriter(entity.outputRewrites, scope.isOfType),
  };
}

function keysOfEntity({ requires }: EntityFetch, department: string, scope: Scope): readonly string[] {
  const keys = requires.flatMap((required) => {
    if (required.kind !== 'on') return [];
    const known = scope.entityKeys(department, required.type);
    return required.selections.flatMap((each) =>
      each.kind === 'field' && each.selections.length === 0 && known.includes(each.name) ? [each.name] : [],
    );
  });
  return [...new Set(keys)];
}

function knownAt(known: Known, way: readonly Step[]): Known {
  let at = known;
  for (const step of way) if ('field' in step) at = entered(at, step.field);
  return at;
}

function learn(known: Known, { fields, on }: Asked): void {
  for (const { key, inner } of fields) {
    const at = entered(known, key);
    if (inner) learn(at, inner);
  }
  for (const { asked } of on) learn(known, asked);
}

function entered(known: Known, key: string): Known {
  const inner = known.get(key) ?? new Map();
  known.set(key, inner);
  return inner;
}
