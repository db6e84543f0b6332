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
import { type Call, execute } from './fetch/execute.ts';
import type { Graph } from './graph/graph.ts';
import type { Identity } from './identity/identify.ts';
import type { Prepare } from './prepare.ts';

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
  /** Headers that tell a department who asks. */
  readonly vouch: (identity: Identity) => Promise<Readonly<Record<string, string>>>;
};

/** The inner spine: authorize → prepare (once) → check values → fetch and merge → shape. */
export async function runOperation(
  asked: Operation,
  { graph, prepare, costBudgets, departments, vouch }: Engine,
): Promise<Answered> {
  if (asked.operation.operation === OperationTypeNode.SUBSCRIPTION)
    throw new Refusal('OPERATION_NOT_SUPPORTED', 'Subscriptions are not served: send a query or a mutation.');
  const variables = coerce(asked, graph);
  const { document, operation } = authorize(asked, asked.identity);
  const prepared = prepare(document, operation);
  prepared.checkIdentifiers(variables);
  checkCost(prepared.cost(variables), asked.identity.caller, costBudgets);
  const { program, early, shape } = await prepared.programFor(variables);
  const { data, calls } = await execute(program, {
    departments,
    variables,
    vouched: await vouch(asked.identity),
    trace: asked.trace,
    isOfType: graph.isOfType,
    early: early(variables),
    deadline: asked.deadline,
    signal: asked.signal,
  });
  const { text, problems } = shape(data, variables);
  return {
    data: new Rendered(text),
    errors: problems.map(({ fault, path }) => graphqlError(fault, path)),
    calls,
  };
}

function coerce({ operation, rawVariables }: Operation, graph: Graph): Readonly<Record<string, unknown>> {
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
