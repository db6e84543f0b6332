import type { Known, KnownField } from './known.ts';
import type { Matter } from './matter.ts';

/** What some way to a type's records passes: a record that is somebody's, one that says in which division they are. */
export type Reached = { readonly hasSubject: boolean; readonly hasDivision: boolean };

/**
 * The types that a caller with this matter can get to from an operation's roots, by fields that the matter grants or
 * everybody sees. Once a way is found that passes more, the types behind it are gone through again; so at most thrice each.
 */
export function reachedBy(matter: Matter, { types, roots }: Known): ReadonlyMap<string, Reached> {
  const reached = new Map<string, Reached>();
  const open = roots.map((name) => ({ name, above: { hasSubject: false, hasDivision: false } }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { name, above } = next;
    const type = types.get(name);
    if (!type) continue;
    const before = reached.get(name);
    const here = {
      hasSubject: above.hasSubject || type.isSomebodys || (before?.hasSubject ?? false),
      hasDivision: above.hasDivision || type.hasDivision || (before?.hasDivision ?? false),
    };
    if (before?.hasSubject === here.hasSubject && before.hasDivision === here.hasDivision) continue;
    reached.set(name, here);
    for (const [fieldName, field] of type.fields)
      if (isPassable(matter, `${name}.${fieldName}`, field))
        for (const under of field.leadsTo) open.push({ name: under, above: here });
  }
  return reached;
}

function isPassable({ fields }: Matter, coordinate: string, { share }: KnownField): boolean {
  if (share === 'UNCONDITIONAL') return true;
  const grant = fields.get(coordinate) ?? fields.get(`${coordinate.split('.')[0]}.*`);
  return share === 'CONDITIONAL' && grant?.show === 'clear';
}
