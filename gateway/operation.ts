import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  type ExecutionResult,
  getVariableValues,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
} from 'graphql';
import { authorize } from './access/authorize.ts';
import { shape } from './answer/shape.ts';
import { checkIdentifiers } from './document/check-identifiers.ts';
import { plannable } from './document/plannable.ts';
import { Fault, Refusal } from './errors.ts';
import type { Department } from './fetch/department.ts';
import { type Call, execute } from './fetch/execute.ts';
import type { Graph } from './graph/graph.ts';
import type { Identity } from './identity/identify.ts';

/** A valid operation of a known caller. */
export type Operation = {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly rawVariables: Readonly<Record<string, unknown>>;
  readonly identity: Identity;
  readonly trace: string;
  readonly signal: AbortSignal;
};

export type Answered = { readonly result: ExecutionResult; readonly calls: readonly Call[] };

export type Engine = {
  readonly graph: Graph;
  readonly departments: ReadonlyMap<string, Department>;
  /** Headers that tell a department who asks. */
  readonly vouch: (identity: Identity) => Promise<Readonly<Record<string, string>>>;
};

/** The inner spine: check identifiers → authorize → plan → fetch and merge → shape. */
export async function runOperation(
  asked: Operation,
  { graph, departments, vouch }: Engine,
): Promise<Answered> {
  const variables = coerce(asked, graph);
  checkIdentifiers(graph, asked.document, variables);
  const { document } = authorize(asked.document, asked.identity);
  const plan = await planned(document, { ...asked, variables }, graph);
  const fetched = await execute(plan, {
    departments,
    variables,
    headers: { 'x-request-id': asked.trace, ...(await vouch(asked.identity)) },
    isOfType: graph.isOfType,
    signal: asked.signal,
  });
  const operationName = asked.operation.name?.value ?? null;
  const result = await shape(fetched, { schema: graph.apiSchema, document, operationName, variables });
  return { result, calls: fetched.calls };
}

/** Names an operation in logs without quoting it. */
export function operationHash(source: string): string {
  return createHash('sha256').update(source).digest('hex').slice(0, 12);
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

async function planned(
  document: DocumentNode,
  { operation, variables, signal }: Operation & { readonly variables: Readonly<Record<string, unknown>> },
  graph: Graph,
) {
  if (operation.operation === OperationTypeNode.SUBSCRIPTION)
    throw new Refusal('OPERATION_NOT_SUPPORTED', 'Subscriptions are not served: send a query or a mutation.');
  const toPlan = plannable(document, operation, { schema: graph.apiSchema, variables });
  if (!toPlan) return null;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(planningMs)]);
  return graph.planner(print(toPlan), deadline).catch((cause: unknown) => {
    throw new Fault('NOT_PLANNED', { cause });
  });
}

const planningMs = 10_000;
