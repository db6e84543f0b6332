import { Kind, parse, type SelectionSetNode, valueFromASTUntyped } from 'graphql';
import type { Asker } from './leak-policies.ts';
import { tellsHidden } from './leak-reads.ts';
import { looksOf } from './leak-rights.ts';
import { baseOf, membersOf, objectOf, type World } from './leak-worlds.ts';

/** What a department was asked. */
export type Call = {
  readonly department: string;
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
};

/**
 * The first thing that departments were asked for though nobody's record may show it to this asker, or null. Keys are asked
 * for to join records, divisions and keys to know whose they are.
 */
export function askedTooMuch(world: World, calls: readonly Call[], asker: Asker): string | null {
  for (const call of calls) {
    const asked = coordinatesIn(world, call);
    const found = asked.find((each) => isTooMuch(world, each, asker));
    if (found)
      return `${call.department} was asked for ${found.members.join()}.${found.field}: ${call.operation} ${JSON.stringify(call.variables)}`;
  }
  return null;
}

type AskedField = {
  readonly members: readonly string[];
  readonly field: string;
  readonly given: readonly (readonly [name: string, value: unknown])[];
};

function coordinatesIn(world: World, { operation, variables }: Call): readonly AskedField[] {
  const document = parse(operation);
  const found: AskedField[] = [];
  const walk = ({ selections }: SelectionSetNode, type: string): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet, selection.typeCondition?.name.value ?? type);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const { value: name } = selection.name;
        for (const each of document.definitions)
          if (each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === name)
            walk(each.selectionSet, each.typeCondition.name.value);
        continue;
      }
      const { value: name } = selection.name;
      if (name === '_entities' && selection.selectionSet) walk(selection.selectionSet, '_Entity');
      if (name.startsWith('_')) continue;
      const members = membersOf(world, type);
      const given = (selection.arguments ?? []).map(
        (each) => [each.name.value, valueFromASTUntyped(each.value, variables)] as const,
      );
      found.push({ members, field: name, given });
      const [first = ''] = members;
      const field = objectOf(world, first).fields.find((each) => each.name === name);
      if (field && selection.selectionSet) walk(selection.selectionSet, baseOf(field.type));
    }
  };
  for (const each of document.definitions)
    if (each.kind === Kind.OPERATION_DEFINITION) walk(each.selectionSet, 'Query');
  return found;
}

function isTooMuch(world: World, { members, field, given }: AskedField, asker: Asker): boolean {
  const isNeeded = members.every((type) => field === 'division' || objectOf(world, type).key === field);
  if (isNeeded) return false;
  const isHidden = members.every((type) => {
    const looks = looksOf(world, `${type}.${field}`, asker);
    return looks.size === 1 && looks.has('denied');
  });
  const isTelling = given.some(([name, value]) =>
    members.some((type) => tellsHidden(world, { coordinate: `${type}.${field}`, name, given: value }, asker)),
  );
  return isHidden || isTelling;
}
