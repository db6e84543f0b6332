import type { Choose } from './choose.ts';
import type { Draft, DraftObject } from './draft.ts';
import { baseOf, type Field, type Needed, type ObjectType } from './world.ts';

/** Gives an entity fields that need or bring what another department holds: `@requires` and `@provides`. */
export function addLinks(object: DraftObject, world: Draft, choose: Choose): void {
  for (let count = choose.below(4); count > 0; count -= 1)
    addRequiring(object, `sum${count}`, { world, choose });
  for (const [index, field] of object.fields.entries())
    if (choose.chance(25)) object.fields[index] = providing(field, { world, choose });
}

type Making = { readonly world: Draft; readonly choose: Choose };

function addRequiring(object: DraftObject, name: string, { world, choose }: Making): void {
  const department = choose.oneOf(object.departments);
  const usable = object.fields.flatMap((field) => neededOf(field, department, { world, choose }));
  if (usable.length === 0) return;
  const requires = choose.some(usable, 1).slice(0, 3);
  const args = choose.chance(25) ? '(n: Int = 3)' : '';
  object.fields.push({
    name,
    type: choose.oneOf(['Int', 'String']),
    args,
    departments: [department],
    requires,
  });
}

/** How a department can require a field: not at all, whole, or with a selection in it. */
function neededOf(field: Field, department: string, { world, choose }: Making): readonly Needed[] {
  const { name, args, overrides, among, departments } = field;
  if (departments.includes(department) || args.includes('Int!') || overrides || among) return [];
  const object = world.objects.find((each) => each.name === baseOf(field.type));
  if (!object) return [{ name }];
  const inner = object.fields.filter(
    (each) => isPlain(each, world) && !each.args.includes('Int!') && !each.overrides && !each.requires,
  );
  const isKnown = [...object.departments, ...object.stubs].includes(department);
  const known =
    object.keys.length === 0 ? inner.filter((each) => each.departments.includes(department)) : inner;
  if (!isKnown || known.length === 0 || object.name === 'Split') return [];
  return [
    {
      name,
      inner: choose
        .some(known, 1)
        .slice(0, 2)
        .map((each) => ({ name: each.name })),
    },
  ];
}

/** The same field with `@provides`, if its department could. */
export function providing(field: Field, { world, choose }: Making): Field {
  const [department] = field.departments;
  const object = world.objects.find((each) => each.name === baseOf(field.type));
  if (!department || !object || object.keys.length === 0 || field.departments.length > 1 || field.requires)
    return field;
  const provided = object.fields.filter(
    (each) =>
      isPlain(each, world) &&
      each.args === '' &&
      !each.requires &&
      !each.overrides &&
      !each.departments.includes(department) &&
      knowsType(object, department),
  );
  return provided.length > 0 ? { ...field, provides: choose.oneOf(provided).name } : field;
}

function knowsType({ departments, stubs }: ObjectType, department: string): boolean {
  return departments.includes(department) || stubs.includes(department);
}

function isPlain({ type }: Field, world: Draft): boolean {
  return ![...world.objects, ...world.interfaces, ...world.unions].some(({ name }) => name === baseOf(type));
}
