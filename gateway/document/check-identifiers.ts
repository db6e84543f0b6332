import {
  type DocumentNode,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  TypeInfo,
  type ValueNode,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { checkIdentifier } from '#schema/identifiers/format.ts';
import { Refusal } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';

/**
 * Checks every identifier among an operation's arguments before anybody is asked, and gives those of citizens and
 * enterprises: the subjects that are asked about. Throws a Refusal that says which argument is wrong and how (length,
 * character, check digit, date), without repeating the value.
 */
export type CheckIdentifiers = (variables: Readonly<Record<string, unknown>>) => readonly string[];

type Rules = Pick<Graph, 'identifiers' | 'apiSchema'>;

/** Finds the arguments of a document that hold identifiers, once; what is left per request is to look at their values. */
export function identifierChecks(rules: Rules, document: DocumentNode): CheckIdentifiers {
  const holders = argumentsOf(rules, document);
  return (variables) => {
    const subjects: string[] = [];
    // Coerced as the department will: an ID may be written as a number, a list as its one item.
    for (const { coordinate, type, node } of holders)
      checkValue({ coordinate, type, subjects }, valueFromAST(node, type, variables), rules);
    return subjects;
  };
}

type Place = { readonly coordinate: string; readonly type: GraphQLInputType };
type Checking = Place & { readonly subjects: string[] };

function argumentsOf(
  rules: Rules,
  document: DocumentNode,
): readonly (Place & { readonly node: ValueNode })[] {
  if (rules.identifiers.size === 0) return [];
  const found: (Place & { readonly node: ValueNode })[] = [];
  const types = new TypeInfo(rules.apiSchema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument(node) {
        const argument = types.getArgument();
        const parent = types.getParentType();
        const field = types.getFieldDef();
        if (!argument || !parent || !field || types.getDirective()) return;
        const coordinate = `${parent.name}.${field.name}(${argument.name}:)`;
        if (rules.identifiers.has(coordinate) || isInputObjectType(getNamedType(argument.type)))
          found.push({ coordinate, type: argument.type, node: node.value });
      },
    }),
  );
  return found;
}

function checkValue({ coordinate, type, subjects }: Checking, value: unknown, rules: Rules): void {
  const named = getNamedType(type);
  for (const item of itemsOf(value)) {
    checkText({ coordinate, subjects }, item, rules);
    if (isInputObjectType(named))
      for (const [name, field] of Object.entries(named.getFields())) {
        const inner = (item as Readonly<Record<string, unknown>>)[name];
        checkValue({ coordinate: `${named.name}.${name}`, type: field.type, subjects }, inner, rules);
      }
  }
}

function checkText(
  { coordinate, subjects }: Omit<Checking, 'type'>,
  value: unknown,
  { identifiers }: Rules,
): void {
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
  if (format === 'CITIZEN_NUMBER' || format === 'CREDIT_CODE') subjects.push(value);
}

/** The values in a value: those of a list, lists of lists too, or the value itself; null is none. */
function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(itemsOf);
  return value === null || value === undefined ? [] : [value];
}
