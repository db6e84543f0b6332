import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema } from 'graphql';
import { Fault, graphqlError } from '../errors.ts';
import type { Fetched } from '../fetch/execute.ts';

export type Shaping = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
};

/**
 * Gives what was fetched the shape that the client asked for: aliases, fragments, order, types and GraphQL's null
 * propagation, and introspection besides. Errors keep their paths; a non-null field that is null because a department
 * failed below it is not told twice.
 */
export async function shape(
  fetched: Fetched,
  { schema, document, operationName, variables }: Shaping,
): Promise<ExecutionResult> {
  const shaped = await execute({
    schema,
    document,
    rootValue: fetched.data,
    variableValues: variables,
    operationName,
    fieldResolver: (record: Record<string, unknown>, _args, _context, info) => record[info.path.key],
    typeResolver: (record: Record<string, unknown>) => record['__typename'] as string | undefined,
  });
  const known = fetched.problems.map(({ fault, path }) => graphqlError(fault, path));
  const found = (shaped.errors ?? [])
    .filter(({ path }) => !fetched.problems.some((problem) => overlaps(problem.path, path ?? [])))
    .map(({ path, message }) =>
      graphqlError(new Fault('DEPARTMENT_ANSWER_INVALID', { cause: new Error(message) }), path ?? []),
    );
  const errors = [...known, ...found];
  return { data: shaped.data ?? null, ...(errors.length > 0 && { errors }) };
}

/** Whether one path leads to or through the other. */
function overlaps(one: readonly (string | number)[], other: readonly (string | number)[]): boolean {
  return one.slice(0, other.length).every((segment, index) => segment === other[index]);
}
