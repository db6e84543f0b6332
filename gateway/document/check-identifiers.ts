import {
  type DocumentNode,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  TypeInfo,
  valueFromASTUntyped,
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
    for (const item of itemsOf(type, value))
      for (const [name, field] of Object.entries(named.getFields())) {
        const inner = (item as Record<string, unknown> | null)?.[name];
        for (const each of itemsOf(field.type, inner)) check(`${named.name}.${name}`, each);
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
        const value = valueFromASTUntyped(node.value, variables);
        const coordinate = `${parent.name}.${field.name}(${argument.name}:)`;
        for (const each of itemsOf(argument.type, value)) check(coordinate, each);
        checkInside(argument.type, value);
      },
    }),
  );
}

function itemsOf(type: GraphQLInputType, value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return [];
  const list = isNonNullType(type) ? isListType(type.ofType) : isListType(type);
  return list && Array.isArray(value) ? value : [value];
}
