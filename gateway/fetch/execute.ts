import { Fault } from '../errors.ts';
import type { EntityPart, EntityStep, Program, Request, RootStep } from './compile.ts';
import type { Asking, Department, DepartmentAnswer } from './department.ts';
import type { Early } from './early.ts';
import { failMissing, placeErrors } from './failure.ts';
import { mergeInto } from './merge.ts';
import { type Growing, type IsOfType, isRecord, visitAt } from './place.ts';

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
  /** Dropped: asked early, of an entity that its owner then did not know. */
  readonly outcome: 'answered' | 'dropped' | Fault['code'];
};

export type Execution = {
  readonly departments: ReadonlyMap<string, Department>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Headers that tell departments who asks. */
  readonly vouched: Readonly<Record<string, string>>;
  readonly trace: string;
  readonly isOfType: IsOfType;
  /** What can be asked of departments before the answers that it belongs to. */
  readonly early: readonly Early[];
  /** When the request must be answered, as `performance.now()` counts. */
  readonly deadline: number;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
};

/** Carries out a program: steps of a sequence in order, parallel ones together. A department's failure stays at its paths. */
export async function execute(program: Program | null, execution: Execution): Promise<Fetched> {
  const run: Run = {
    ...execution,
    data: {},
    calls: [],
    askings: new Map(),
    asked: new Map(),
    texts: new Map(),
  };
  if (!program) return run;
  const leaveAll = () => {
    for (const asking of run.askings.keys()) asking.leave();
  };
  const late = setTimeout(leaveAll, run.deadline - performance.now());
  run.signal.addEventListener('abort', leaveAll);
  for (const { step, texts } of run.early) askEarly(step, texts, run);
  await carryOut(program, 0, run);
  clearTimeout(late);
  run.signal.removeEventListener('abort', leaveAll);
  dropRest(run);
  return run;
}

type Run = Execution & {
  readonly data: Growing;
  readonly calls: Call[];
  /** Questions under way. */
  readonly askings: Map<Asking, Note>;
  /** Questions asked early, with the representations they are about. */
  readonly asked: Map<EntityStep, { readonly texts: readonly string[]; readonly reply: Promise<Reply> }>;
  /** Variables as JSON text, as far as they were needed. */
  readonly texts: Map<string, string>;
};

type Note = (outcome: Call['outcome']) => void;
type Reply = DepartmentAnswer | Fault;

function dropRest({ askings }: Run): void {
  const left = [...askings];
  askings.clear();
  for (const [asking, note] of left) {
    note('dropped');
    asking.leave();
  }
}

/** Carries out one step as of a wave; gives the wave that whatever waits for it belongs to. */
async function carryOut(program: Program, wave: number, run: Run): Promise<number> {
  switch (program.kind) {
    case 'sequence': {
      let next = wave;
      for (const step of program.steps) next = await carryOut(step, next, run);
      return next;
    }
    case 'parallel':
      return Math.max(wave, ...(await Promise.all(program.steps.map((step) => carryOut(step, wave, run)))));
    case 'root':
      await fetchRoot(program, wave, run);
      return wave + 1;
    case 'entities':
      return fetchEntities(program, wave, run);
  }
}

async function fetchRoot(step: RootStep, wave: number, run: Run): Promise<void> {
  takeRoot(step, await ask(step, { own: [], representations: 0, wave }, run), run);
}

/** Takes over what a department said to a root request. */
function takeRoot(step: RootStep, reply: Reply, run: Pick<Run, 'data' | 'isOfType'>): void {
  const data = reply instanceof Fault ? null : reply.data;
  const loose = reply instanceof Fault ? reply : placeErrors(reply, step.department);
  if (data) {
    step.rewrite(data);
    mergeInto(run.data, data, step.asked, run.isOfType);
  }
  const fault = loose ?? (data ? null : invalid(step, 'neither data nor errors'));
  if (fault) failMissing(fault, run.data, step.asked, run.isOfType);
}

async function fetchEntities(step: EntityStep, wave: number, run: Run): Promise<number> {
  const places = step.entities.map((part) => gather(part, run));
  const representations = places.reduce((sum, { groups }) => sum + groups.size, 0);
  if (representations === 0) return wave;
  const known = run.asked.get(step);
  const [first] = places;
  if (known && first && [...first.groups.keys()].every((text) => known.texts.includes(text))) {
    deliverAll(await known.reply, { step, places: [{ ...first, texts: known.texts }] }, run);
    return wave;
  }
  const own = places.map(({ part, groups }) => `"${part.variable}":[${[...groups.keys()].join(',')}]`);
  deliverAll(await ask(step, { own, representations, wave }, run), { step, places }, run);
  return wave + 1;
}

/** The records that one entity field adds to, by what is asked of them: alike representations are asked once. */
type Place = {
  readonly part: EntityPart;
  readonly groups: ReadonlyMap<string, readonly Growing[]>;
  /** Representations in the order in which they were asked, where that is not the order of the groups. */
  readonly texts?: readonly string[];
};

