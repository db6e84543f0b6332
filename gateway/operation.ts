import {
  type DocumentNode,
  type GraphQLError,
  getVariableValues,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { authorize } from './access/authorize.ts';
import { Rendered } from './answer/rendered.ts';
import { type CostBudgets, checkCost } from './document/cost/budget.ts';
import { graphqlError, Refusal } from './errors.ts';
import type { Department } from './fetch/department.ts';
import { type Call, type Execution, execute, type Fetched } from './fetch/execute.ts';
import type { Feed } from './fetch/feed/feed.ts';
import { eventsOf } from './fetch/subscribe.ts';
import type { Graph } from './graph/graph.ts';
import type { Identity } from './identity/identify.ts';
import type { Prepare, Ready } from './prepare.ts';

/** A valid operation of a known caller. */
export type Operation = {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly rawVariables: Readonly<Record<string, unknown>>;
  readonly identity: Identity;
  readonly trace: string;
  /** When it must be answered, as `performance.now()` counts. */
  readonly deadline: number;
  readonly signal: AbortSignal;
};

/** An operation's result, its data written out already. */
export type Answered = {
  readonly data: Rendered;
  readonly errors: readonly GraphQLError[];
  readonly calls: readonly Call[];
};

export type Engine = {
  readonly graph: Graph;
  readonly prepare: Prepare;
  readonly costBudgets: CostBudgets;
  readonly departments: ReadonlyMap<string, Department>;
  /** Where departments' events come from. */
  readonly feeds: ReadonlyMap<string, Feed>;
  /** Headers that tell a department who asks. */
  readonly vouch: (identity: Identity) => Promise<Readonly<Record<string, string>>>;
};

/** The inner spine: authorize → prepare (once) → check values → fetch and merge → shape. */
export async function runOperation(asked: Operation, engine: Engine): Promise<Answered> {
  if (asked.operation.operation === OperationTypeNode.SUBSCRIPTION) throw notStreamed();
  const { ready, variables } = await readied(asked, engine);
  const fetched = await execute(ready.program, {
    ...(await executionOf(asked, variables, engine)),
    early: ready.early(variables),
    deadline: asked.deadline,
  });
  return shaped(fetched, ready, variables);
}

/**
 * The same for a subscription: what follows the checks is done for each event, one after the other, and each may take as
 * long as a request. Ends when its department completes it, or with the event under way once `enough` aborts.
 */
export async function* runSubscription(
  asked: Operation,
  enough: AbortSignal,
  engine: Engine,
): AsyncGenerator<Answered> {
  const eachMs = asked.deadline - performance.now();
  const { ready, variables } = await readied(asked, engine);
  const { program } = ready;
  if (!program) return;
  const vouched = await engine.vouch(asked.identity);
  const listening = { feeds: engine.feeds, variables, vouched, trace: asked.trace, signal: enough };
  for await (const event of eventsOf(program, listening)) {
    const fetched = await execute(program, {
      ...(await executionOf(asked, variables, engine)),
      early: [],
      event,
      deadline: performance.now() + eachMs,
    });
    yield shaped(fetched, ready, variables);
  }
}

type Variables = Readonly<Record<string, unknown>>;

async function readied(
  asked: Operation,
  { graph, prepare, costBudgets }: Engine,
): Promise<{ readonly ready: Ready; readonly variables: Variables }> {
  const variables = coerce(asked, graph);
  const { document, operation } = authorize(asked, asked.identity);
  const prepared = prepare(document, operation);
  prepared.checkIdentifiers(variables);
  checkCost(prepared.cost(variables), asked.identity.caller, costBudgets);
  return { ready: await prepared.programFor(variables), variables };
}

async function executionOf(
  { identity, trace, signal }: Operation,
  variables: Variables,
  { graph, departments, vouch }: Engine,
): Promise<Omit<Execution, 'early' | 'deadline'>> {
  return {
    departments,
    variables,
    vouched: await vouch(identity),
    trace,
    isOfType: graph.isOfType,
    signal,
  };
}

function shaped({ data, calls }: Fetched, { shape }: Ready, variables: Variables): Answered {
  const { text, problems } = shape(data, variables);
  return {
    data: new Rendered(text),
    errors: problems.map(({ fault, path }) => graphqlError(fault, path)),
    calls,
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
