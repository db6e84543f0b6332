import {
  type GraphQLArgument,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { Choose } from './choose.ts';

/** The variables of an operation while it is written. */
export type Variables = { readonly declared: string[]; readonly given: Record<string, unknown> };

type Writing = { readonly choose: Choose; readonly variables: Variables };

/** What to write for an argument: a literal, with or without variables in it, or a variable, sent, left out or null. */
export function argumentFor({ type, defaultValue }: GraphQLArgument, writing: Writing): string {
  return writing.choose.chance(50)
    ? variableFor(type, defaultValue !== undefined, writing)
    : literal(type, 2, writing);
}

function variableFor(type: GraphQLInputType, hasDefault: boolean, { choose, variables }: Writing): string {
  const name = `v${variables.declared.length}`;
  const isNeeded = isNonNullType(type);
  const own = choose.chance(40) ? literal(type, 1, { choose, variables: none }) : null;
  // A place with a default takes a variable that may be left out, not null.
  const isLoose = isNeeded && (own !== null || hasDefault) && choose.chance(50);
  const written = isLoose ? String(type).slice(0, -1) : String(type);
  variables.declared.push(`$${name}: ${written}${own === null ? '' : ` = ${own}`}`);
  const mayLeave = !isNeeded || isLoose || own !== null;
  if (!mayLeave || choose.chance(65)) variables.given[name] = sent(type, 2, choose);
  else if (!isNeeded && choose.chance(30)) variables.given[name] = null;
  return `$${name}`;
}

const none: Variables = { declared: [], given: {} };

function literal(type: GraphQLInputType, depth: number, writing: Writing): string {
  const { choose, variables } = writing;
  if (isNonNullType(type)) return literalOf(type.ofType, depth, writing);
  if (variables !== none && depth < 2 && choose.chance(15)) return variableFor(type, false, writing);
  return choose.chance(10) ? 'null' : literalOf(type, depth, writing);
}

function literalOf(type: GraphQLInputType, depth: number, writing: Writing): string {
  const { choose } = writing;
  if (isListType(type)) {
    if (choose.chance(15)) return literal(type.ofType, depth - 1, writing);
    return `[${Array.from({ length: choose.below(3) }, () => literal(type.ofType, depth - 1, writing)).join(', ')}]`;
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) =>
        isRequiredInputField(field) || (choose.chance(40) && (depth > 0 || !isInputObjectType(field.type))),
    );
    return `{ ${fields.map((field) => `${field.name}: ${literal(field.type, depth - 1, writing)}`).join(', ')} }`;
  }
  if (isEnumType(type)) return choose.oneOf(type.getValues()).name;
  return choose.oneOf(literals[String(type)] ?? ['null']);
}

const literals: Readonly<Record<string, readonly string[]>> = {
  Int: ['0', '1', '-7', '3'],
  Float: ['0.5', '2'],
  String: ['""', '"n"', '"二 \\"q\\""', '"""block\nline"""'],
  ID: ['"E1"', '5'],
  Boolean: ['true', 'false'],
  Json: ['{ a: [1, { b: null }] }', '"text"', '5', '[]', 'RED'],
};

/** A value to send for a variable. */
function sent(type: GraphQLInputType, depth: number, choose: Choose): unknown {
  if (isNonNullType(type)) return sentOf(type.ofType, depth, choose);
  return choose.chance(12) ? null : sentOf(type, depth, choose);
}

function sentOf(type: GraphQLInputType, depth: number, choose: Choose): unknown {
  if (isListType(type)) {
    if (choose.chance(15)) return sent(type.ofType, depth, choose);
    return Array.from({ length: choose.below(3) }, () => sent(type.ofType, depth, choose));
  }
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter(
          (field) =>
            isRequiredInputField(field) ||
            (choose.chance(40) && (depth > 0 || !isInputObjectType(field.type))),
        )
        .map((field) => [field.name, sent(field.type, depth - 1, choose)]),
    );
  if (isEnumType(type)) return choose.oneOf(type.getValues()).name;
  return choose.oneOf(values[String(type)] ?? [null]);
}

const values: Readonly<Record<string, readonly unknown[]>> = {
  Int: [0, 1, -7, 3],
  Float: [0.5, 2],
  String: ['', 'n', '二 "q"'],
  ID: ['E1', 5],
  Boolean: [true, false],
  Json: [{ a: [1, { b: null }] }, 'text', 5, [], { $v: '$v0' }],
};
