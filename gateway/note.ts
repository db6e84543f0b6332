import type { GraphQLError } from 'graphql';
import { Fault } from './errors.ts';
import { described, type Log } from './log.ts';
import type { Answered } from './operation.ts';

/** One line for the operation, and one for each way in which a department failed it. */
export function noteAnswered(
  { trace, hash, started }: { trace: string; hash: string; started: number },
  { errors, calls }: Answered,
  log: Log,
): void {
  log.info('operation', {
    trace,
    operation: hash,
    ms: Math.round(performance.now() - started),
    departments: calls.map(({ department, outcome, ms }) => `${department} ${outcome} ${Math.round(ms)} ms`),
    waves: 1 + Math.max(-1, ...calls.map(({ wave }) => wave)),
    codes: [...new Set(errors.map(({ extensions }) => String(extensions['code'])))],
  });
  noteFailures(trace, errors, log);
}

/** One line for each way in which a department failed. */
export function noteFailures(trace: string, errors: readonly GraphQLError[], log: Log): void {
  const faults = errors.flatMap(({ originalError }) =>
    originalError instanceof Fault ? [originalError] : [],
  );
  const told = new Map(faults.map((fault) => [`${fault.department} ${fault.code}`, fault]));
  for (const { code, department, cause } of told.values())
    log.warn('department failed', {
      trace,
      codes: [code],
      ...(department && { department }),
      ...described(cause),
    });
}
