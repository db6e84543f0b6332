import {
  type DocumentNode,
  type GraphQLError,
  getVariableValues,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { Access, Judgement } from './access/authorize.ts';
import { Rendered } from './answer/rendered.ts';
import type { Disclosing, Disclosures } from './disclosure.ts';
import { type CostBudgets, checkCost } from './document/cost/budget.ts';
import type { Unmasked } from './effect.ts';
import { graphqlError, Refusal } from './errors.ts';
import type { Department } from './fetch/department.ts';
import { type Call, type Execution, execute, type Fetched } from './fetch/execute.ts';
import type { Feed } from './fetch/feed/feed.ts';
import { eventsOf } from './fetch/subscribe.ts';
import type { Graph } from './graph/graph.ts';
import type { CaseStanding } from './identity/cases.ts';
import type { Identity } from './identity/identify.ts';
import type { OwnDepartment } from './own/asking.ts';
import type { Prepare, Ready } from './prepare.ts';
import type { Quotas } from './quota/quotas.ts';

/** A valid operation of a known caller. */
export type Operation = {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly rawVariables: Readonly<Record<string, unknown>>;
  readonly identity: Identity;
  readonly trace: string;
  /** Numbers the operations and events of one trace. */
  readonly part: () => number;
  /** Names the document without quoting it. */
  readonly hash: string;
  /** When it must be answered, as `performance.now()` counts. */
  readonly deadline: number;
  readonly signal: AbortSignal;
};

/** An operation's result, its data written out already. */
export type Answered = {
  readonly data: Rendered;
  readonly errors: readonly GraphQLError[];
  readonly calls: readonly Call[];
  readonly told: Ready['told'];
  /** What was masked in single records. */
  readonly masked: ReturnType<Ready['shape']>['masked'];
  readonly standing: CaseStanding;
};

export type Engine = {
  readonly graph: Graph;
  readonly access: Access;
  readonly prepare: Prepare;
  readonly costBudgets: CostBudgets;
  readonly departments: ReadonlyMap<string, Department>;
  /** Where departments' events come from. */
  readonly feeds: ReadonlyMap<string, Feed>;
  /** What is known of the case at hand; throws a Refusal for one that does not serve the purpose. */
  readonly standingOf: (identity: Identity) => Promise<CaseStanding>;
  /** Whose masks are lifted by the grant that a purpose brings; throws a Refusal for one that is not in force. */
  readonly unmaskedFor: (identity: Identity) => Promise<Unmasked | null>;
  /** Who answers what the gateway is asked about itself; null where nobody does. */
  readonly own: OwnDepartment | null;
  /** Headers that tell a department who asks. */
  readonly vouch: (vouched: Vouched) => Promise<Readonly<Record<string, string>>>;
  /** Null where nothing is counted. */
  readonly quotas: Quotas | null;
  /** Null where nothing is recorded: of a gateway that only tries a supergraph. */
  readonly disclosures: Disclosures | null;
};

/** What departments are told of a request. */
export type Vouched = Identity & { readonly standing: CaseStanding['kind']; readonly verdict: string };

/**
 * The inner spine: authorize → prepare (once) → check values → count → record the intent → fetch and merge → shape and
 * mask → record the outcome. Nothing is answered that is not recorded.
 */
export async function runOperation(asked: Operation, engine: Engine): Promise<Answered> {
  if (asked.operation.operation === OperationTypeNode.SUBSCRIPTION) throw notStreamed();
  return answered(await readied(asked, engine), { asked, deadline: asked.deadline }, engine);
}

/**
 * The same for a subscription: what follows the first check is done for each event, one after the other, and each may take
 * as long as a request; what a caller may no longer see ends with the event before. Ends when its department completes it,
 * or with the event under way once `enough` aborts.
 */
export async function* runSubscription(
  asked: Operation,
  enough: AbortSignal,
  engine: Engine,
): AsyncGenerator<Answered> {
  const eachMs = asked.deadline - performance.now();
  const first = await readied(asked, engine);
  const { program } = first.ready;
  if (!program) {
    if (first.ready.refusals.length > 0) yield shown({ data: {}, calls: [] }, first).answered;
    return;
  }
  const vouched = await engine.vouch(first.vouched);
  const listening = {
    feeds: engine.feeds,
    variables: first.variables,
    vouched,
    trace: asked.trace,
    signal: enough,
  };
  for await (const event of eventsOf(program, listening)) {
    const now = await readied(asked, engine);
    if (!now.ready.program) return;
    yield answered(now, { asked, event, deadline: performance.now() + eachMs }, engine);
  }
}

type Variables = Readonly<Record<string, unknown>>;

/** An operation that may be carried out. */
type Readied = {
  readonly ready: Ready;
  readonly variables: Variables;
  readonly judgement: Judgement;
  readonly standing: CaseStanding;
  readonly unmasked: Unmasked | null;
  readonly vouched: Vouched;
  /** The citizens and enterprises that are asked about. */
  readonly subjects: readonly string[];
};

async function readied(asked: Operation, engine: Engine): Promise<Readied> {
  const { document, operation, identity } = asked;
  const standing = await engine.standingOf(identity);
  const variables = coerce(asked, engine.graph);
  const unmasked = await engine.unmaskedFor(identity);
  const judgement = engine.access.authorize(document, { ...identity, standing, unmasked }, variables);
  const prepared = engine.prepare(document, operation);
  const subjects = prepared.checkIdentifiers(variables);
  checkCost(prepared.cost(variables), identity.caller, engine.costBudgets);
  const ready = await prepared.programFor(variables, judgement.verdict);
  const departments = ready.departments.filter((name) => name !== engine.own?.name);
  // What is asked of the gateway alone is no use of anybody's data.
  if (departments.length > 0)
    await engine.quotas?.take({
      clerk: identity.caller.subject,
      roles: identity.caller.roles,
      unit: identity.caller.org,
      matter: identity.purpose.matter,
      departments,
      subjects,
    });
  const vouched = { ...identity, standing: standing.kind, verdict: judgement.verdict.key };
  return { ready, variables, judgement, standing, unmasked, vouched, subjects };
}

type Carrying = Pick<Execution, 'event' | 'deadline'> & { readonly asked: Operation };

async function answered(
  readied: Readied,
  { asked, ...carrying }: Carrying,
  engine: Engine,
): Promise<Answered> {
  const { ready, variables } = readied;
  const disclosing = engine.disclosures?.begin(disclosureOf(asked, readied));
  try {
    const fetched = await execute(ready.program, {
      departments: departmentsFor(readied, asked, engine),
      variables,
      vouched: ready.program ? await engine.vouch(readied.vouched) : {},
      trace: asked.trace,
      isOfType: engine.graph.isOfType,
      signal: asked.signal,
      early: carrying.event ? [] : ready.early(variables),
      ...carrying,
    });
    const { answered, text, subjects } = shown(fetched, readied);
    await disclosing?.end({ text, subjects, calls: fetched.calls, errors: answered.errors });
    return answered;
  } catch (error) {
    disclosing?.fail(error);
    throw error;
  }
}

/** The ways to departments; the gateway itself must be told who asks. */
function departmentsFor(
  { ready, standing, unmasked }: Readied,
  { identity, trace }: Operation,
  { departments, own }: Engine,
): Execution['departments'] {
  if (!own || !ready.departments.includes(own.name)) return departments;
  const way = own.for({ ...identity, standing, unmasked, trace });
  return { get: (name) => (name === own.name ? way : departments.get(name)) };
}

function disclosureOf(
  { trace, part, hash, identity }: Operation,
  { ready, judgement, standing, unmasked, subjects }: Readied,
): Disclosing {
  const { verdict, matter, policyVersion } = judgement;
  return {
    trace,
    part: part(),
    operation: hash,
    identity,
    standing,
    unmasking: unmasked?.id ?? null,
    subjects,
    matter,
    policyVersion,
    verdict: verdict.key,
    ready,
  };
}

function shown({ data, calls }: Fetched, { ready, variables, judgement, standing }: Readied) {
  const { text, problems, masked, subjects } = ready.shape(data, variables, judgement.factsOf);
  const errors = [...ready.refusals, ...problems.map(({ problem, path }) => graphqlError(problem, path))];
  return {
    text,
    subjects,
    answered: { data: new Rendered(text), errors, calls, told: ready.told, masked, standing },
  };
}

function notStreamed(): Refusal {
  return new Refusal(
    'OPERATION_NOT_SUPPORTED',
    'A subscription has many answers: ask for it with "accept: text/event-stream", or by WebSocket (graphql-transport-ws).',
  );
}

function coerce({ operation, rawVariables }: Operation, graph: Graph): Variables {
  const { coerced, errors } = getVariableValues(
    graph.apiSchema,
    operation.variableDefinitions ?? [],
    rawVariables,
  );
  if (coerced) return coerced;
  // graphql quotes the value that does not fit; a value may be a citizen number, so only the variable is named.
  const problems = errors.map(({ message }) => {
    const variable = /Variable "(\$[^"]+)"/.exec(message)?.[1] ?? 'a variable';
    return message.endsWith('was not provided.')
      ? `${variable} is required and was not sent.`
      : `The value of ${variable} does not fit its declared type.`;
  });
  throw new Refusal('BAD_USER_INPUT', [...new Set(problems)].join(' '));
}
