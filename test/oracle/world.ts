/** A made-up federation: what its departments' schemas, their answers and the one truth are all derived from. */
export type World = {
  readonly seed: number;
  readonly departments: readonly string[];
  readonly objects: readonly ObjectType[];
  readonly interfaces: readonly Interface[];
  readonly unions: readonly Union[];
  readonly roots: readonly Field[];
  /** Whether null stands now and then where the schema says it never does. */
  readonly breaks: boolean;
};

export type ObjectType = {
  readonly name: string;
  /** Departments that add to it. */
  readonly departments: readonly string[];
  /** Departments that know no more of it than its first key. */
  readonly stubs: readonly string[];
  /** None for a value type. */
  readonly keys: readonly Key[];
  readonly fields: readonly Field[];
};

export type Key = { readonly set: string; readonly departments: readonly string[] };

export type Field = {
  readonly name: string;
  /** As it is written, for example `[Ant!]!`. */
  readonly type: string;
  /** As they are written, with their brackets; empty for none. */
  readonly args: string;
  /** Departments that resolve it. */
  readonly departments: readonly string[];
  /** Object types that it gives, where its type is an interface or union. */
  readonly among?: readonly string[];
  /** The department that says it may be null, while the others say it never is. */
  readonly looseIn?: string;
  /** The department whose field of this name it overrides. */
  readonly overrides?: string;
  readonly requires?: readonly Needed[];
  /** The field of what it gives that its department provides. */
  readonly provides?: string;
};

export type Needed = { readonly name: string; readonly inner?: readonly Needed[] };

/** An interface; a department's members are those that have all its fields there. */
export type Interface = {
  readonly name: string;
  readonly fields: readonly string[];
  readonly members: readonly string[];
};

export type Union = {
  readonly name: string;
  readonly membersIn: Readonly<Record<string, readonly string[]>>;
};

/** The type that a written type wraps. */
export function baseOf(type: string): string {
  return type.replaceAll(/[[\]!]/g, '');
}

export function objectNamed(world: World, name: string): ObjectType | undefined {
  return world.objects.find((object) => object.name === name);
}

/** A field of a type that is known to have it. */
export function fieldNamed(world: World, type: string, name: string): Field {
  const found = objectNamed(world, type)?.fields.find((field) => field.name === name);
  if (!found) throw new Error(`${type} has no field ${name}`);
  return found;
}

/** Whether a department knows a type at all. */
export function knows(department: string, { departments, stubs }: ObjectType): boolean {
  return departments.includes(department) || stubs.includes(department);
}

/** The keys by which a department knows an entity. */
export function keysIn({ keys, stubs }: ObjectType, department: string): readonly Key[] {
  return stubs.includes(department)
    ? keys.slice(0, 1)
    : keys.filter((key) => key.departments.includes(department));
}

/** The object types that an abstract type stands for in a department. */
export function membersIn(world: World, abstract: string, department: string): readonly string[] {
  const face = world.interfaces.find(({ name }) => name === abstract);
  if (!face) return world.unions.find(({ name }) => name === abstract)?.membersIn[department] ?? [];
  return face.members.filter((member) =>
    face.fields.every((field) => fieldNamed(world, member, field).departments.includes(department)),
  );
}

/** Fields, as `Type.field`, that a department names without resolving them: it requires or provides them. */
export const externalsIn = remembered((world: World, department: string): ReadonlySet<string> => {
  const found = new Set<string>();
  const note = (type: string, needed: readonly Needed[]) => {
    for (const { name, inner } of needed) {
      const field = fieldNamed(world, type, name);
      if (!field.departments.includes(department)) found.add(`${type}.${name}`);
      if (inner) note(baseOf(field.type), inner);
    }
  };
  for (const { name: type, fields } of [...world.objects, { name: 'Query', fields: world.roots }])
    for (const { departments, requires, provides, type: given } of fields)
      if (departments.includes(department)) {
        note(type, requires ?? []);
        if (provides) note(baseOf(given), [{ name: provides }]);
      }
  return found;
});

/** Fields, as `Type.field`, on whose values other fields rely: they are required or provided, whole or in part. */
export const reliedOn = remembered((world: World): ReadonlySet<string> => {
  const found = new Set<string>();
  const note = (type: string, needed: readonly Needed[]) => {
    for (const { name, inner = [] } of needed) {
      found.add(`${type}.${name}`);
      note(baseOf(fieldNamed(world, type, name).type), inner);
    }
  };
  for (const { name, fields } of [...world.objects, { name: 'Query', fields: world.roots }])
    for (const { requires = [], provides, type } of fields) {
      note(name, requires);
      if (provides) note(baseOf(type), [{ name: provides }]);
    }
  return found;
});

/** A function of a finished world that works once for each world and word. */
export function remembered<T, Words extends readonly string[]>(
  work: (world: World, ...words: Words) => T,
): (world: World, ...words: Words) => T {
  const known = new WeakMap<World, Map<string, T>>();
  return (world, ...words) => {
    const results = known.get(world) ?? new Map<string, T>();
    known.set(world, results);
    const key = words.join(' ');
    if (!results.has(key)) results.set(key, work(world, ...words));
    return results.get(key) as T;
  };
}
