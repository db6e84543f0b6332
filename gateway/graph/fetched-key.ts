/**
 * The key under which a field's value is fetched and merged: its name, or the client's alias, marked. Planners ask for an
 * entity's keys by their names; unmarked, `{ uscc: formerUscc, taxGrade }` would fetch the grade of another enterprise.
 * No field's name starts with two underscores, so a marked alias is never taken for one.
 */
export function fetchedKey(responseKey: string, fieldName: string): string {
  return responseKey === fieldName ? fieldName : `__as_${responseKey}`;
}
