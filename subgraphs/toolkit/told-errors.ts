import type { GraphQLError } from 'graphql';

/** An error as the gateway gets it. */
export type ToldError = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string };
};

/**
 * What a department tells the gateway of its errors: an argument that does not fit (BAD_USER_INPUT), an operation that
 * does not fit the schema (GRAPHQL_VALIDATION_FAILED), a rule of the department's own (FORBIDDEN), and of everything else,
 * which is reported, only that it failed.
 */
export function toldErrors(
  errors: readonly GraphQLError[],
  report: (error: Error) => void,
): readonly ToldError[] {
  return errors.flatMap(unwrapped).map((error) => {
    const path = error.path ? { path: error.path } : {};
    if (isAboutInput(error))
      return { message: error.message, ...path, extensions: { code: 'BAD_USER_INPUT' } };
    if (error.extensions?.['code'] === 'FORBIDDEN')
      return { message: error.message, ...path, extensions: { code: 'FORBIDDEN' } };
    if (!error.originalError)
      return { message: error.message, ...path, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } };
    report(error.originalError);
    return {
      message: 'The register could not answer.',
      ...path,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  });
}

/** The server puts what validation found inside an error of its own. */
function unwrapped(error: GraphQLError): readonly GraphQLError[] {
  const { errors } = (error.originalError ?? {}) as { errors?: readonly GraphQLError[] };
  return errors ?? [error];
}

function isAboutInput({ extensions, message }: GraphQLError): boolean {
  // Variables are coerced before anything runs, by code that sets no extension of ours.
  return extensions?.['code'] === 'BAD_USER_INPUT' || message.startsWith('Variable "$');
}
