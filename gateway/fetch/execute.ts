import { type FieldNode, type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { Fault } from '../errors.ts';
import type { EntityFetch, Fetch, Plan } from '../graph/plan.ts';
import type { Department, DepartmentAnswer, DepartmentError } from './department.ts';
import { mergeInto } from './merge.ts';
import { type Growing, type IsOfType, isRecord, type Place, placesAt } from './place.ts';
import { representationOf } from './representation.ts';
import { rewrite } from './rewrite.ts';

/** What departments said, merged, and what went wrong at which path. */
export type Fetched = {
  readonly data: Growing;
  readonly problems: readonly { readonly fault: Fault; readonly path: readonly (string | number)[] }[];
  /** Every call made: proves cost, and tells our time from theirs. */
  readonly calls: readonly Call[];
};

export type Call = {
  readonly department: string;
  /** 0 for the first calls; a call that needs the answers of wave n is of wave n + 1. */
  readonly wave: number;
  readonly ms: number;
  readonly representations: number;
  readonly outcome: 'answered' | Fault['code'];
};

export type Execution = {
  readonly departments: ReadonlyMap<string, Department>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly isOfType: IsOfType;
  readonly signal: AbortSignal;
};

/** Carries out a plan: steps of a sequence in order, parallel ones together. A department's failure stays at its paths. */
export async function execute(plan: Plan | null, execution: Execution): Promise<Fetched> {
  const run: Run = { ...execution, data: {}, problems: [], calls: [] };
  if (plan) await step(plan, 0, run);
  return run;
}

type Run = Execution & {
  readonly data: Growing;
  readonly problems: { fault: Fault; path: readonly (string | number)[] }[];
  readonly calls: Call[];
};

/** Carries out one step as of a wave; gives the wave that whatever waits for it belongs to. */
async function step(plan: Plan, wave: number, run: Run): Promise<number> {
  switch (plan.kind) {
    case 'sequence': {
      let next = wave;
      for (const each of plan.steps) next = await step(each, next, run);
      return next;
    }
    case 'parallel':
      return Math.max(wave, ...(await Promise.all(plan.steps.map((each) => step(each, wave, run)))));
    case 'when': {
      const branch = run.variables[plan.variable] === true ? plan.ifTrue : plan.ifFalse;
      return branch ? step(branch, wave, run) : wave;
    }
    case 'fetch':
      await (plan.entities.length > 0 ? fetchEntities(plan, wave, run) : fetchRoot(plan, wave, run));
      return wave + 1;
  }
}

async function fetchRoot(fetch: Fetch, wave: number, run: Run): Promise<void> {
  const answer = await ask(fetch, { variables: {}, representations: 0, wave }, run);
  const owned = () => ({
    set: operationSelection(fetch.operation),
    places: [{ record: run.data, path: [] }],
  });
  if (answer instanceof Fault) {
    fail(answer, owned(), run);
    return;
  }
  for (const error of answer.errors)
    run.problems.push({ fault: faultOf(error, fetch.department), path: error.path ?? [] });
  if (!answer.data) {
    if (answer.errors.length === 0) fail(invalid(fetch, 'neither data nor errors'), owned(), run);
    for (const { responseKey } of keysOf(owned().set)) run.data[responseKey] ??= null;
    return;
  }
  const data = { ...answer.data };
  rewrite(data, fetch.outputRewrites, run.isOfType);
  mergeInto(run.data, data);
}

/** The places of one entity field of a fetch, grouped by what is asked: alike representations are asked once. */
type Asked = {
  readonly entity: EntityFetch;
  readonly representations: Growing[];
  readonly places: Place[][];
};

async function fetchEntities(fetch: Fetch, wave: number, run: Run): Promise<void> {
  const asked = fetch.entities.map((entity) => gather(entity, run));
  const representations = asked.reduce((sum, each) => sum + each.representations.length, 0);
  if (representations === 0) return;
  const variables = Object.fromEntries(asked.map((each) => [each.entity.variable, each.representations]));
  const answer = await ask(fetch, { variables, representations, wave }, run);
  if (answer instanceof Fault) {
    for (const each of asked) fail(answer, ownedBy(fetch, each), run);
    return;
  }
  for (const each of asked) {
    const records = answer.data?.[each.entity.alias];
    const errors = answer.errors.filter((error) => error.path?.[0] === each.entity.alias || !error.path);
    if (!Array.isArray(records) || records.length !== each.representations.length) {
      const fault = errors[0]
        ? faultOf(errors[0], fetch.department)
        : invalid(fetch, 'a list of another length');
      if (each.representations.length > 0) fail(fault, ownedBy(fetch, each), run);
      continue;
    }
    deliver(records, each, run);
    for (const error of errors) placeError(error, each, { fetch, run });
  }
}

function gather(entity: EntityFetch, run: Run): Asked {
  const asked: Asked = { entity, representations: [], places: [] };
  const known = new Map<string, number>();
  for (const path of entity.paths)
    for (const place of placesAt(run.data, path, run.isOfType)) {
      const representation = representationOf(place.record, entity.requires, run.isOfType);
      if (!representation) continue;
      rewrite(representation, entity.inputRewrites, run.isOfType);
      const words = JSON.stringify(representation);
      const index = known.get(words) ?? asked.representations.push(representation) - 1;
      known.set(words, index);
      const places = asked.places[index] ?? [];
      places.push(place);
      asked.places[index] = places;
    }
  return asked;
}

function deliver(records: readonly unknown[], { entity, places }: Asked, run: Run): void {
  for (const [index, found] of records.entries()) {
    if (!isRecord(found)) continue;
    rewrite(found, entity.outputRewrites, run.isOfType);
    // Each place gets its own copy: later steps add to one place what another must not show.
    for (const place of places[index] ?? []) mergeInto(place.record, structuredClone(found));
  }
}

function placeError(error: DepartmentError, asked: Asked, { fetch, run }: { fetch: Fetch; run: Run }): void {
  const fault = faultOf(error, fetch.department);
  const [, index, ...rest] = error.path ?? [];
  const places = typeof index === 'number' ? asked.places[index] : undefined;
  if (!places) {
    fail(fault, ownedBy(fetch, asked), run);
    return;
  }
  if (rest.length === 0) fail(fault, { ...ownedBy(fetch, asked), places }, run);
  else for (const { path } of places) run.problems.push({ fault, path: [...path, ...rest] });
}

async function ask(
  fetch: Fetch,
  { variables, representations, wave }: { variables: Growing; representations: number; wave: number },
  run: Run,
): Promise<DepartmentAnswer | Fault> {
  const started = performance.now();
  const note = (outcome: Call['outcome']) =>
    run.calls.push({
      department: fetch.department,
      wave,
      ms: performance.now() - started,
      representations,
      outcome,
    });
  for (const name of fetch.variables) if (name in run.variables) variables[name] = run.variables[name];
  try {
    const department = run.departments.get(fetch.department);
    if (!department) throw new Fault('DEPARTMENT_UNAVAILABLE', { department: fetch.department });
    const { operation } = fetch;
    const answer = await department.ask({ operation, variables, headers: run.headers, signal: run.signal });
    note('answered');
    return answer;
  } catch (error) {
    const fault =
      error instanceof Fault
        ? error
        : new Fault('DEPARTMENT_UNAVAILABLE', { cause: error, department: fetch.department });
    note(fault.code);
    return fault;
  }
}

/** What a fetch would have filled in: the fields of its selection at each place. */
type Owned = { readonly set: Selected; readonly places: readonly Place[] };

function fail(fault: Fault, { set, places }: Owned, run: Run): void {
  for (const { record, path } of places)
    for (const { responseKey, type } of keysOf(set)) {
      const typename = record['__typename'];
      if (type !== null && typeof typename === 'string' && !run.isOfType(typename, type)) continue;
      if (responseKey === '__typename') continue;
      record[responseKey] ??= null;
      run.problems.push({ fault, path: [...path, responseKey] });
    }
}

function ownedBy(fetch: Fetch, { entity, places }: Asked): Owned {
  const { selection, fragments } = operationSelection(fetch.operation);
  const field = selection.selections.find(
    (each): each is FieldNode => each.kind === Kind.FIELD && (each.alias ?? each.name).value === entity.alias,
  );
  const inner = field?.selectionSet ?? { kind: Kind.SELECTION_SET, selections: [] };
  return { set: { selection: inner, fragments }, places: places.flat() };
}

type Selected = {
  readonly selection: SelectionSetNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
};

/** Only failures come here, so a department's operation is parsed on its dark days alone. */
function operationSelection(operation: string): Selected {
  const { definitions } = parse(operation, { noLocation: true });
  const fragments = new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  const main = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  return { selection: main?.selectionSet ?? { kind: Kind.SELECTION_SET, selections: [] }, fragments };
}

function* keysOf({ selection, fragments }: Selected, type: string | null = null): Generator<OwnedKey> {
  for (const each of selection.selections) {
    if (each.kind === Kind.FIELD) yield { responseKey: (each.alias ?? each.name).value, type };
    else {
      const fragment = each.kind === Kind.FRAGMENT_SPREAD ? fragments.get(each.name.value) : each;
      if (fragment)
        yield* keysOf(
          { selection: fragment.selectionSet, fragments },
          fragment.typeCondition?.name.value ?? type,
        );
    }
  }
}

type OwnedKey = { readonly responseKey: string; readonly type: string | null };

function faultOf({ message, extensions }: DepartmentError, department: string): Fault {
  const code = extensions?.['code'] === 'BAD_USER_INPUT' ? 'ARGUMENT_REFUSED' : 'DEPARTMENT_FAILED';
  return new Fault(code, { cause: new Error(message), department });
}

function invalid(fetch: Fetch, what: string): Fault {
  return new Fault('DEPARTMENT_ANSWER_INVALID', { cause: new Error(what), department: fetch.department });
}
