import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../graph/fragments.ts';
import { argumentsTerm, sizeTerm } from './arguments.ts';
import { type CostRules, pageRule } from './rules.ts';
import { evaluate, memoized, product, sum, type Term, type Variables, whenIncluded } from './term.ts';

export type CostGiven = { readonly schema: GraphQLSchema; readonly rules: CostRules };

/** What an operation costs with these coerced variables. Throws a Refusal where a size that must be given is not. */
export type Cost = (variables: Variables) => number;

/**
 * Compiles the cost of a valid operation, after the cost specification: an object costs 1, a scalar nothing, a mutation
 * 10, or what `@cost` says, and a list as many times its item as `@listSize` says. What depends on no variable is
 * computed here, each fragment once. Fields that will be merged count each time, so the estimate is never too low.
 */
export function costOf(document: DocumentNode, operation: OperationDefinitionNode, given: CostGiven): Cost {
  const root = given.schema.getRootType(operation.operation);
  const base = operation.operation === OperationTypeNode.MUTATION ? mutationCost : 0;
  const { fixed } = compiler(document, given)(operation.selectionSet, root ?? undefined, []);
  const total = sum([base, fixed]);
  return (variables) => evaluate(total, { variables, known: new Map() });
}

const mutationCost = 10;

/**
 * The cost of a selection set as a line: `fixed`, and `perItem` for each item of the page whose sized fields are
 * selected in it. A fragment is thus compiled once, however large the pages that it is spread in.
 */
type Line = { readonly fixed: Term; readonly perItem: Term };
type Compile = (
  set: SelectionSetNode | undefined,
  parent: GraphQLNamedType | undefined,
  sizedFields: readonly string[],
) => Line;

function compiler(document: DocumentNode, given: CostGiven): Compile {
  const { schema, rules } = given;
  const fragments = fragmentsOf(document);
  const compiled = new Map<string, Line>();

  const compile: Compile = (set, parent, sizedFields) => {
    const lines = (set?.selections ?? []).map((each) => lineOf(each, parent, sizedFields));
    return { fixed: sum(lines.map(({ fixed }) => fixed)), perItem: sum(lines.map(({ perItem }) => perItem)) };
  };
  const lineOf = (
    selection: SelectionNode,
    parent: GraphQLNamedType | undefined,
    sizedFields: readonly string[],
  ): Line => {
    const line = unconditional(selection, parent, sizedFields);
    return { fixed: whenIncluded(selection, line.fixed), perItem: whenIncluded(selection, line.perItem) };
  };
  const unconditional: typeof lineOf = (selection, parent, sizedFields) => {
    switch (selection.kind) {
      case Kind.FIELD:
        return fieldLine(selection, parent, sizedFields);
      case Kind.INLINE_FRAGMENT: {
        const condition = selection.typeCondition?.name.value;
        return compile(selection.selectionSet, condition ? schema.getType(condition) : parent, sizedFields);
      }
      case Kind.FRAGMENT_SPREAD: {
        const fragment = fragments.get(selection.name.value);
        return fragment ? fragmentLine(fragment, sizedFields) : free;
      }
    }
  };
  const fragmentLine = (fragment: FragmentDefinitionNode, sizedFields: readonly string[]): Line => {
    const key = [fragment.name.value, ...sizedFields].join(' ');
    const before = compiled.get(key);
    if (before) return before;
    const type = schema.getType(fragment.typeCondition.name.value);
    const { fixed, perItem } = compile(fragment.selectionSet, type, sizedFields);
    const line = { fixed: memoized(fixed), perItem: memoized(perItem) };
    compiled.set(key, line);
    return line;
  };
  const fieldLine = (
    node: FieldNode,
    parent: GraphQLNamedType | undefined,
    sizedFields: readonly string[],
  ): Line => {
    // The gateway answers introspection itself, and its selections are limited.
    if (!(isObjectType(parent) || isInterfaceType(parent)) || node.name.value.startsWith('__')) return free;
    const field = parent.getFields()[node.name.value];
    if (!field) return free;
    const owners = [parent, ...(isInterfaceType(parent) ? schema.getPossibleTypes(parent) : [])];
    const coordinates = owners.map(({ name }) => `${name}.${field.name}`);
    const type = getNamedType(field.type);
    const list = firstOf(coordinates, rules.lists) ?? pageRule(field);
    const size = sizeTerm({ node, field, list }, rules);
    const inner = compile(node.selectionSet, type, list?.sizedFields ?? []);
    const weight = greatestOf(coordinates, rules.weights) ?? typeWeight(type, given);
    const item = sum([weight, inner.fixed, product(size, inner.perItem)]);
    const before = argumentsTerm({ node, field, coordinates }, rules);
    const levels = listLevels(field.type);
    if (levels === 0) return { fixed: sum([before, item]), perItem: 0 };
    const row = product(rules.assumedListSize ** (levels - 1), item);
    return sizedFields.includes(field.name)
      ? { fixed: before, perItem: row }
      : { fixed: sum([before, product(size, row)]), perItem: 0 };
  };
  return compile;
}

const free: Line = { fixed: 0, perItem: 0 };

/** A type that may be one of several costs as much as the most expensive of them. */
function typeWeight(type: GraphQLNamedType, { schema, rules }: CostGiven): number {
  if (isAbstractType(type))
    return Math.max(1, ...schema.getPossibleTypes(type).map((each) => typeWeight(each, { schema, rules })));
  return rules.weights.get(type.name) ?? (isCompositeType(type) ? 1 : 0);
}

function firstOf<T>(coordinates: readonly string[], rules: ReadonlyMap<string, T>): T | undefined {
  return coordinates.map((coordinate) => rules.get(coordinate)).find((rule) => rule !== undefined);
}

function greatestOf(
  coordinates: readonly string[],
  weights: ReadonlyMap<string, number>,
): number | undefined {
  const given = coordinates.flatMap((coordinate) => weights.get(coordinate) ?? []);
  return given.length > 0 ? Math.max(...given) : undefined;
}

function listLevels(type: GraphQLOutputType): number {
  const nullable = getNullableType(type);
  return isListType(nullable) ? 1 + listLevels(nullable.ofType) : 0;
}
