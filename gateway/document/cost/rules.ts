import {
  type DocumentNode,
  type GraphQLField,
  GraphQLInt,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
} from 'graphql';
import { type LinkedSpec, specReader } from '#schema/directive-reader.ts';

/** The cost specification that Apollo Federation carries, whatever its version. */
const specification: LinkedSpec<'cost' | 'listSize'> = {
  url: 'https://specs.apollo.dev/cost',
  name: 'cost',
  directives: ['cost', 'listSize'],
};

/** What a supergraph says of cost, by coordinate: `Type`, `Type.field`, `Type.field(argument:)` or `Input.field`. */
export type CostRules = {
  /** `@cost(weight:)`; a weight below zero is zero here, so that an estimate is never too low. */
  readonly weights: ReadonlyMap<string, number>;
  /** `@listSize`. */
  readonly lists: ReadonlyMap<string, ListRule>;
  /** The items of a list that says nothing of its size. */
  readonly assumedListSize: number;
};

export type ListRule = {
  readonly assumedSize: number | null;
  /** Arguments that set the size, as `first` or `page.size`. */
  readonly slicingArguments: readonly string[];
  /** Fields of the answer whose size it is; none where the field is the list itself. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
};

/** Collects the cost rules of a supergraph. Directives are found by the specification's URL, under whatever name. */
export function costRules(
  supergraph: DocumentNode,
  { assumedListSize }: { readonly assumedListSize: number },
): CostRules {
  const read = specReader(supergraph, specification);
  const weights = new Map<string, number>();
  const lists = new Map<string, ListRule>();
  const note = (coordinate: string, node: Directed) => {
    for (const given of read(node, 'cost')) weights.set(coordinate, weightOf(given));
    for (const given of read(node, 'listSize')) lists.set(coordinate, listRule(given));
  };
  for (const definition of supergraph.definitions) {
    if (!isTypeDefinitionNode(definition) && !isTypeExtensionNode(definition)) continue;
    const type = definition.name.value;
    note(type, definition);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      note(`${type}.${field.name.value}`, field);
      if (field.kind !== Kind.FIELD_DEFINITION) continue;
      for (const argument of field.arguments ?? [])
        note(`${type}.${field.name.value}(${argument.name.value}:)`, argument);
    }
  }
  return { weights, lists, assumedListSize };
}

type Directed = Parameters<ReturnType<typeof specReader>>[0];
type Arguments = Readonly<Record<string, unknown>>;

function weightOf({ weight }: Arguments): number {
  const number = Number(weight);
  return Number.isFinite(number) ? Math.max(0, number) : 0;
}

function listRule({
  assumedSize,
  slicingArguments,
  sizedFields,
  requireOneSlicingArgument,
}: Arguments): ListRule {
  return {
    assumedSize: typeof assumedSize === 'number' ? Math.max(0, assumedSize) : null,
    slicingArguments: Array.isArray(slicingArguments) ? (slicingArguments as string[]) : [],
    sizedFields: Array.isArray(sizedFields) ? (sizedFields as string[]) : [],
    requireOneSlicingArgument: requireOneSlicingArgument !== false,
  };
}

/** The rule that a page keeps by convention: `first` or `last` sizes the list, or the lists in the answer. */
export function pageRule({ type, args }: GraphQLField<unknown, unknown>): ListRule | undefined {
  const slicingArguments = args
    .filter(({ name, type: of }) => slicing.has(name) && getNullableType(of) === GraphQLInt)
    .map(({ name }) => name);
  if (slicingArguments.length === 0) return undefined;
  const page = getNamedType(type);
  const fields = isObjectType(page) || isInterfaceType(page) ? Object.values(page.getFields()) : [];
  const sizedFields = isListType(getNullableType(type))
    ? []
    : fields
        .filter((field) => sized.has(field.name) && isListType(getNullableType(field.type)))
        .map(({ name }) => name);
  return { assumedSize: null, slicingArguments, sizedFields, requireOneSlicingArgument: false };
}

const slicing: ReadonlySet<string> = new Set(['first', 'last']);
const sized: ReadonlySet<string> = new Set(['edges', 'nodes', 'items']);
