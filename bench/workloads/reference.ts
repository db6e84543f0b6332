import { isDeepStrictEqual } from 'node:util';
import { buildASTSchema, type ExecutionResult, execute, parse } from 'graphql';
import type { Workload } from './workload.ts';

/** Answers an operation as one schema of all subgraphs would, without any gateway: what every peer must say. */
export function referenceOf(
  workload: Workload,
  supergraph: string,
): (query: string, variables?: object) => unknown {
  const { variables: usual, resolve } = workload;
  const schema = buildASTSchema(parse(supergraph), { assumeValidSDL: true });
  return (query, variables = usual) => {
    const result = execute({
      schema,
      document: parse(query),
      variableValues: variables as Record<string, unknown>,
      fieldResolver: resolve,
    }) as ExecutionResult;
    if (result.errors) throw new Error(`the reference has errors: ${result.errors[0]?.message}`);
    return JSON.parse(JSON.stringify(result.data)) as unknown;
  };
}

/** Throws an Error that names the peer unless the answer has no errors and equals the reference. */
export function checkAnswer(who: string, answer: Buffer, reference: unknown): void {
  const { data, errors } = JSON.parse(answer.toString('utf8')) as { data?: unknown; errors?: unknown };
  if (errors) throw new Error(`${who} answered with errors: ${JSON.stringify(errors).slice(0, 600)}`);
  if (!isDeepStrictEqual(data, reference))
    throw new Error(`${who} answered something else: ${JSON.stringify(data).slice(0, 600)}`);
}
