import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  isUnionType,
  parse,
  validate,
} from 'graphql';

export type RandomOperation = {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
};

/** Literals to give for arguments, by their type without its exclamation marks. */
export type Samples = Readonly<Record<string, readonly string[]>>;

/** Valid random queries against a schema, the same for the same seed: aliases, fragments, directives, literals, variables. */
export function* randomOperations(
  schema: GraphQLSchema,
  samples: Samples,
  seed: number,
): Generator<RandomOperation> {
  const below = randomBelow(seed);
  for (;;) {
    const draft: Draft = { schema, samples, below, fragments: [], variables: [], keys: [], left: 30 };
    const selection = selectionOn(schema.getQueryType() as GraphQLCompositeType, 4, draft);
    const body = `${selection} ${draft.fragments.join(' ')}`;
    const used = ['$yes: Boolean!', '$no: Boolean = false', ...draft.variables].filter((each) =>
      new RegExp(`\\${each.split(':')[0] as string}\\b`).test(body),
    );
    const query = `query Q${used.length > 0 ? `(${used.join(', ')})` : ''} ${body}`;
    if (validate(schema, parse(query)).length === 0) yield { query, variables: { yes: below(2) === 0 } };
  }
}

type Draft = {
  readonly schema: GraphQLSchema;
  readonly samples: Samples;
  /** A whole number from 0 to less than `limit`. */
  readonly below: (limit: number) => number;
  readonly fragments: string[];
  readonly variables: string[];
  /** Aliases given so far, each once. */
  readonly keys: string[];
  /** How many more selections it may grow by. */
  left: number;
};

function selectionOn(type: GraphQLCompositeType, deepest: number, draft: Draft): string {
  const { below, schema } = draft;
  draft.left -= 1;
  const depth = draft.left > 0 ? deepest : 0;
  const fields = isUnionType(type) ? [] : Object.values(type.getFields());
  const askable = fields.filter((field) => depth > 0 || !isCompositeType(getNamedType(field.type)));
  const parts: string[] = [];
  for (let count = below(depth === 4 ? 3 : 4); count > 0 && askable.length > 0; count -= 1)
    parts.push(fieldText(askable.splice(below(askable.length), 1)[0] as Field, depth, draft));
  if (isAbstractType(type))
    for (const possible of schema.getPossibleTypes(type))
      if (below(2) === 0) parts.push(fragmentOn(possible, depth, draft));
  if (!isUnionType(type) && depth > 0 && depth < 4 && below(6) === 0)
    parts.push(fragmentOn(type, depth, draft));
  if (parts.length === 0 || below(5) === 0) parts.push(oneOf(['__typename', 'sort: __typename'], below));
  return `{ ${parts.join(' ')} }`;
}

function fragmentOn(type: GraphQLCompositeType, depth: number, draft: Draft): string {
  const { below, fragments } = draft;
  const selection = selectionOn(type, Math.max(0, depth - 1), draft);
  const directive = below(4) === 0 ? condition(draft) : '';
  if (below(3) > 0) return `... on ${type.name} ${directive} ${selection}`;
  const name = `F${fragments.length}`;
  fragments.push(`fragment ${name} on ${type.name} ${selection}`);
  return `...${name} ${directive}`;
}

type Field = GraphQLField<unknown, unknown>;

function fieldText(field: Field, depth: number, draft: Draft): string {
  const { below } = draft;
  const given = field.args.filter((argument) => isNonNullType(argument.type) || below(2) === 0);
  const args = given.map((argument) => `${argument.name}: ${argumentText(argument, draft)}`);
  const type = getNamedType(field.type);
  return [
    // Fields with arguments always get a key of their own, or fragments would ask the same key differently.
    field.args.length > 0 || below(4) === 0 ? `${newKey(draft)}: ${field.name}` : field.name,
    args.length > 0 ? `(${args.join(', ')})` : '',
    below(8) === 0 ? condition(draft) : '',
    isCompositeType(type) ? selectionOn(type, depth - 1, draft) : '',
  ].join(' ');
}

function newKey({ below, keys }: Draft): string {
  const wanted = oneOf(['capital', 'name', 'uscc', '__proto__', 'constructor', '', '', '', '', ''], below);
  const key = wanted && !keys.includes(wanted) ? wanted : `a${keys.length}`;
  keys.push(key);
  return key;
}

function argumentText({ type }: GraphQLArgument, { below, samples, variables }: Draft): string {
  const literals = samples[String(type).replaceAll('!', '')];
  if (!literals) throw new Error(`no sample of ${String(type)}`);
  const literal = oneOf(literals, below);
  if (below(2) === 0) return literal;
  variables.push(`$v${variables.length}: ${String(type)} = ${literal}`);
  return `$v${variables.length - 1}`;
}

function condition({ below }: Draft): string {
  return oneOf(['@include(if: $yes)', '@skip(if: $yes)', '@skip(if: $no)', '@include(if: $no)'], below);
}

function oneOf(choices: readonly string[], below: Draft['below']): string {
  return choices[below(choices.length)] as string;
}

/** Mulberry32. */
function randomBelow(seed: number): Draft['below'] {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
