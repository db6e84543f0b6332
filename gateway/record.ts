import { Fault } from './errors.ts';

/** Whether a value is an object of JSON: no list, no null, and no Fault that stands where one should be. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Fault);
}

/** Whether nothing was said: JSON's null means it as well as saying nothing. */
export function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
