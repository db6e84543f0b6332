import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * The Cache-Control of an answer, by the catalogue: the shortest update cycle among the resources that the operation
 * touches. An operation that touches none (introspection, `_service`) is not stored, nor one whose answer depends on the
 * matter it is asked for.
 */
export function cacheControlBy(department: Cached): (operation: string) => string {
  const ages = resourceAges(department.document);
  const known = new Map<string, string>();
  return (operation) => {
    const value = known.get(operation) ?? headerFor(department, ages, operation);
    if (known.size >= mostKnown) known.clear();
    known.set(operation, value);
    return value;
  };
}

type Cached = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly matterOnly?: readonly string[];
};

const secondsByCycle: Readonly<Record<string, number>> = {
  REALTIME: 5,
  DAILY: 600,
  WEEKLY: 3_600,
  MONTHLY: 6 * 3_600,
  QUARTERLY: 24 * 3_600,
  YEARLY: 24 * 3_600,
};

const mostKnown = 1000;

function resourceAges(document: DocumentNode): ReadonlyMap<string, number> {
  const ages = new Map<string, number>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION)
      continue;
    for (const { name, arguments: given } of definition.directives ?? []) {
      const cycle = given?.find((argument) => argument.name.value === 'update')?.value;
      if (name.value === 'resource' && cycle?.kind === Kind.ENUM)
        ages.set(definition.name.value, secondsByCycle[cycle.value] ?? 0);
    }
  }
  return ages;
}

function headerFor(
  { schema, matterOnly = [] }: Cached,
  ages: ReadonlyMap<string, number>,
  operation: string,
): string {
  const types = new TypeInfo(schema);
  let shortest = Number.POSITIVE_INFINITY;
  const look = () => {
    const type = getNamedType(types.getType());
    if (type) shortest = Math.min(shortest, ages.get(type.name) ?? shortest);
    const [parent, field] = [types.getParentType(), types.getFieldDef()];
    if (parent && field && matterOnly.includes(`${parent.name}.${field.name}`)) shortest = 0;
  };
  visit(
    parse(operation),
    visitWithTypeInfo(types, { Field: look, InlineFragment: look, FragmentDefinition: look }),
  );
  return Number.isFinite(shortest) && shortest > 0 ? `max-age=${shortest}` : 'no-store';
}
