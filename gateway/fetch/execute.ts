import { Fault } from '../errors.ts';
import type { EntityStep, Program, Request, RootStep } from './compile.ts';
import type { Asking, Department, DepartmentReply } from './department.ts';
import type { Early } from './early.ts';
import { gather, type Sighted } from './gather.ts';
import type { Growing, IsOfType } from './place.ts';
import { fail, takeEntities, takeRoot } from './take.ts';

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
  /** When it was over, in milliseconds since 1970. */
  readonly at: number;
  readonly representations: number;
  /** Dropped: asked early, of an entity that its owner then did not know. */
  readonly outcome: 'answered' | 'dropped' | Fault['code'];
};

export type Execution = {
  readonly departments: Pick<ReadonlyMap<string, Department>, 'get'>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Headers that tell departments who asks. */
  readonly vouched: Readonly<Record<string, string>>;
  readonly trace: string;
  readonly isOfType: IsOfType;
  /** What can be asked of departments before the answers that it belongs to. */
  readonly early: readonly Early[];
  /** What a subscription's department told, now that the rest is to be fetched for it. */
  readonly event?: DepartmentReply;
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
    standing: new Map(),
    isOver: execution.signal.aborted,
  };
  if (!program) return run;
  const leaveAll = () => {
    run.isOver = true;
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

type Run = Execution &
  Sighted & {
    readonly calls: Call[];
    /** Questions under way. */
    readonly askings: Map<Asking, Note>;
    /** Questions asked early, with the representations they are about. */
    readonly asked: Map<
      EntityStep,
      { readonly texts: readonly string[]; readonly reply: Promise<DepartmentReply> }
    >;
    /** Variables as JSON text, as far as they were needed. */
    readonly texts: Map<string, string>;
    /** The client has left or the time is up: nobody is asked any more, least of all for a change. */
    isOver: boolean;
  };

type Note = (outcome: Call['outcome']) => void;

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
  const isTold = step.operationKind === 'subscription' && run.event;
  takeRoot(
    step,
    isTold ? heard(step, isTold, run) : await ask(step, { own: [], representations: 0, wave }, run),
    run,
  );
}

function heard({ department }: RootStep, event: DepartmentReply, { calls }: Run): DepartmentReply {
  const outcome = event instanceof Fault ? event.code : 'answered';
  calls.push({ department, wave: 0, ms: 0, at: Date.now(), representations: 0, outcome });
  return event;
}

async function fetchEntities(step: EntityStep, wave: number, run: Run): Promise<number> {
  const gathered = step.parts.map((part) =>
    gather(part, run, (fault, record) => fail(fault, [record], part, run)),
  );
  const representations = gathered.reduce((sum, { groups }) => sum + groups.length, 0);
  if (representations === 0) return wave;
  const known = run.asked.get(step);
  const [first] = gathered;
  if (known && first?.groups.every(({ text }) => known.texts.includes(text))) {
    takeEntities(await known.reply, { step, gathered, texts: known.texts }, run);
    return wave;
  }
  const own = gathered.map(
    ({ part, groups }) => `"${part.variable}":[${groups.map(({ text }) => text).join(',')}]`,
  );
  takeEntities(await ask(step, { own, representations, wave }, run), { step, gathered, texts: null }, run);
  return wave + 1;
}

function askEarly(step: EntityStep, texts: readonly string[], run: Run): void {
  const own = step.parts.map(({ variable }) => `"${variable}":[${texts.join(',')}]`);
  const reply = ask(step, { own, representations: texts.length, wave: 0 }, run);
  run.asked.set(step, { texts, reply });
}

/** Nobody answers within less; and a change that is begun so late could not be told of. */
const shortestMs = 5;

type OwnVariables = {
  /** Members of the variables' object, as JSON text. */
  readonly own: readonly string[];
  readonly representations: number;
  readonly wave: number;
};

async function ask(
  request: Request,
  { own, representations, wave }: OwnVariables,
  run: Run,
): Promise<DepartmentReply> {
  const started = performance.now();
  const note: Note = (outcome) =>
    run.calls.push({
      department: request.department,
      wave,
      ms: performance.now() - started,
      at: Date.now(),
      representations,
      outcome,
    });
  const department = run.departments.get(request.department);
  const leftMs = run.deadline - started;
  if (!department || run.isOver || leftMs < shortestMs)
    return new Fault('DEPARTMENT_UNAVAILABLE', { department: request.department });
  const asking = department.ask({
    body: bodyOf(request, own, run),
    vouched: run.vouched,
    trace: run.trace,
    leftMs,
    isRead: request.operationKind === 'query',
  });
  run.askings.set(asking, note);
  const reply = await asking.reply;
  if (run.askings.delete(asking)) note(reply instanceof Fault ? reply.code : 'answered');
  return reply;
}

/** The body of a request to a department: GraphQL over HTTP, as JSON text. */
export function bodyOf(
  { head, variables }: Request,
  own: readonly string[],
  run: Pick<Run, 'variables' | 'texts'>,
): string {
  const members = [...own];
  for (const name of variables)
    if (Object.hasOwn(run.variables, name)) members.push(`"${name}":${variableText(name, run)}`);
  return members.length > 0 ? `${head},"variables":{${members.join(',')}}}` : `${head}}`;
}

function variableText(name: string, { variables, texts }: Pick<Run, 'variables' | 'texts'>): string {
  const text = texts.get(name) ?? JSON.stringify(variables[name]);
  texts.set(name, text);
  return text;
}
