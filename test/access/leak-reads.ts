import { type FieldNode, type GraphQLSchema, isInterfaceType, isObjectType, valueFromAST } from 'graphql';
import type { Asker } from './leak-policies.ts';
import { looksOf } from './leak-rights.ts';
import { type Argument, baseOf, type World } from './leak-worlds.ts';

type Asked = {
  readonly node: FieldNode;
  /** The type on which the field is written, and all that it stands for. */
  readonly written: string;
  readonly members: readonly string[];
};

type Within = {
  readonly world: World;
  readonly schema: GraphQLSchema;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly asker: Asker;
};

/** Whether a field's arguments would tell of fields that are not clear of everybody's record. */
export function isRevealing(
  { node, written, members }: Asked,
  { world, schema, variables, asker }: Within,
): boolean {
  const type = schema.getType(written);
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
  return (node.arguments ?? []).some(({ name, value }) => {
    const known = field?.args.find((each) => each.name === name.value);
    const given = known && valueFromAST(value, known.type, variables);
    if (given === undefined) return false;
    return members.some((member) =>
      tellsHidden(world, { coordinate: `${member}.${node.name.value}`, name: name.value, given }, asker),
    );
  });
}

type Given = { readonly coordinate: string; readonly name: string; readonly given: unknown };

/** Whether a value given for a field's argument tells of what is not clear of everybody's record. */
export function tellsHidden(world: World, { coordinate, name, given }: Given, asker: Asker): boolean {
  const [type, fieldName] = coordinate.split('.');
  const field = world.objects
    .find((object) => object.name === type)
    ?.fields.find((each) => each.name === fieldName);
  const argument = field?.args.find((each) => each.name === name);
  const told = argument && given !== undefined ? toldBy(world, argument, given) : [];
  return told.some((each) => {
    const looks = looksOf(world, each, asker);
    return looks.has('denied') || looks.has('masked');
  });
}

function toldBy(world: World, { type, reads }: Argument, given: unknown): readonly string[] {
  const filter = world.filters.find(({ name }) => name === baseOf(type));
  const items = Array.isArray(given) ? given : [given];
  const inner = items.flatMap((item: unknown) =>
    typeof item === 'object' && item !== null
      ? (filter?.fields ?? []).flatMap((field) => {
          const value = (item as Readonly<Record<string, unknown>>)[field.name];
          return value === undefined ? [] : toldBy(world, field, value);
        })
      : [],
  );
  return [...reads, ...inner];
}
