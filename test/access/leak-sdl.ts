import {
  type Argument,
  type Asks,
  type Field,
  type ObjectType,
  type Saying,
  type World,
} from './leak-worlds.ts';

/** What a department publishes of a world. */
export function sdlOf(world: World, department: string): string {
  const objects = world.objects.filter((object) => object.departments.includes(department));
  return [
    links,
    'enum Kind { RED GREEN BLUE } enum Order { UP DOWN }',
    ...objects.map((object) => objectText(world, department, object)),
    ...world.interfaces
      .filter((face) => face.department === department)
      .map(({ name, fields }) => `interface ${name} { ${fields.map(faceFieldText).join(' ')} }`),
    ...world.unions
      .filter((union) => union.department === department)
      .map(({ name, members }) => `union ${name} = ${members.join(' | ')}`),
    ...world.filters
      .filter((filter) => filter.department === department)
      .map(({ name, fields }) => `input ${name} { ${fields.map(argumentText).join(' ')} }`),
  ].join('\n');
}

const own = ['resource', 'share', 'sensitive', 'mask', 'lookup', 'reads', 'format'];
const links = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@authenticated", "@requiresScopes", "@composeDirective"])
  @link(url: "https://tongcha.example/governance/v1.0", import: [${own.map((name) => `"@${name}"`).join(', ')}])
  ${own.map((name) => `@composeDirective(name: "@${name}")`).join(' ')}`;

function objectText(world: World, department: string, object: ObjectType): string {
  const faces = world.interfaces
    .filter((face) => face.department === department && face.members.includes(object.name))
    .map(({ name }) => name);
  const fields = object.fields.filter(({ says }) => says.has(department));
  if (fields.length === 0) return '';
  const share = object.resources.get(department);
  const said = [
    object.key === null ? '' : `@key(fields: "${object.key}")`,
    share === undefined
      ? ''
      : `@resource(code: "1/1", title: "t", provider: "${department}", share: ${share}, update: DAILY)`,
    object.departments[0] === department ? asksText(object.asks) : '',
  ];
  const implementing = faces.length > 0 ? `implements ${faces.join(' & ')}` : '';
  const texts = fields.map((field) => fieldText(field, object, field.says.get(department) as Saying));
  return `type ${object.name} ${implementing} ${said.join(' ')} {\n${texts.join('\n')}\n}`;
}

function fieldText({ name, type, args, says, isLookup }: Field, object: ObjectType, said: Saying): string {
  const words = [
    isLookup ? '@lookup' : '',
    says.size > 1 && name !== object.key ? '@shareable' : '',
    said.share === null ? '' : `@share(as: ${said.share}, basis: "b", condition: "c")`,
    said.level > 0 ? `@sensitive(level: L${said.level}, category: PERSONAL)` : '',
    said.mask === null ? '' : `@mask(rule: ${said.mask})`,
    said.format === null ? '' : `@format(is: ${said.format})`,
    asksText(said.asks),
  ];
  return `${name}${argumentsText(args)}: ${type} ${words.join(' ')}`;
}

function faceFieldText({ name, type, args }: Pick<Field, 'name' | 'type' | 'args'>): string {
  return `${name}${argumentsText(args)}: ${type}`;
}

function argumentsText(args: readonly Argument[]): string {
  return args.length > 0 ? `(${args.map(argumentText).join(', ')})` : '';
}

function argumentText({ name, type, reads }: Argument): string {
  const said = reads.length > 0 ? ` @reads(fields: [${reads.map((each) => `"${each}"`).join(', ')}])` : '';
  return `${name}: ${type}${said}`;
}

function asksText({ authenticated, scopes }: Asks): string {
  const sets = scopes.map((set) => `[${set.map((scope) => `"${scope}"`).join(', ')}]`);
  return [
    authenticated ? '@authenticated' : '',
    sets.length > 0 ? `@requiresScopes(scopes: [${sets.join(', ')}])` : '',
  ].join(' ');
}
