import { type Choose, choices } from '#test/oracle/choose.ts';
import { filterOf, queryOf, withLinks } from './leak-links.ts';
import { entities, leaves, type Making, values } from './leak-objects.ts';
import { sayingOf } from './leak-sayings.ts';
import type { Field, Interface, ObjectType, Union, World } from './leak-worlds.ts';

/** The world that follows from a seed. */
export function worldOf(seed: number): World {
  const choose = choices('world', seed);
  const departments = ['north', 'south', 'east', 'west'].slice(0, 2 + choose.below(3));
  const making: Making = { choose, departments, places: placesOf(departments, choose) };
  const plain = [...entities(making), ...values(making)];
  const { interfaces, unions } = abstracts(making);
  const filters = departments.map((department) => filterOf(department, plain, making));
  const linked = plain.map((object) => withLinks(object, filters, making));
  const faced = interfaces.reduce<readonly ObjectType[]>(
    (objects, face) => withFace(objects, face, making),
    linked,
  );
  const objects = [...faced, queryOf(filters, making)];
  return {
    seed,
    departments,
    objects,
    interfaces: interfaces.filter(({ fields }) => fields.length > 0),
    unions,
    filters,
  };
}

function placesOf(departments: readonly string[], choose: Choose): Making['places'] {
  return {
    values: choose.oneOf(departments),
    Asset: choose.oneOf(departments),
    Party: choose.oneOf(departments),
    Holder: choose.oneOf(departments),
  };
}

function abstracts({ choose, places }: Making): {
  readonly interfaces: readonly Interface[];
  readonly unions: readonly Union[];
} {
  const assets = ['Car', 'House', ...(choose.chance(40) ? ['Permit'] : [])];
  const face = (name: 'Asset' | 'Party', members: readonly string[]): Interface => ({
    name,
    department: places[name],
    members,
    fields: choose.some(['name', 'code', 'amount', 'size'], 1).map((field) => ({
      name: field,
      type: leaves[field] as string,
      args: field === 'size' ? [{ name: 'above', type: 'Int', reads: [] }] : [],
    })),
  });
  return {
    interfaces: [face('Asset', assets), face('Party', ['Citizen', 'Enterprise'])],
    unions: [
      {
        name: 'Holder',
        department: places.Holder,
        members: ['Citizen', 'Enterprise', ...(choose.chance(40) ? ['Permit'] : [])],
      },
    ],
  };
}

/** Has an interface's members provide its fields, in its department too. */
function withFace(
  objects: readonly ObjectType[],
  { department, members, fields }: Interface,
  { choose }: Making,
): readonly ObjectType[] {
  return objects.map((object) => {
    if (!members.includes(object.name)) return object;
    const needed = fields.map(({ name, type, args }): Field => {
      const known = object.fields.find((field) => field.name === name);
      const says = new Map([...(known?.says ?? []), [department, sayingOf(type, choose)] as const]);
      const all = object.fields.map((field) => `${object.name}.${field.name}`);
      const own = args.map((each) => ({ ...each, reads: choose.chance(60) ? [choose.oneOf(all)] : [] }));
      return { name, type: choose.chance(15) ? `${type}!` : type, args: own, says, isLookup: false };
    });
    const others = object.fields.filter((field) => !needed.some(({ name }) => name === field.name));
    return { ...object, fields: [...others, ...needed] };
  });
}