function gather(part: EntityPart, run: Run): Place {
  const groups = new Map<string, Growing[]>();
  const visit = (record: Growing): void => {
    // Until the department tells: null, which is what it means not to hold a record, or not to be asked.
    for (const key of part.own) record[key] = null;
    for (const key of part.shared) record[key] ??= null;
    const text = part.represent(record);
    if (text instanceof Fault) failMissing(text, record, part.asked, run.isOfType);
    if (typeof text !== 'string') return;
    const group = groups.get(text);
    if (group) group.push(record);
    else groups.set(text, [record]);
  };
  for (const way of part.ways) visitAt(run.data, way, { isOfType: run.isOfType, visit });
  return { part, groups };
}

function deliverAll(
  reply: Reply,
  { step, places }: { step: EntityStep; places: readonly Place[] },
  run: Run,
): void {
  const data = reply instanceof Fault ? null : reply.data;
  const loose = reply instanceof Fault ? reply : placeErrors(reply, step.department);
  const unfit = () => invalid(step, 'not one record or null for each representation');
  for (const { part, groups, texts } of places) {
    const fail = (fault: Fault, records: readonly Growing[]) => {
      for (const record of records) failMissing(fault, record, part.asked, run.isOfType);
    };
    const answers = data?.[part.alias];
    const isFit = Array.isArray(answers) && answers.length === (texts?.length ?? groups.size);
    let index = 0;
    for (const [text, records] of groups) {
      const answer: unknown = isFit ? answers[texts ? texts.indexOf(text) : index] : undefined;
      index += 1;
      if (!isFit) fail(answers instanceof Fault ? answers : (loose ?? unfit()), records);
      else if (isRecord(answer)) deliver(answer, records, { part, unfit, fail, isOfType: run.isOfType });
      else if (answer !== null) fail(answer instanceof Fault ? answer : unfit(), records);
      if (loose) fail(loose, records);
    }
  }
}

type Delivery = {
  readonly part: EntityPart;
  readonly unfit: () => Fault;
  readonly fail: (fault: Fault, records: readonly Growing[]) => void;
  readonly isOfType: IsOfType;
};

function deliver(
  answer: Growing,
  records: readonly Growing[],
  { part, unfit, fail, isOfType }: Delivery,
): void {
  const [asked] = records;
  if (asked && part.keys.some((key) => isOther(asked[key], answer[key]))) {
    fail(unfit(), records);
    return;
  }
  part.rewrite(answer);
  for (const record of records) mergeInto(record, answer, part.asked, isOfType);
}

/** Whether a department answers with another's record: a key that it repeats is not the one that it was asked for. */
function isOther(asked: unknown, answered: unknown): boolean {
  return answered !== undefined && String(asked) !== String(answered);
}

function askEarly(step: EntityStep, texts: readonly string[], run: Run): void {
  const own = step.entities.map(({ variable }) => `"${variable}":[${texts.join(',')}]`);
  const reply = ask(step, { own, representations: texts.length, wave: 0 }, run);
  run.asked.set(step, { texts, reply });
}

type OwnVariables = {
  /** Members of the variables' object, as JSON text. */
  readonly own: readonly string[];
  readonly representations: number;
  readonly wave: number;
};

async function ask(request: Request, { own, representations, wave }: OwnVariables, run: Run): Promise<Reply> {
  const started = performance.now();
  const note: Note = (outcome) =>
    run.calls.push({
      department: request.department,
      wave,
      ms: performance.now() - started,
      at: new Date().toISOString(),
      representations,
      outcome,
    });
  const department = run.departments.get(request.department);
  if (!department) return new Fault('DEPARTMENT_UNAVAILABLE', { department: request.department });
  const asking = department.ask({
    body: bodyOf(request, own, run),
    vouched: run.vouched,
    trace: run.trace,
    leftMs: Math.max(1, run.deadline - started),
    isRead: request.operationKind === 'query',
  });
  run.askings.set(asking, note);
  try {
    const answer = await asking.answer;
    note('answered');
    return answer;
  } catch (error) {
    const fault =
      error instanceof Fault
        ? error
        : new Fault('DEPARTMENT_UNAVAILABLE', { cause: error, department: request.department });
    if (run.askings.has(asking)) note(fault.code);
    return fault;
  } finally {
    run.askings.delete(asking);
  }
}

function bodyOf({ head, variables }: Request, own: readonly string[], run: Run): string {
  const members = [...own];
  for (const name of variables)
    if (Object.hasOwn(run.variables, name)) members.push(`"${name}":${variableText(name, run)}`);
  return members.length > 0 ? `${head},"variables":{${members.join(',')}}}` : `${head}}`;
}

function variableText(name: string, { variables, texts }: Run): string {
  const text = texts.get(name) ?? JSON.stringify(variables[name]);
  texts.set(name, text);
  return text;
}

function invalid(request: Request, what: string): Fault {
  return new Fault('DEPARTMENT_ANSWER_INVALID', { cause: new Error(what), department: request.department });
}
