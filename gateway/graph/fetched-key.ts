import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  print,
  type ValueNode,
} from 'graphql';

/** The key under which a field's value is fetched and merged. */
export type FetchedKey = (field: FieldNode, parent: GraphQLCompositeType) => string;

/**
 * Makes the keys for the fields of one operation at a time. A key says what is asked, not what the client calls it: the
 * field's name, or a number for each name with its arguments. So two aliases of one value are fetched once, one entity at
 * two places can share a record, and no alias is taken for the key fields that planners ask for by name; a key for
 * arguments starts with two underscores, as no field's name does. Changes are never the same twice: in a mutation each
 * response key has its own.
 */
export function fetchedKeysIn(schema: GraphQLSchema): () => FetchedKey {
  const changes: readonly unknown[] = [schema.getMutationType(), schema.getSubscriptionType()];
  const numbered = namesToNumber(schema);
  return () => {
    const numbers = new Map<string, number>();
    return (field, parent) => {
      const name = field.name.value;
      if (changes.includes(parent) && name !== '__typename')
        return `__as_${(field.alias ?? field.name).value}`;
      if (!numbered.has(name)) return name;
      const asked = askedText(field);
      const number = numbers.get(asked) ?? numbers.size;
      numbers.set(asked, number);
      return `__f${number}`;
    };
  };
}

/**
 * Names of fields that take arguments in any type, so that an interface and its types agree, and of those that every
 * object inherits: what nobody delivered would seem to be there.
 */
function namesToNumber(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set(Object.getOwnPropertyNames(Object.prototype));
  for (const type of Object.values(schema.getTypeMap()))
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) if (field.args.length > 0) names.add(field.name);
  return names;
}

/** A field with its arguments, in one spelling whatever order they were written in. */
function askedText({ name, arguments: given = [] }: FieldNode): string {
  const texts = given.map((argument) => `${argument.name.value}:${valueText(argument.value)}`);
  return `${name.value}(${texts.toSorted().join()})`;
}

function valueText(value: ValueNode): string {
  switch (value.kind) {
    case Kind.LIST:
      return `[${value.values.map(valueText).join()}]`;
    case Kind.OBJECT:
      return `{${value.fields
        .map((field) => `${field.name.value}:${valueText(field.value)}`)
        .toSorted()
        .join()}}`;
    default:
      return print(value);
  }
}
