import { type Asks, baseOf, objectOf, type Share, type World } from './leak-worlds.ts';

// What the vocabulary says of a field, from the world itself: the strictest word where departments differ.

/** The rule of a field, of all departments together. */
export type Rule = {
  readonly coordinate: string;
  readonly share: Share;
  readonly level: number;
  /** How its values are masked, where they can be. */
  readonly mask: string | null;
  readonly isCreditCode: boolean;
  readonly isComposite: boolean;
  readonly departments: readonly string[];
  /** All of these must be met. */
  readonly asks: readonly Asks[];
};

/** The rule of a field of an object type. */
export function ruleOf(world: World, type: string, name: string): Rule {
  const known = rulesIn(world);
  const coordinate = `${type}.${name}`;
  const rule = known.get(coordinate) ?? combined(world, type, name);
  known.set(coordinate, rule);
  return rule;
}

/** Whether somebody may be refused a field, so that clients are promised no value of it. */
export function isGuarded({ share, level, asks }: Rule): boolean {
  const asksSomething = asks.some(({ authenticated, scopes }) => authenticated || scopes.length > 0);
  return share !== 'UNCONDITIONAL' || level > 0 || asksSomething;
}

const worlds = new WeakMap<World, Map<string, Rule>>();

function rulesIn(world: World): Map<string, Rule> {
  const rules = worlds.get(world) ?? new Map<string, Rule>();
  worlds.set(world, rules);
  return rules;
}

function combined(world: World, type: string, name: string): Rule {
  const object = objectOf(world, type);
  const field = object.fields.find((each) => each.name === name);
  if (!field) throw new Error(`there is no ${type}.${name}`);
  const says = [...field.says.values()];
  const departments = [...field.says.keys()];
  const named = baseOf(field.type);
  const isComposite = !(named in maskable);
  const isCreditCode = says.some(({ format }) => format === 'CREDIT_CODE');
  const own = says.flatMap(({ share }) => (share === null ? [] : [share]));
  const inherited = departments.flatMap((each) => object.resources.get(each) ?? []);
  return {
    coordinate: `${type}.${name}`,
    share: strictest(own.length > 0 ? own : inherited),
    level: Math.max(...says.map(({ level }) => level)),
    mask: maskOf(named, [...new Set(says.flatMap(({ mask }) => mask ?? []))], isCreditCode),
    isCreditCode,
    isComposite,
    departments,
    asks: [object.asks, ...says.map(({ asks }) => asks), ...asksOfReturned(world, named)],
  };
}

function strictest(shares: readonly Share[]): Share {
  if (shares.length === 0 || shares.includes('NONE')) return 'NONE';
  return shares.includes('CONDITIONAL') ? 'CONDITIONAL' : 'UNCONDITIONAL';
}

/** Which masks leave room for themselves in values of a type: texts take all, other scalars the one made for them. */
const maskable: Readonly<Record<string, readonly string[] | 'all'>> = {
  String: 'all',
  ID: 'all',
  Yuan: ['AMOUNT'],
  Date: ['DATE_TO_YEAR'],
  Int: [],
  Kind: [],
};

function maskOf(named: string, said: readonly string[], isCreditCode: boolean): string | null {
  const [first = isCreditCode ? 'CREDIT_CODE' : undefined, ...others] = said;
  const fitting = maskable[named];
  if (first === undefined || first === 'HIDE' || others.length > 0 || fitting === undefined) return null;
  return fitting === 'all' || fitting.includes(first) ? first : null;
}

/** Whoever asks for an object needs what its type asks; for one of an interface, what all its types ask; of a union, nothing. */
function asksOfReturned(world: World, named: string): readonly Asks[] {
  const face = world.interfaces.find(({ name }) => name === named);
  const returned = face ? face.members : [named];
  return world.objects.filter(({ name }) => returned.includes(name)).map(({ asks }) => asks);
}
