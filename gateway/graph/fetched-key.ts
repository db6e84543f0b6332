import { type FieldNode, type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';

/** The key under which a field's value is fetched: its name, or a mark in place of what the client calls it. */
export type FetchedKey = (field: FieldNode) => string;

/**
 * Makes the fetched keys of one operation at a time. Planners ask for an entity's keys and for what a field requires by
 * their names; unmarked, `{ uscc: formerUscc, taxGrade }` would fetch the grade of another enterprise. No field's name starts
 * with two underscores, so what is marked is never taken for one. A field that takes arguments is always marked: planners
 * may need it with others. So is what every object inherits: it could not be told from what a department said.
 *
 * Aliases are numbered: no department learns a client's words, operations that differ by them alone share a plan and reads
 * in flight, and records come in as few forms as the supergraph knows. Of too many different ones V8 makes each a table of
 * its own, among what stays.
 */
export function fetchedKeysIn(schema: GraphQLSchema): () => FetchedKey {
  const marked = namesToMark(schema);
  return () => {
    const numbers = new Map<string, number>();
    return ({ alias, name: { value: name } }) => {
      const key = alias?.value ?? name;
      if (key === name) return marked.has(name) ? `__as_${name}` : name;
      const number = numbers.get(key) ?? numbers.size + 1;
      numbers.set(key, number);
      return `__as_${number}`;
    };
  };
}

function namesToMark(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set(Object.getOwnPropertyNames(Object.prototype));
  for (const type of Object.values(schema.getTypeMap()))
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) if (field.args.length > 0) names.add(field.name);
  return names;
}
