import { type FieldNode, type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';

/** The key under which a field's value is fetched: its name, or what the client calls it, marked. */
export type FetchedKey = (field: FieldNode) => string;

/**
 * Planners ask for an entity's keys and for what a field requires by their names; unmarked, `{ uscc: formerUscc, taxGrade }`
 * would fetch the grade of another enterprise. No field's name starts with two underscores, so what is marked is never taken
 * for one. A field that takes arguments is always marked: planners may need it with others. So is what every object
 * inherits: it could not be told from what a department said.
 */
export function fetchedKeysIn(schema: GraphQLSchema): FetchedKey {
  const marked = namesToMark(schema);
  return ({ alias, name }) => {
    const key = (alias ?? name).value;
    return key === name.value && !marked.has(key) ? key : `__as_${key}`;
  };
}

function namesToMark(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set(Object.getOwnPropertyNames(Object.prototype));
  for (const type of Object.values(schema.getTypeMap()))
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) if (field.args.length > 0) names.add(field.name);
  return names;
}
