import type { FieldNode } from 'graphql';

/**
 * The key under which a field's value is fetched: its name, or the client's alias, marked. Planners ask for an entity's
 * keys by their names; unmarked, `{ uscc: formerUscc, taxGrade }` would fetch the grade of another enterprise. No field's
 * name starts with two underscores, so a marked alias is never taken for one. What every object inherits is marked too: it
 * could not be told from what a department said.
 */
export function fetchedKey({ alias, name }: FieldNode): string {
  const key = (alias ?? name).value;
  return key === name.value && !(key in Object.prototype) ? key : `__as_${key}`;
}
