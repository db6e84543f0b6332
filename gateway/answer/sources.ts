import type { Call } from '../fetch/execute.ts';

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
