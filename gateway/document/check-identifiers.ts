import {
  type DocumentNode,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  TypeInfo,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { checkIdentifier } from '#schema/identifiers/format.ts';
import { Refusal } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';

/**
 * Checks every identifier among an operation's arguments before anybody is asked. Throws a Refusal that says which
 * argument is wrong and how (length, character, check digit, date), without repeating the value.
 */
export function checkIdentifiers(
  { identifiers, apiSchema }: Pick<Graph, 'identifiers' | 'apiSchema'>,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  if (identifiers.size === 0) return;
  const types = new TypeInfo(apiSchema);
  const check = (coordinate: string, value: unknown) => {
    const format = identifiers.get(coordinate);
    if (!format || typeof value !== 'string') return;
    const finding = checkIdentifier(format, value);
    if (finding.kind === 'invalid')
      throw new Refusal('INVALID_IDENTIFIER', `${coordinate}: ${finding.message}`, {
        argument: coordinate,
        format,
        problem: finding.problem,
        messageZh: finding.messageZh,
      });
  };
  const checkInside = (type: GraphQLInputType, value: unknown): void => {
    const named = getNamedType(type);
    if (!isInputObjectType(named)) return;
    for (const item of itemsOf(value))
      for (const [name, field] of Object.entries(named.getFields())) {
        const inner = (item as Readonly<Record<string, unknown>>)[name];
        for (const each of itemsOf(inner)) check(`${named.name}.${name}`, each);
        checkInside(field.type, inner);
      }
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument(node) {
        const argument = types.getArgument();
        const parent = types.getParentType();
        const field = types.getFieldDef();
        if (!argument || !parent || !field || types.getDirective()) return;
        // Coerced as the department will: an ID may be written as a number, a list as its one item.
        const value = valueFromAST(node.value, argument.type, variables);
        const coordinate = `${parent.name}.${field.name}(${argument.name}:)`;
        for (const each of itemsOf(value)) check(coordinate, each);
        checkInside(argument.type, value);
      },
    }),
  );
}

/** The values in a value: those of a list, lists of lists too, or the value itself; null is none. */
function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(itemsOf);
  return value === null || value === undefined ? [] : [value];
}
