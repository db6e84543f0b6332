import { type Choose, choices } from './choose.ts';
import type { Draft, DraftObject } from './draft.ts';
import { addLinks, providing } from './links.ts';
import {
  baseOf,
  type Field,
  type Interface,
  type Key,
  knows,
  type ObjectType,
  type Union,
  type World,
} from './world.ts';

/** The world of a seed. Composition may refuse it: what is drawn fits together in most cases, not in all. */
export function worldOf(seed: number): World {
  const choose = choices('world', seed);
  const departments = departmentNames.slice(0, 2 + choose.below(4));
  const objects = entityNames.slice(0, 2 + choose.below(3)).map((name) => entity(name, departments, choose));
  const world: Draft = {
    seed,
    departments,
    objects,
    interfaces: [],
    unions: [],
    roots: [],
    breaks: choose.chance(50),
  };
  const entities = [...objects];
  objects.push(
    ...valueNames.slice(0, 1 + choose.below(2)).map((name) => valueType(name, departments, choose)),
  );
  for (const name of faceNames.slice(0, choose.below(3))) addInterface(name, world, choose);
  for (const name of unionNames.slice(0, choose.below(3))) addUnion(name, world, choose);
  for (const object of entities) addFields(object, world, choose);
  for (const value of objects.filter(({ keys }) => keys.length === 0)) addReferences(value, world, choose);
  if (choose.chance(60)) addSplitValue(entities, world, choose);
  for (const object of entities) addLinks(object, world, choose);
  for (const department of departments) addRoots(department, world, choose);
  return world;
}

const departmentNames = ['ash', 'birch', 'cedar', 'fir', 'elm'];
const entityNames = ['Ant', 'Bee', 'Cat', 'Dog'];
const valueNames = ['Size', 'Note'];
const faceNames = ['Living', 'Shown'];
const unionNames = ['Either', 'Thing'];

function entity(name: string, all: readonly string[], choose: Choose): DraftObject {
  const departments = choose.some(all, choose.chance(80) ? 2 : 1);
  const stubs = all.filter((each) => !departments.includes(each) && choose.chance(60));
  const first = choose.oneOf(['id', 'id', 'id part', 'place { town } part']);
  const keys: Key[] = [{ set: first, departments }];
  if (departments.length > 1 && choose.chance(35)) {
    const both = choose.some(departments, 1);
    const alone = departments.filter((each) => !both.includes(each) && choose.chance(50));
    keys[0] = { set: first, departments: departments.filter((each) => !alone.includes(each)) };
    keys.push({ set: 'code', departments: [...both, ...alone] });
  }
  return { name, departments, stubs, keys, fields: [] };
}

/** A type without key: whoever knows it resolves all of it. */
function valueType(name: string, all: readonly string[], choose: Choose): DraftObject {
  const departments = choose.some(all, 1);
  const fields = ['name', 'width', 'kind', 'parts']
    .slice(0, 1 + choose.below(4))
    .map((each) => plainField(each, departments, choose));
  return { name, departments, stubs: [], keys: [], fields };
}

/** References from what has no key, alike in every department that knows it. */
function addReferences(value: DraftObject, world: Draft, choose: Choose): void {
  const field = choose.chance(50) ? linkField('owner', value.departments, { world, choose }) : null;
  if (field) value.fields.push(field);
}

function addInterface(name: string, world: Draft, choose: Choose): void {
  const department = choose.oneOf(world.departments);
  const members = choose.some(
    world.objects.filter((object) => object.departments.includes(department)),
    1,
  );
  if (members.length === 0) return;
  const names = choose.some([`of${name}`, `in${name}`], 1);
  for (const field of names) {
    const { type, args } = plainField(field, [department], choose);
    for (const member of members) {
      const others = member.departments.filter((each) => each !== department && choose.chance(30));
      const departments = member.keys.length === 0 ? member.departments : [department, ...others];
      member.fields.push({ name: field, type: choose.chance(30) ? firmly(type) : type, args, departments });
    }
  }
  world.interfaces.push({ name, fields: names, members: members.map((member) => member.name) });
}

function addUnion(name: string, world: Draft, choose: Choose): void {
  const entries = world.departments.flatMap((department) => {
    const known = world.objects.filter((object) => knows(department, object)).map((object) => object.name);
    return known.length > 0 && choose.chance(80) ? [[department, choose.some(known, 1)] as const] : [];
  });
  if (entries.length > 0) world.unions.push({ name, membersIn: Object.fromEntries(entries) });
}

