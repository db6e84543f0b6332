import {
  baseOf,
  externalsIn,
  type Field,
  keysIn,
  knows,
  membersIn,
  type Needed,
  type World,
} from './world.ts';

/** A department's schema in words. */
export function sdlOf(world: World, department: string): string {
  const parts = [
    ...world.objects
      .filter((object) => knows(department, object))
      .map((object) => objectText(world, object, department)),
    ...world.interfaces.map((face) => interfaceText(world, face, department)),
    ...world.unions.map((union) => unionText(union.name, membersIn(world, union.name, department))),
    queryText(world, department),
  ].filter((part) => part !== '');
  const body = parts.join('\n');
  const words = [
    /\bFilter\b/.test(body) ? filter : '',
    /\b(Kind|Filter)\b/.test(body) ? 'enum Kind { RED GREEN BLUE }' : '',
    /\bJson\b/.test(body) ? 'scalar Json' : '',
  ];
  return [link, ...words.filter((word) => word !== ''), body].join('\n');
}

/** A selection as it is written in `@requires`. */
function neededText(needed: readonly Needed[]): string {
  return needed.map(({ name, inner }) => (inner ? `${name} { ${neededText(inner)} }` : name)).join(' ');
}

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@external", "@requires", "@provides", "@shareable", "@override"
])`;

const filter =
  'input Filter { n: Int = 1 kind: Kind tags: [String!] = ["none"] deep: Filter on: Boolean! = true }';

function objectText(world: World, object: World['objects'][number], department: string): string {
  const { name, fields, stubs } = object;
  const keys = keysIn(object, department);
  const isStub = stubs.includes(department);
  const faces = world.interfaces.filter((face) => membersIn(world, face.name, department).includes(name));
  const externals = externalsIn(world, department);
  const lines = [
    ...keyFields(keys.map(({ set }) => set).join(' '), name),
    ...fields.flatMap((field) => {
      if (field.overrides === department) return [`${field.name}${field.args}: ${field.type}`];
      if (field.departments.includes(department)) return [fieldText(field, department, world)];
      return externals.has(`${name}.${field.name}`)
        ? [`${field.name}${field.args}: ${field.type} @external`]
        : [];
    }),
  ];
  const directives = keys.map(({ set }) => `@key(fields: "${set}"${isStub ? ', resolvable: false' : ''})`);
  const implemented = faces.length > 0 ? `implements ${faces.map((face) => face.name).join(' & ')}` : '';
  const nested = keys.some(({ set }) => set.includes('{'))
    ? `\ntype ${name}Place { town: String! @shareable }`
    : '';
  return `type ${[name, implemented, ...directives].filter((part) => part).join(' ')} {\n  ${lines.join('\n  ')}\n}${nested}`;
}

function keyFields(set: string, type: string): readonly string[] {
  const types: Readonly<Record<string, string>> = {
    id: 'ID!',
    part: 'Int!',
    code: 'String!',
    place: `${type}Place!`,
  };
  const names = new Set(set.replaceAll(/\{[^}]*\}/g, '').split(/\s+/));
  return [...names].flatMap((name) => (types[name] ? [`${name}: ${types[name]}`] : []));
}

function fieldText(field: Field, department: string, world: World): string {
  const { name, args, type, departments, looseIn, overrides, requires, provides } = field;
  const isProvided = world.departments.some(
    (each) => !departments.includes(each) && isProvidedBy(world, field, each),
  );
  return [
    `${name}${args}: ${looseIn === department ? type.replace(/!$/, '') : type}`,
    departments.length > 1 || isProvided ? '@shareable' : '',
    overrides ? `@override(from: "${overrides}")` : '',
    requires ? `@requires(fields: "${neededText(requires)}")` : '',
    provides ? `@provides(fields: "${provides}")` : '',
  ]
    .filter((part) => part)
    .join(' ');
}

function isProvidedBy(world: World, field: Field, department: string): boolean {
  const owner = world.objects.find(({ fields }) => fields.includes(field));
  return [...world.objects.flatMap(({ fields }) => fields), ...world.roots].some(
    ({ type, provides, departments }) =>
      provides === field.name && baseOf(type) === owner?.name && departments.includes(department),
  );
}

function interfaceText(
  world: World,
  { name, fields }: World['interfaces'][number],
  department: string,
): string {
  const [first] = membersIn(world, name, department);
  const found = world.objects.find((object) => object.name === first);
  if (!found) return '';
  const lines = fields.flatMap((each) =>
    found.fields
      .filter((field) => field.name === each)
      .map((field) => `${each}${field.args}: ${field.type.replace(/!$/, '')}`),
  );
  return `interface ${name} { ${lines.join(' ')} }`;
}

function unionText(name: string, members: readonly string[]): string {
  return members.length > 0 ? `union ${name} = ${members.join(' | ')}` : '';
}

function queryText(world: World, department: string): string {
  const lines = world.roots
    .filter(({ departments }) => departments.includes(department))
    .map((field) => fieldText(field, department, world));
  return lines.length > 0 ? `type Query {\n  ${lines.join('\n  ')}\n}` : '';
}
