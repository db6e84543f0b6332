import { parse } from 'graphql';
import type { Resolvers, SmallDepartment } from '#test/gateway/small-graph.ts';
import { computed, eachIn, holds, keyOf, population, stable, type Thing, valueOf } from './answers.ts';
import { sdlOf } from './sdl.ts';
import {
  externalsIn,
  type Field,
  keysIn,
  knows,
  type Needed,
  type ObjectType,
  objectNamed,
  type World,
} from './world.ts';

/** Told when a department is asked for what a correct plan never asks of it, whatever the gateway makes of the plan. */
export type NoteMisplan = (words: string) => void;

/** A world's departments, ready to be served. */
export function departmentsOf(world: World, note: NoteMisplan): Readonly<Record<string, SmallDepartment>> {
  return Object.fromEntries(
    world.departments.map((department) => [
      department,
      { typeDefs: parse(sdlOf(world, department)), resolvers: resolversOf(world, { department, note }) },
    ]),
  );
}

type Resolve = (thing: Thing, args: Readonly<Record<string, unknown>>) => unknown;

type Serving = { readonly department: string; readonly note: NoteMisplan };

function resolversOf(world: World, { department, note }: Serving): Resolvers {
  const resolvers: Record<string, Record<string, Resolve | ((told: never) => unknown)>> = {};
  for (const object of world.objects.filter((each) => knows(department, each))) {
    const fields: (typeof resolvers)[string] = {};
    for (const field of object.fields)
      fields[field.name] = resolverOf(world, { department, note }, { object, field });
    for (const name of ['id', 'part', 'place', 'code'])
      if (keysIn(object, department).some(({ set }) => set.split(' ').includes(name)))
        fields[name] = (thing: Thing) => keyOf(object, thing.n, name);
    if (object.departments.includes(department) && object.keys.length > 0)
      fields['__resolveReference'] = (told: never) => refer(world, { department, note }, { object, told });
    const declared = declaredFields(world, department, object);
    resolvers[object.name] = Object.fromEntries(
      Object.entries(fields).filter(([name]) => declared.has(name)),
    );
  }
  const roots = world.roots.filter(({ departments }) => departments.includes(department));
  resolvers['Query'] = Object.fromEntries(
    roots.map((field): [string, Resolve] => [field.name, (_, args) => valueOf(world, root, { field, args })]),
  );
  return resolvers;
}

/** The thing whose fields are the root fields. */
export const root: Thing = { __typename: 'Query', n: 0 };

function declaredFields(world: World, department: string, object: ObjectType): ReadonlySet<string> {
  const externals = externalsIn(world, department);
  const own = object.fields.filter(
    ({ name, departments, overrides }) =>
      departments.includes(department) || overrides === department || externals.has(`${object.name}.${name}`),
  );
  return new Set(['id', 'part', 'place', 'code', '__resolveReference', ...own.map(({ name }) => name)]);
}

function resolverOf(
  world: World,
  { department, note }: Serving,
  { object, field }: { object: ObjectType; field: Field },
): Resolve {
  const { departments, requires, name } = field;
  const what = `${department} is asked for ${object.name}.${name}`;
  // What a department gives that was overridden, or that it did not provide here, is wrong: no plan may ask for it.
  if (!departments.includes(department))
    return (thing, args) => {
      if (thing.provided === name) return valueOf(world, thing, { field, args });
      note(`${what}, which it does not resolve there`);
      return valueOf(world, { ...thing, n: -1 - thing.n }, { field, args });
    };
  return (thing, args) => {
    if (requires?.some((each) => thing.told?.[each.name] === undefined))
      note(`${what}, not told what it requires`);
    if (!holds(world, department, { object, n: thing.n })) return null;
    if (!requires) return valueOf(world, thing, { field, args });
    return computed(world, thing, { field, args, told: picked(thing.told ?? {}, requires) });
  };
}

type Told = Readonly<Record<string, unknown>>;

function picked(told: Told, needed: readonly Needed[]): unknown {
  return Object.fromEntries(
    needed.map(({ name, inner }) => [
      name,
      inner && told[name] !== undefined
        ? eachIn(told[name], (one) => picked(one as Told, inner))
        : told[name],
    ]),
  );
}

/** The one entity that all of a representation's key fields are true of, if the department holds it. */
function refer(
  world: World,
  { department, note }: Serving,
  { object, told }: { object: ObjectType; told: Told },
): Thing | null {
  const names = ['id', 'part', 'place', 'code'].filter((name) => told[name] !== undefined);
  for (const name of names)
    if (told[name] === null) note(`${department} is told of a ${object.name} before its ${name} is known`);
  const isMeant = (n: number) =>
    names.every((name) => stable(keyOf(object, n, name)) === stable(withoutTypename(told[name])));
  const meant = Array.from({ length: population }, (_, n) => n).filter(isMeant);
  const [n] = meant;
  if (names.length === 0 || n === undefined) throw new Error(`no ${object.name} is ${stable(told)}`);
  if (meant.length > 1) throw new Error(`${meant.length} of ${object.name} are ${stable(told)}`);
  const isHeld = objectNamed(world, object.name) && holds(world, department, { object, n });
  return isHeld ? { __typename: object.name, n, told } : null;
}

function withoutTypename(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { __typename, ...rest } = value as Readonly<Record<string, unknown>>;
  return rest;
}