function addFields(object: DraftObject, world: Draft, choose: Choose): void {
  const names = choose.some(fieldNames, 3);
  for (const name of names) {
    const departments = choose.chance(20)
      ? choose.some(object.departments, 1)
      : [choose.oneOf(object.departments)];
    const field =
      (choose.chance(40) ? linkField(name, departments, { world, choose }) : null) ??
      plainField(name, departments, choose);
    const others = object.departments.filter((each) => !departments.includes(each));
    const isPlain = scalars.includes(baseOf(field.type));
    if (isPlain && others.length > 0 && departments.length === 1 && choose.chance(12))
      object.fields.push({ ...field, overrides: choose.oneOf(others) });
    else if (isPlain && departments.length > 1 && field.type.endsWith('!') && choose.chance(40))
      object.fields.push({ ...field, looseIn: choose.oneOf(departments) });
    else object.fields.push(field);
  }
}

const fieldNames = ['name', 'kind', 'width', 'parts', 'owner', 'next', 'all', 'extra', 'constructor', 'sort'];

/** A type without key, of which each department knows a part: reached only where all of them can be asked. */
function addSplitValue(entities: readonly DraftObject[], world: Draft, choose: Choose): void {
  const home = choose.oneOf(entities);
  if (home.departments.length < 2) return;
  const departments = choose.some(home.departments, 2);
  const fields = [
    plainField('name', departments, choose),
    ...departments.map((each) => plainField(`by${each}`, [each], choose)),
  ];
  world.objects.push({ name: 'Split', departments, stubs: [], keys: [], fields });
  home.fields.push({ name: 'split', type: wrapped('Split', choose), args: argsOf(choose), departments });
}

function addRoots(department: string, world: Draft, choose: Choose): void {
  for (let count = choose.below(3) + (world.roots.length === 0 ? 1 : 0); count > 0; count -= 1) {
    const departments = choose.chance(15) ? choose.some(world.departments, 1) : [department];
    const name = `${choose.oneOf(['one', 'some', 'find'])}${world.roots.length}`;
    const field = linkField(name, departments, { world, choose });
    if (field) world.roots.push(choose.chance(25) ? providing(field, { world, choose }) : field);
  }
}

const scalars = ['Int', 'String', 'Float', 'Boolean', 'ID', 'Kind', 'Json'];
const argLists = [
  '(n: Int = 3)',
  '(kind: Kind = GREEN)',
  '(filter: Filter)',
  '(tags: [String!])',
  '(n: Int!, kind: Kind)',
  '(ids: [ID] = ["x"], on: Boolean)',
  '(json: Json)',
  '(filter: Filter! = { n: 5 }, n: Int)',
];

function plainField(name: string, departments: readonly string[], choose: Choose): Field {
  const scalar = choose.oneOf(scalars);
  return {
    name,
    type: choose.chance(75) ? `${scalar}${choose.chance(40) ? '!' : ''}` : wrapped(scalar, choose),
    args: argsOf(choose),
    departments,
  };
}

/** A field that gives objects, if there is a type that all its departments know. */
function linkField(
  name: string,
  departments: readonly string[],
  { world, choose }: { world: Draft; choose: Choose },
): Field | null {
  const isCommon = (object: ObjectType) => departments.every((each) => knows(each, object));
  const objects = world.objects.filter((object) => object.name !== 'Split' && isCommon(object));
  const abstract = [...world.interfaces, ...world.unions].flatMap((face) => {
    const among = commonMembers(face, departments, world);
    return among.length > 0 ? [{ name: face.name, among }] : [];
  });
  const choosable = [...objects, ...objects, ...abstract];
  if (choosable.length === 0) return null;
  const chosen = choose.oneOf(choosable);
  const field = { name, type: wrapped(chosen.name, choose), args: argsOf(choose), departments };
  return 'among' in chosen ? { ...field, among: chosen.among } : field;
}

function commonMembers(
  face: Interface | Union,
  departments: readonly string[],
  world: Draft,
): readonly string[] {
  const isIn = (member: string, department: string) =>
    'membersIn' in face
      ? (face.membersIn[department] ?? []).includes(member)
      : face.fields.every((name) =>
          world.objects.some(
            (object) =>
              object.name === member &&
              object.fields.some((field) => field.name === name && field.departments.includes(department)),
          ),
        );
  return world.objects
    .map(({ name }) => name)
    .filter((name) => ('members' in face ? face.members.includes(name) : true))
    .filter((name) => departments.every((department) => isIn(name, department)));
}

function wrapped(base: string, choose: Choose): string {
  return choose
    .oneOf(['*', '*', '*!', '[*]', '[*!]', '[*]!', '[*!]!', '[*!]!', '[[*]]', '[[*!]!]'])
    .replace('*', base);
}

function argsOf(choose: Choose): string {
  return choose.chance(35) ? choose.oneOf(argLists) : '';
}

function firmly(type: string): string {
  return type.endsWith('!') ? type : `${type}!`;
}
