import { Fault, Refusal } from '../errors.ts';
import type { Asked } from '../graph/asked.ts';
import { isRecord } from '../record.ts';
import type { DepartmentAnswer, DepartmentError } from './department.ts';
import { type Growing, type IsOfType, visitIn } from './place.ts';

// A fault stands in the answer where the value would: it is told at the fields that the client asked there and nowhere
// else, whatever path a department names, and nothing is computed from what could not be had.

/**
 * Puts a fault at the null that each error's path leads to. Gives the first fault whose path leads to none: it is to be
 * laid at everything that is missing.
 */
export function placeErrors({ data, errors }: DepartmentAnswer, department: string): Fault | null {
  let loose: Fault | null = null;
  for (const error of errors) {
    const isPlaced = place(data, error.path ?? [], (within) => faultOf(error, department, within));
    if (!isPlaced) loose ??= faultOf(error, department, []);
  }
  return loose;
}

/** Puts a fault at everything asked for that a record lacks, in the records within it too. */
export function failMissing(fault: Fault, record: Growing, { fields, on }: Asked, isOfType: IsOfType): void {
  for (const { key, inner } of fields) {
    if (key === '__typename') continue;
    const known = Object.hasOwn(record, key) ? record[key] : undefined;
    const value = known ?? fault.at(key);
    record[key] = value;
    if (inner) visitIn(value, (within) => failMissing(fault, within, inner, isOfType));
  }
  for (const { type, asked } of on) {
    const { __typename: typename } = record;
    if (typeof typename !== 'string' || isOfType(typename, type)) failMissing(fault, record, asked, isOfType);
  }
}

type Path = readonly (string | number)[];

/** Follows a path to the null that it leads to, or through; false when it leads to a value or out of the answer. */
function place(data: unknown, path: Path, faultFor: (within: Path) => Fault): boolean {
  let at = data;
  for (const [index, segment] of path.entries()) {
    if (!isRecord(at) && !(Array.isArray(at) && typeof segment === 'number')) return false;
    const holder = at as Growing;
    const key = String(segment);
    if (!Object.hasOwn(holder, key)) return false;
    at = holder[key];
    // The value is lost already: one reason is enough.
    if (at instanceof Fault) return true;
    if (at === null) {
      holder[key] = faultFor(path.slice(index + 1));
      return true;
    }
  }
  return false;
}

function faultOf({ message, extensions, problem }: DepartmentError, department: string, within: Path): Fault {
  if (problem instanceof Refusal)
    return new Fault('DEPARTMENT_FAILED', { department, within, refusal: problem });
  if (problem) return new Fault(problem.code, { cause: problem.cause, department, within });
  const code = extensions?.['code'] === 'BAD_USER_INPUT' ? 'ARGUMENT_REFUSED' : 'DEPARTMENT_FAILED';
  return new Fault(code, { cause: new Error(message), department, within });
}
