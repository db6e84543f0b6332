import type { Making } from './leak-objects.ts';
import { asksNothing, openSaying } from './leak-sayings.ts';
import type { Argument, Field, Filter, ObjectType } from './leak-worlds.ts';

/** A department's filter, each field of which may tell of something. */
export function filterOf(
  department: string,
  objects: readonly ObjectType[],
  { choose }: Pick<Making, 'choose'>,
): Filter {
  const name = `${department.charAt(0).toUpperCase()}${department.slice(1)}Filter`;
  const all = objects.flatMap((object) => object.fields.map((field) => `${object.name}.${field.name}`));
  const fields = ['one', 'two', 'three'].map((field) => ({
    name: field,
    type: choose.oneOf(['String', 'ID', '[Int!]']),
    reads: choose.chance(75) ? choose.some(all, 1).slice(0, 1 + choose.below(2)) : [],
  }));
  return { name, department, fields: [...fields, { name: 'all', type: `[${name}!]`, reads: [] }] };
}

/** Gives an object fields that lead to others. */
export function withLinks(object: ObjectType, filters: readonly Filter[], making: Making): ObjectType {
  const { choose } = making;
  const own = targetsOf(making).filter(({ department }) =>
    department === null ? true : object.departments.includes(department),
  );
  const fields = choose
    .some(own, object.key ? 2 : 0)
    .slice(0, 5)
    .map(({ name, target, department }): Field => {
      const place = department ?? choose.oneOf(object.departments);
      return linkTo({ name, target, place }, filters, making);
    });
  return { ...object, fields: [...object.fields, ...fields] };
}

function linkTo(
  { name, target, place }: { readonly name: string; readonly target: string; readonly place: string },
  filters: readonly Filter[],
  { choose }: Pick<Making, 'choose'>,
): Field {
  const type = choose.oneOf([target, target, `${target}!`, `[${target}!]!`, `[${target}]`, `[${target}!]`]);
  const filter = filters.find(({ department }) => department === place);
  const args: readonly Argument[] = [
    ...(filter && choose.chance(40) ? [{ name: 'filter', type: filter.name, reads: [] }] : []),
    ...(choose.chance(25)
      ? [
          {
            name: 'orderBy',
            type: 'Order',
            reads: filter?.fields.flatMap(({ reads }) => reads).slice(0, 2) ?? [],
          },
        ]
      : []),
  ];
  const says = new Map([[place, openSaying(choose)]]);
  return { name, type, args, says, isLookup: false };
}

function targetsOf({ places }: Making): readonly {
  readonly name: string;
  readonly target: string;
  readonly department: string | null;
}[] {
  return [
    { name: 'person', target: 'Citizen', department: null },
    { name: 'firm', target: 'Enterprise', department: null },
    { name: 'permits', target: 'Permit', department: null },
    { name: 'home', target: 'Address', department: places.values },
    { name: 'assets', target: 'Asset', department: places.Asset },
    { name: 'party', target: 'Party', department: places.Party },
    { name: 'holder', target: 'Holder', department: places.Holder },
  ];
}

/** The root fields: lookups, and lists of everything. */
export function queryOf(filters: readonly Filter[], making: Making): ObjectType {
  const { choose, departments } = making;
  const lookups = [
    ['citizen', 'Citizen', 'idNumber'],
    ['enterprise', 'Enterprise', 'uscc'],
    ['permit', 'Permit', 'permitId'],
  ] as const;
  const fields = [
    ...lookups.map(
      ([name, type, key]): Field => ({
        name,
        type,
        args: [{ name: key, type: 'ID!', reads: [] }],
        says: new Map([[choose.oneOf(departments), openSaying(choose)]]),
        isLookup: true,
      }),
    ),
    ...targetsOf(making).map(({ name, target, department }): Field => {
      const place = department ?? choose.oneOf(departments);
      const field = linkTo({ name: `${name}List`, target, place }, filters, making);
      return { ...field, says: new Map([[place, openSaying(choose)]]) };
    }),
  ];
  return {
    name: 'Query',
    key: null,
    fields,
    resources: new Map(),
    asks: asksNothing,
    departments,
  };
}
