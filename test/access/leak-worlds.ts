/** What one department says of a field or argument in the vocabulary that all share. */
export type Saying = {
  readonly share: Share | null;
  readonly level: number;
  readonly mask: string | null;
  readonly format: string | null;
  readonly asks: Asks;
};

export type Share = 'UNCONDITIONAL' | 'CONDITIONAL' | 'NONE';

/** What federation's own directives ask: each scope line is any of some sets. */
export type Asks = { readonly authenticated: boolean; readonly scopes: readonly (readonly string[])[] };

export type Argument = {
  readonly name: string;
  readonly type: string;
  readonly reads: readonly string[];
};

export type Field = {
  readonly name: string;
  readonly type: string;
  readonly args: readonly Argument[];
  /** By department: all that have the field resolve it. */
  readonly says: ReadonlyMap<string, Saying>;
  readonly isLookup: boolean;
};

export type ObjectType = {
  readonly name: string;
  /** The key field, of an entity. */
  readonly key: string | null;
  readonly fields: readonly Field[];
  /** The share class of the `@resource` that a department provides on it. */
  readonly resources: ReadonlyMap<string, Share>;
  readonly asks: Asks;
  readonly departments: readonly string[];
};

/** An interface, known to one department. */
export type Interface = {
  readonly name: string;
  readonly department: string;
  readonly members: readonly string[];
  readonly fields: readonly Omit<Field, 'says' | 'isLookup'>[];
};

/** A union, known to one department. */
export type Union = {
  readonly name: string;
  readonly department: string;
  readonly members: readonly string[];
};

/** The input type of a department, by which it filters. */
export type Filter = {
  readonly name: string;
  readonly department: string;
  readonly fields: readonly Argument[];
};

/** A small federation: every department knows every entity, and has fields of its own on some. */
export type World = {
  readonly seed: number;
  readonly departments: readonly string[];
  readonly objects: readonly ObjectType[];
  readonly interfaces: readonly Interface[];
  readonly unions: readonly Union[];
  readonly filters: readonly Filter[];
};

/** The object type of a name. */
export function objectOf(world: World, name: string): ObjectType {
  const found = world.objects.find((object) => object.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

/** What the key of a type is by its `@format`: whose records these are, where it is a person's or a firm's. */
export function keyFormatOf(world: World, type: string): string | null {
  const { fields, key } = objectOf(world, type);
  const said = fields.filter(({ name }) => name === key).flatMap(({ says }) => [...says.values()]);
  return said.map(({ format }) => format).find((format) => format !== null) ?? null;
}

/** The object types that a type's values can be of. */
export function membersOf(world: World, type: string): readonly string[] {
  const named = baseOf(type);
  const abstract = [...world.interfaces, ...world.unions].find(({ name }) => name === named);
  return abstract?.members ?? [named];
}

/** The named type within lists and non-nulls. */
export function baseOf(type: string): string {
  return type.replaceAll(/[[\]!]/g, '');
}
