import { Fault } from '../errors.ts';
import type { EntityFetch, Fetch, Plan } from '../graph/plan.ts';
import type { Department, DepartmentAnswer } from './department.ts';
import { failMissing, ownedBy, placeErrors } from './failure.ts';
import { copied, mergeInto } from './merge.ts';
import { emptyRecord, type Growing, type IsOfType, isRecord, recordsAt } from './place.ts';
import { representationOf } from './representation.ts';
import { rewrite } from './rewrite.ts';

/** What departments said, merged. Where one failed, a Fault stands in place of the value. */
export type Fetched = {
  readonly data: Growing;
  /** Every call made: proves cost, and tells our time from theirs. */
  readonly calls: readonly Call[];
};

export type Call = {
  readonly department: string;
  /** 0 for the first calls; a call that needs the answers of wave n is of wave n + 1. */
  readonly wave: number;
  readonly ms: number;
  /** When it was over, RFC 3339. */
  readonly at: string;
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
  const run: Run = { ...execution, data: emptyRecord(), calls: [] };
  if (plan) await step(plan, 0, run);
  return run;
}

type Run = Execution & { readonly data: Growing; readonly calls: Call[] };

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
    case 'fetch':
      await (plan.entities.length > 0 ? fetchEntities(plan, wave, run) : fetchRoot(plan, wave, run));
      return wave + 1;
  }
}

async function fetchRoot(fetch: Fetch, wave: number, run: Run): Promise<void> {
  const answer = await ask(fetch, { variables: {}, representations: 0, wave }, run);
  const data = answer instanceof Fault ? null : answer.data;
  const [loose] = answer instanceof Fault ? [answer] : placeErrors(answer, fetch.department);
  if (data) {
    const own = copied(data);
    rewrite(own, fetch.outputRewrites, run.isOfType);
    mergeInto(run.data, own);
  }
  const fault = loose ?? (data ? null : invalid(fetch, 'neither data nor errors'));
  if (fault) failMissing(fault, [run.data], ownedBy(fetch), run.isOfType);
}

async function fetchEntities(fetch: Fetch, wave: number, run: Run): Promise<void> {
  const asked = fetch.entities.map((entity) => gather(entity, run));
  const fail: Fail = (fault, records, { alias }) =>
    failMissing(fault, records, ownedBy(fetch, alias), run.isOfType);
  for (const { hindered, entity } of asked)
    for (const { fault, record } of hindered) fail(fault, [record], entity);
  const representations = asked.reduce((sum, each) => sum + each.representations.length, 0);
  if (representations === 0) return;
  const variables = Object.fromEntries(asked.map((each) => [each.entity.variable, each.representations]));
  const answer = await ask(fetch, { variables, representations, wave }, run);
  const data = answer instanceof Fault ? null : answer.data;
  const [loose] = answer instanceof Fault ? [answer] : placeErrors(answer, fetch.department);
  const unfit = invalid(fetch, 'not one record or null for each representation');
  for (const each of asked) {
    const records = data?.[each.entity.alias];
    if (isListOf(records, each.representations.length)) deliver(records, each, { fail, unfit, run });
    else fail(records instanceof Fault ? records : (loose ?? unfit), each.records.flat(), each.entity);
    if (loose) fail(loose, each.records.flat(), each.entity);
  }
}

type Fail = (fault: Fault, records: readonly Growing[], entity: EntityFetch) => void;

/** The records that one entity field of a fetch adds to, grouped by what is asked: alike representations are asked once. */
type Asked = {
  readonly entity: EntityFetch;
  readonly representations: Growing[];
  readonly records: Growing[][];
  /** Records of which the department can't be asked, since another failed to give what it needs to know. */
  readonly hindered: { readonly record: Growing; readonly fault: Fault }[];
};

function gather(entity: EntityFetch, run: Run): Asked {
  const asked: Asked = { entity, representations: [], records: [], hindered: [] };
  const groups = new Map<string, Growing[]>();
  for (const record of new Set(entity.paths.flatMap((path) => recordsAt(run.data, path, run.isOfType)))) {
    const representation = representationOf(record, entity.requires, run.isOfType);
    if (representation instanceof Fault) asked.hindered.push({ record, fault: representation });
    if (!representation || representation instanceof Fault) continue;
    rewrite(representation, entity.inputRewrites, run.isOfType);
    const words = JSON.stringify(representation);
    const group = groups.get(words);
    if (group) group.push(record);
    else {
      groups.set(words, [record]);
      asked.representations.push(representation);
    }
  }
  asked.records.push(...groups.values());
  return asked;
}

function deliver(
  answers: readonly unknown[],
  { entity, records }: Asked,
  { fail, unfit, run }: { fail: Fail; unfit: Fault; run: Run },
): void {
  for (const [index, answer] of answers.entries()) {
    const group = records[index] ?? [];
    if (answer === null) continue; // Not held by this department.
    if (!isRecord(answer)) fail(answer instanceof Fault ? answer : unfit, group, entity);
    else
      for (const record of group) {
        const own = copied(answer);
        rewrite(own, entity.outputRewrites, run.isOfType);
        mergeInto(record, own);
      }
  }
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
      at: new Date().toISOString(),
      representations,
      outcome,
    });
  for (const name of fetch.variables)
    if (Object.hasOwn(run.variables, name)) variables[name] = run.variables[name];
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

function isListOf(value: unknown, length: number): value is readonly unknown[] {
  return Array.isArray(value) && value.length === length;
}

function invalid(fetch: Fetch, what: string): Fault {
  return new Fault('DEPARTMENT_ANSWER_INVALID', { cause: new Error(what), department: fetch.department });
}
