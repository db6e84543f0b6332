import { type Choose, choices } from './choose.ts';
import {
  baseOf,
  type Field,
  fieldNamed,
  membersIn,
  type Needed,
  type ObjectType,
  objectNamed,
  reliedOn,
  remembered,
  type World,
} from './world.ts';

/** An object of a world: which one of its type it is, and how a department came to know of it. */
export type Thing = {
  readonly __typename: string;
  readonly n: number;
  /** The field that whoever gave it provided with it. */
  readonly provided?: string | undefined;
  /** What the gateway told of it. */
  readonly told?: Readonly<Record<string, unknown>>;
};

type Args = Readonly<Record<string, unknown>>;

/** How many entities there are of each type. */
export const population = 5;

/** What a field of a thing is: the same whoever resolves it, and another for other arguments. */
export function valueOf(world: World, thing: Thing, { field, args }: { field: Field; args: Args }): unknown {
  const choose = choices(world.seed, thing.__typename, thing.n, field.name, stable(args));
  return valueOfType(field.type, { world, field, thing, choose });
}

/** What a field that requires others makes of them; null where they may be unknown and are. */
export function computed(
  world: World,
  thing: Thing,
  { field, args, told }: { field: Field; args: Args; told: unknown },
): unknown {
  const choose = choices(world.seed, thing.__typename, thing.n, field.name, stable(args), stable(told));
  const isUnknown = (field.requires ?? []).some(({ name }) => (told as Args)[name] == null);
  if (isUnknown && isHaltable(world, thing.__typename, field)) return null;
  const number = choose.below(100_000);
  return field.type === 'Int' ? number : `of ${number}`;
}

/** What is true of a field wherever departments' knowledge is laid together. */
export function truthOf(world: World, thing: Thing, { field, args }: { field: Field; args: Args }): unknown {
  const object = objectNamed(world, thing.__typename);
  if (object && !field.departments.some((department) => holds(world, department, { object, n: thing.n })))
    return null;
  if (!field.requires) return valueOf(world, thing, { field, args });
  return computed(world, thing, { field, args, told: required(world, thing, field.requires) });
}

/** Whether a department has a record of an entity: some lack some, where nobody relies on it. */
export function holds(
  world: World,
  department: string,
  { object, n }: { object: ObjectType; n: number },
): boolean {
  return (
    !mayLack(world, department, object.name) ||
    choices(world.seed, 'lack', department, object.name, n).below(5) > 0
  );
}

/** The key fields of an entity. */
export function keyOf(object: ObjectType, n: number, name: string): unknown {
  const isCompound = object.keys.some(({ set }) => set.includes('part'));
  switch (name) {
    case 'id':
      return String(isCompound ? n >> 1 : n);
    case 'part':
      return n % 2;
    case 'place':
      return { town: `town ${n >> 1}` };
    default:
      return `c${n}`;
  }
}

/** What a value is apart from the order of its keys. */
export function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
        : inner,
    ) ?? 'nothing'
  );
}

function required(world: World, thing: Thing, needed: readonly Needed[]): Args {
  return Object.fromEntries(
    needed.map(({ name, inner }) => {
      const field = fieldNamed(world, thing.__typename, name);
      const value = truthOf(world, thing, { field, args: defaultsOf(field) });
      return [name, inner ? eachIn(value, (one) => required(world, one as Thing, inner)) : value];
    }),
  );
}

/** Applies to the things in lists, however deep; nothing stays null. */
export function eachIn(value: unknown, change: (thing: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => eachIn(item, change));
  return value == null ? null : change(value);
}

/** The arguments of a field that is asked for without any. */
function defaultsOf({ args }: Field): Args {
  const defaults: Readonly<Record<string, Args>> = {
    '(n: Int = 3)': { n: 3 },
    '(kind: Kind = GREEN)': { kind: 'GREEN' },
    '(ids: [ID] = ["x"], on: Boolean)': { ids: ['x'] },
    '(filter: Filter! = { n: 5 }, n: Int)': { filter: { n: 5, tags: ['none'], on: true } },
  };
  return defaults[args] ?? {};
}

const mayLack = remembered((world, department: string, type: string): boolean => {
  const object = objectNamed(world, type);
  if (!object) return false;
  const { name, keys, fields, departments } = object;
  if (keys.length === 0 || !departments.includes(department)) return false;
  if (keys.filter((key) => key.departments.includes(department)).length > 1) return false;
  const relied = reliedOn(world);
  const nested = new Set(nestedNeeds(world));
  return fields
    .filter((field) => field.departments.includes(department))
    .every(
      (field) =>
        field.departments.length === 1 &&
        !nested.has(`${name}.${field.name}`) &&
        !(relied.has(`${name}.${field.name}`) && field.type.includes('!')),
    );
});

/** Fields, as `Type.field`, that are required or provided as a part of something else. */
function nestedNeeds(world: World): readonly string[] {
  const provided = [...world.objects.flatMap(({ fields }) => fields), ...world.roots].flatMap(
    ({ provides, type }) => (provides ? [`${baseOf(type)}.${provides}`] : []),
  );
  const required = world.objects.flatMap(({ name, fields }) =>
    fields.flatMap(({ requires = [] }) =>
      requires.flatMap(({ name: outer, inner = [] }) =>
        inner.map((each) => `${baseOf(fieldNamed(world, name, outer).type)}.${each.name}`),
      ),
    ),
  );
  return [...provided, ...required];
}

/** Whether a field can't be computed for some things, since what it requires may be lacking. */
function isHaltable(world: World, type: string, field: Field): boolean {
  return (field.requires ?? []).some(({ name }) => {
    const needed = fieldNamed(world, type, name);
    const isLacking = needed.departments.some((each) => mayLack(world, each, type));
    return isLacking || (needed.requires && isHaltable(world, type, needed));
  });
}

type Making = {
  readonly world: World;
  readonly field: Field;
  readonly thing: Thing;
  readonly choose: Choose;
};

function valueOfType(type: string, making: Making): unknown {
  const { choose } = making;
  if (type.endsWith('!')) {
    const value = nonNull(type.slice(0, -1), making);
    return choose.chance(3) && isBreakable(making) ? null : value;
  }
  const value = nonNull(type, making);
  return choose.chance(15) ? null : value;
}

function isBreakable({ world, field, thing }: Making): boolean {
  return world.breaks && !field.looseIn && !reliedOn(world).has(`${thing.__typename}.${field.name}`);
}

function nonNull(type: string, making: Making): unknown {
  const { choose, world, field } = making;
  if (type.startsWith('['))
    return Array.from({ length: choose.below(4) }, () => valueOfType(type.slice(1, -1), making));
  switch (type) {
    case 'Int':
      return choose.below(100);
    case 'Float':
      return choose.below(100) / 4;
    case 'Boolean':
      return choose.chance(50);
    case 'Kind':
      return choose.oneOf(['RED', 'GREEN', 'BLUE']);
    case 'ID':
    case 'String':
      return `${choose.oneOf(['red', 'wide', '街道'])} ${choose.below(100)}`;
    case 'Json':
      return choose.oneOf([{ name: { id: 1 }, list: [null, choose.below(9)] }, [1, { a: null }], 'text', 0]);
    default: {
      const members = field.among ?? membersIn(world, type, field.departments[0] ?? '');
      const __typename = members.length > 0 ? choose.oneOf(members) : type;
      const isEntity = (objectNamed(world, __typename)?.keys.length ?? 0) > 0;
      return { __typename, n: choose.below(isEntity ? population : 1_000_000), provided: field.provides };
    }
  }
}
