import { type FieldNode, type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { Fault } from '../errors.ts';
import type { Fetch } from '../graph/plan.ts';
import type { DepartmentAnswer, DepartmentError } from './department.ts';
import { type Growing, type IsOfType, isRecord, recordsIn } from './place.ts';

// A fault stands in the answer where the value would: it is told at the fields that the client asked there and nowhere
// else, whatever path a department names, and nothing is computed from what could not be had.

/**
 * Puts a fault at the null that each error's path leads to. Gives the faults whose paths lead to none: they are to be laid
 * at everything that is missing.
 */
export function placeErrors({ data, errors }: DepartmentAnswer, department: string): readonly Fault[] {
  return errors.flatMap((error) => {
    const fault = faultOf(error, department);
    return place(fault, data, error.path ?? []) ? [] : [fault];
  });
}

/** What a fetch was to fill in: a selection of its operation. */
export type Owned = { readonly selection: SelectionSetNode; readonly fragments: Fragments };

/** The selection of a fetch at its root, or within one of its `_entities` fields. Parsed on a department's dark days alone. */
export function ownedBy({ operation }: Fetch, entities?: string): Owned {
  const { definitions } = parse(operation, { noLocation: true });
  const main = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (!main) throw new Error('a fetch has no operation');
  const field = main.selectionSet.selections.find(
    (each): each is FieldNode => each.kind === Kind.FIELD && keyOf(each) === entities,
  );
  const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  return {
    selection: field?.selectionSet ?? main.selectionSet,
    fragments: new Map(fragments.map((each) => [each.name.value, each])),
  };
}

/** Puts a fault at every field of a selection that records lack, in the records within them too. */
export function failMissing(
  fault: Fault,
  records: readonly Growing[],
  owned: Owned,
  isOfType: IsOfType,
): void {
  const { selection, fragments } = owned;
  for (const each of selection.selections)
    for (const record of records) {
      if (each.kind === Kind.FIELD) {
        failField(fault, record, { field: each, fragments }, isOfType);
        continue;
      }
      const fragment = each.kind === Kind.FRAGMENT_SPREAD ? fragments.get(each.name.value) : each;
      const type = fragment?.typeCondition?.name.value;
      const typename = record['__typename'];
      if (!fragment || (type && typeof typename === 'string' && !isOfType(typename, type))) continue;
      failMissing(fault, [record], { selection: fragment.selectionSet, fragments }, isOfType);
    }
}

function failField(
  fault: Fault,
  record: Growing,
  { field, fragments }: { field: FieldNode; fragments: Fragments },
  isOfType: IsOfType,
): void {
  const key = keyOf(field);
  if (key === '__typename') return;
  const value = (record[key] ??= fault);
  if (field.selectionSet)
    failMissing(fault, recordsIn(value), { selection: field.selectionSet, fragments }, isOfType);
}

/** Follows a path to the null that it leads to, or through; false when it leads to a value or out of the answer. */
function place(fault: Fault, data: unknown, path: readonly unknown[]): boolean {
  let at = data;
  for (const segment of path) {
    if (!isRecord(at) && !(Array.isArray(at) && typeof segment === 'number')) return false;
    const holder = at as Growing;
    const key = String(segment);
    if (!Object.hasOwn(holder, key)) return false;
    at = holder[key];
    if (at === null) {
      holder[key] = fault;
      return true;
    }
  }
  return false;
}

function faultOf({ message, extensions }: DepartmentError, department: string): Fault {
  const code = extensions?.['code'] === 'BAD_USER_INPUT' ? 'ARGUMENT_REFUSED' : 'DEPARTMENT_FAILED';
  return new Fault(code, { cause: new Error(message), department });
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
