import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isRequiredArgument,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import { argumentFor, type Variables } from './arguments.ts';
import type { Choose } from './choose.ts';

export type Asked = { readonly query: string; readonly variables: Readonly<Record<string, unknown>> };

/** A valid random query against a schema: aliases, fragments, conditions, literals, variables. */
export function operationOn(schema: GraphQLSchema, choose: Choose): Asked {
  for (;;) {
    const draft: Draft = {
      schema,
      choose,
      fragments: [],
      variables: { declared: [], given: {} },
      keys: new Map(),
      left: 8 + choose.below(30),
    };
    const body = [
      selectionOn(schema.getQueryType() as GraphQLCompositeType, 0, draft),
      ...draft.fragments,
    ].join('\n');
    const used = ['$yes: Boolean!', '$no: Boolean = false', ...draft.variables.declared].filter((each) =>
      new RegExp(`\\${each.split(':')[0] as string}\\b`).test(body),
    );
    const query = `query Q${used.length > 0 ? `(${used.join(', ')})` : ''} ${body}`;
    if (validate(schema, parse(query)).length > 0) continue;
    const yes = choose.chance(50);
    return { query, variables: { ...(/\$yes\b/.test(query) && { yes }), ...draft.variables.given } };
  }
}

type Draft = {
  readonly schema: GraphQLSchema;
  readonly choose: Choose;
  readonly fragments: { text: string; type: string; name: string; toString(): string }[];
  readonly variables: Variables;
  /** What each key of the answer stands for, so that most operations are valid. */
  readonly keys: Map<string, string>;
  /** How many more selections it may grow by. */
  left: number;
};

const deepest = 5;

function selectionOn(type: GraphQLCompositeType, depth: number, draft: Draft): string {
  const { choose, schema } = draft;
  draft.left -= 1;
  const mayNest = depth < deepest && draft.left > 0;
  const fields = isUnionType(type) ? [] : Object.values(type.getFields());
  const askable = fields.filter((field) => mayNest || !isCompositeType(getNamedType(field.type)));
  const parts: string[] = [];
  if (askable.length > 0)
    for (let count = (depth === 0 ? 1 : 0) + choose.below(depth === 0 ? 2 : 5); count > 0; count -= 1)
      parts.push(fieldText(choose.oneOf(askable), depth, draft));
  if (isAbstractType(type))
    for (const possible of schema.getPossibleTypes(type))
      if (choose.chance(55)) parts.push(fragmentOn(possible, depth, draft));
  if (mayNest && choose.chance(15)) parts.push(fragmentOn(oneAround(type, draft), depth, draft));
  if (parts.length === 0 || choose.chance(15)) parts.push(typenameText(draft));
  return `{ ${parts.join(' ')} }`;
}

/** The type itself, or another under which some of its objects may be seen. */
function oneAround(type: GraphQLCompositeType, { schema, choose }: Draft): GraphQLCompositeType {
  const around = Object.values(schema.getTypeMap()).filter(
    (each): each is GraphQLCompositeType =>
      isAbstractType(each) &&
      schema
        .getPossibleTypes(each)
        .some((possible) => (isAbstractType(type) ? schema.isSubType(type, possible) : possible === type)),
  );
  return choose.oneOf([type, type, ...around]);
}

function fragmentOn(type: GraphQLCompositeType, depth: number, draft: Draft): string {
  const { choose, fragments } = draft;
  const directive = choose.chance(20) ? condition(draft) : '';
  const known = fragments.filter((each) => each.type === type.name);
  if (known.length > 0 && choose.chance(40)) return `...${choose.oneOf(known).name}${directive}`;
  const selection = selectionOn(type, depth, draft);
  if (choose.chance(70)) return `... ${choose.chance(90) ? `on ${type.name}` : ''}${directive} ${selection}`;
  const name = `F${fragments.length}`;
  const text = `fragment ${name} on ${type.name} ${selection}`;
  fragments.push({ text, name, type: type.name, toString: () => text });
  return `...${name}${directive}`;
}

function fieldText(field: GraphQLField<unknown, unknown>, depth: number, draft: Draft): string {
  const { choose } = draft;
  const given = field.args.filter((argument) => isRequiredArgument(argument) || choose.chance(60));
  const args = given.map((argument: GraphQLArgument) => `${argument.name}: ${argumentFor(argument, draft)}`);
  const called = `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}`;
  const key = keyFor(field.name, `${called} ${String(field.type)}`, draft);
  const type = getNamedType(field.type);
  return [
    key === field.name && !choose.chance(3) ? called : `${key}: ${called}`,
    choose.chance(8) ? condition(draft) : '',
    isCompositeType(type) ? ` ${selectionOn(type, depth + 1, draft)}` : '',
  ].join('');
}

/** The field's name, or an alias: often one that is another field's name. */
function keyFor(name: string, meaning: string, { choose, keys }: Draft): string {
  const wanted = choose.chance(75) ? name : choose.oneOf([...aliases, 'x', 'y', 'z']);
  const isFree = !keys.has(wanted) || keys.get(wanted) === meaning || choose.chance(4);
  const key = isFree ? wanted : `a${keys.size}`;
  keys.set(key, meaning);
  return key;
}

const aliases = [
  'id',
  'part',
  'code',
  'name',
  'kind',
  'width',
  'sum1',
  '__proto__',
  'constructor',
  '_entities',
];

function typenameText({ choose }: Draft): string {
  return choose.oneOf(['__typename', '__typename', 'type: __typename', 'sort: __typename', 'id: __typename']);
}

function condition({ choose }: Draft): string {
  return choose.oneOf([
    ' @include(if: $yes)',
    ' @skip(if: $yes)',
    ' @skip(if: $no)',
    ' @include(if: $no)',
    ' @include(if: true)',
    ' @skip(if: true)',
    ' @skip(if: $no) @include(if: $yes)',
  ]);
}
