import type { GraphQLError } from 'graphql';
import { Fault, Refusal } from '../errors.ts';
import type { Call } from '../fetch/execute.ts';
import type { MaskedValue } from './slot.ts';
import type { Told } from './told.ts';

/** Which department an answer came from, and when it was asked for. */
export type Source = { readonly department: string; readonly fetchedAt: string; readonly cache: 'miss' };

/** The departments that answered, each once, with the time of its last answer. */
export function sourcesOf(calls: readonly Call[]): readonly Source[] {
  const answered = calls.filter(({ outcome }) => outcome === 'answered');
  const last = new Map(answered.map(({ department, at }) => [department, at]));
  return [...last].map(([department, at]) => ({
    department,
    fetchedAt: new Date(at).toISOString(),
    cache: 'miss',
  }));
}

/** What became of a field that is not there, or not as it is, with the items of a list as `@` where it is so of all. */
export type FieldStatus = {
  readonly path: readonly (string | number)[];
  readonly status: 'MASKED' | 'DENIED' | 'UNAVAILABLE';
  readonly rule?: string;
  readonly reason?: unknown;
};

/** Tells masked, denied and missing fields apart. */
export function statusesOf(
  { masked, refused }: Told,
  inRecords: { readonly masked: readonly MaskedValue[]; readonly errors: readonly GraphQLError[] },
): readonly FieldStatus[] {
  const always = new Set(refused.map(({ path }) => path.join('/')));
  return [
    ...[...masked, ...inRecords.masked].map(({ path, rule }) => ({ path, status: 'MASKED' as const, rule })),
    ...refused.map(({ path, reason }) => ({ path, status: 'DENIED' as const, reason: reason.code })),
    ...inRecords.errors.flatMap(({ path, originalError, extensions }): readonly FieldStatus[] => {
      if (!path || always.has(path.join('/'))) return [];
      if (originalError instanceof Refusal) return [{ path, status: 'DENIED', reason: extensions['reason'] }];
      return originalError instanceof Fault
        ? [{ path, status: 'UNAVAILABLE', reason: originalError.code }]
        : [];
    }),
  ];
}
