import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { Fault, graphqlError } from '../errors.ts';
import type { Fetched } from '../fetch/execute.ts';
import { isRecord } from '../fetch/place.ts';
import { fetchedKey } from '../graph/fetched-key.ts';

export type Shaping = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
};

/**
 * Gives what was fetched the shape that the client asked for: aliases, fragments, order, types and GraphQL's null
 * propagation, and introspection besides. A fault among the data becomes one error at its path; a value that does not fit
 * the schema becomes one too.
 */
export async function shape(
  fetched: Fetched,
  { schema, document, operationName, variables }: Shaping,
): Promise<ExecutionResult> {
  const { data = null, errors = [] } = await execute({
    schema,
    document,
    rootValue: fetched.data,
    variableValues: variables,
    operationName,
    fieldResolver: read,
    typeResolver: (record: Record<string, unknown>) => record['__typename'] as string | undefined,
  });
  const told = errors.map(({ originalError, path, message }) =>
    graphqlError(
      originalError instanceof Fault
        ? originalError
        : new Fault('DEPARTMENT_ANSWER_INVALID', { cause: new Error(message) }),
      path ?? [],
    ),
  );
  return { data, ...(told.length > 0 && { errors: told }) };
}

const read: GraphQLFieldResolver<unknown, unknown> = (record, _args, _context, { path, fieldName }) => {
  if (!isRecord(record)) throw new Fault('DEPARTMENT_ANSWER_INVALID', { cause: new Error('not an object') });
  return record[fetchedKey(String(path.key), fieldName)];
};
