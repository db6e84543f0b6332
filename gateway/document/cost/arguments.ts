import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  type ValueNode,
  valueFromAST,
} from 'graphql';
import { Refusal } from '../../errors.ts';
import { add } from '../saturate.ts';
import type { CostRules, ListRule } from './rules.ts';
import { sum, type Term, type Variables } from './term.ts';

type Asked = {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
};

/** How many items a list has: the greatest of its slicing arguments, else what is assumed of it or of any list. */
export function sizeTerm(
  { node, field, list }: Asked & { readonly list: ListRule | undefined },
  { assumedListSize }: Pick<CostRules, 'assumedListSize'>,
): Term {
  const assumed = list?.assumedSize ?? assumedListSize;
  if (!list || list.slicingArguments.length === 0) return assumed;
  const slices = list.slicingArguments.map((path) => sliceOf(path, { node, field }));
  const size = (variables: Variables): number => {
    const values = slices.map(({ written, fallback }) => ({ written: written?.(variables), fallback }));
    if (list.requireOneSlicingArgument) requireOne(values, { field, list });
    const sizes = values.map(({ written, fallback }) => written ?? fallback).filter(isSize);
    return sizes.length > 0 ? Math.max(...sizes) : assumed;
  };
  const varies =
    list.requireOneSlicingArgument ||
    (node.arguments ?? []).some(
      ({ name, value }) =>
        list.slicingArguments.some((path) => rootOf(path) === name.value) && hasVariable(value),
    );
  return varies ? ({ variables }) => size(variables) : size({});
}

/** A slicing argument: what an operation gives for it, if it does, and the schema's default. */
type Slice = {
  readonly written: ((variables: Variables) => unknown) | undefined;
  readonly fallback: unknown;
};

function sliceOf(path: string, { node, field }: Asked): Slice {
  const argument = field.args.find(({ name }) => name === rootOf(path));
  if (!argument) return { written: undefined, fallback: undefined };
  const [, ...keys] = path.split('.');
  const inside = (value: unknown) => keys.reduce(entryOf, value);
  const written = node.arguments?.find(({ name }) => name.value === argument.name);
  return {
    written: written && ((variables) => inside(valueFromAST(written.value, argument.type, variables))),
    fallback: inside(argument.defaultValue),
  };
}

function rootOf(path: string): string | undefined {
  return path.split('.')[0];
}

function entryOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

/** A size below zero is nobody's: some registers take it for "all". */
function isSize(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}

function requireOne(
  values: readonly { readonly written: unknown; readonly fallback: unknown }[],
  { field, list }: { readonly field: Asked['field']; readonly list: ListRule },
): void {
  const written = values.filter((each) => isGiven(each.written)).length;
  if (written === 1 || (written === 0 && values.some((each) => isGiven(each.fallback)))) return;
  const names = list.slicingArguments.join(', ');
  throw new Refusal(
    'BAD_USER_INPUT',
    `"${field.name}" needs the size of its list: give exactly one of ${names}; ${written} were given.`,
    { messageZh: `「${field.name}」须写明条数:${names} 须恰好填一个,现填了 ${written} 个。` },
  );
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** What a field's arguments cost: an input object 1, a scalar nothing, or what `@cost` says, each item of a list. */
export function argumentsTerm(
  { node, field, coordinates }: Asked & { readonly coordinates: readonly string[] },
  rules: CostRules,
): Term {
  const terms = (node.arguments ?? []).flatMap((written) => {
    const argument = field.args.find(({ name }) => name === written.name.value);
    if (!argument) return [];
    const weights = coordinates.flatMap((each) => rules.weights.get(`${each}(${argument.name}:)`) ?? []);
    return [
      argumentTerm(
        { written, argument, weight: weights.length > 0 ? Math.max(...weights) : undefined },
        rules,
      ),
    ];
  });
  return sum(terms);
}

function argumentTerm(
  {
    written,
    argument,
    weight,
  }: {
    readonly written: ArgumentNode;
    readonly argument: GraphQLArgument;
    readonly weight: number | undefined;
  },
  rules: CostRules,
): Term {
  const named = getNamedType(argument.type);
  if (!isInputObjectType(named) && (weight ?? rules.weights.get(named.name) ?? 0) === 0) return 0;
  const cost = (variables: Variables) =>
    valueCost(valueFromAST(written.value, argument.type, variables), { type: argument.type, weight }, rules);
  return hasVariable(written.value) ? ({ variables }) => cost(variables) : cost({});
}

function valueCost(
  value: unknown,
  { type, weight }: { readonly type: GraphQLInputType; readonly weight: number | undefined },
  rules: CostRules,
): number {
  if (!isGiven(value)) return 0;
  const nullable = getNullableType(type);
  if (isListType(nullable))
    return (Array.isArray(value) ? value : [value]).reduce<number>(
      (total, item) => add(total, valueCost(item, { type: nullable.ofType, weight }, rules)),
      0,
    );
  if (!isInputObjectType(nullable)) return weight ?? rules.weights.get(nullable.name) ?? 0;
  return Object.values(nullable.getFields()).reduce<number>((total, field) => {
    const inner = { type: field.type, weight: rules.weights.get(`${nullable.name}.${field.name}`) };
    return add(total, valueCost(entryOf(value, field.name), inner, rules));
  }, weight ?? 1);
}

function hasVariable(value: ValueNode): boolean {
  switch (value.kind) {
    case Kind.VARIABLE:
      return true;
    case Kind.LIST:
      return value.values.some(hasVariable);
    case Kind.OBJECT:
      return value.fields.some((field) => hasVariable(field.value));
    default:
      return false;
  }
}
