import type { ExecutionResult } from 'graphql';
import type { SmallReply } from '#test/gateway/small-graph.ts';

export type Difference = { readonly expected: string; readonly got: string };

/**
 * How an answer differs from the truth, or null: its data as text, so that order counts, and where errors put nulls. An
 * error that takes its parents with it is known by the null that is left of them, since which of several such errors are
 * told is left open by the specification.
 */
export function compare(
  truth: ExecutionResult,
  reply: Pick<SmallReply, 'data' | 'errors'>,
): Difference | null {
  const expected = told(truth.data ?? null, truth.errors ?? []);
  const got = told(reply.data, reply.errors);
  return expected === got ? null : { expected, got };
}

type Told = { readonly path?: readonly (string | number)[] | undefined };

function told(data: unknown, errors: readonly Told[]): string {
  const places = new Set(errors.map(({ path }) => landing(data, path)));
  return `${JSON.stringify(data)}\nerrors at ${[...places].sort().join(' ') || 'no place'}`;
}

/** The first null on the way of an error's path. */
function landing(data: unknown, path: Told['path']): string {
  if (!path) return '(no path)';
  let at = data;
  for (const [index, segment] of path.entries()) {
    if (at === null) return ['data', ...path.slice(0, index)].join('.');
    at = (at as Readonly<Record<string, unknown>>)[segment];
  }
  return `${['data', ...path].join('.')}${at === null ? '' : ' (no null)'}`;
}
