import { parse } from 'graphql';
import { todayInChina } from '#schema/identifiers/china-time.ts';
import { citizenNumberCheckCharacter } from '#schema/identifiers/citizen-number.ts';
import { creditCodeCheckCharacter } from '#schema/identifiers/credit-code.ts';
import { organizationCodeCheckCharacter } from '#schema/identifiers/organization-code.ts';
import { withVocabulary } from '#schema/vocabulary.ts';
import type { Resolvers, SmallDepartment } from '#test/gateway/small-graph.ts';
import { stable } from '#test/oracle/answers.ts';
import { type Choose, choices } from '#test/oracle/choose.ts';
import { sdlOf } from './leak-sdl.ts';
import { baseOf, type Field, keyFormatOf, membersOf, objectOf, type World } from './leak-worlds.ts';

/** An object of a world. */
export type Thing = { readonly __typename: string; readonly n: number };

type Args = Readonly<Record<string, unknown>>;

/** What a field of a thing is, whoever resolves it. */
export function valueOf(world: World, thing: Thing, { field, args }: { field: Field; args: Args }): unknown {
  const object = objectOf(world, thing.__typename);
  if (field.name === object.key) return keyOf(world, thing);
  if (field.isLookup) return foundBy(world, baseOf(field.type), Object.values(args)[0]);
  const choose = choices(world.seed, thing.__typename, thing.n, field.name, stable(args));
  if (field.name === 'division') return choose.oneOf([null, '330106', '330106', '330203', '110101']);
  return valueOfType(field.type, { world, field, choose });
}

/** Citizen numbers and credit codes that are somebody's in every world. */
export const citizenNumbers: readonly string[] = citizensBorn().map((date, index) =>
  citizenNumber(`330199${date.replaceAll('-', '')}${String(index + 1).padStart(3, '0')}`),
);
export const creditCodes: readonly string[] = ['91', '92', '91', '92', '91'].map((kind, index) =>
  creditCode(`${kind}330199`, `MA0000T${index}`),
);

/** The key of an entity. */
export function keyOf(world: World, { __typename, n }: Thing): string {
  const keys = keysOf(world, __typename);
  return keys[n % keys.length] as string;
}

/** A world's departments, ready to be served. */
export function departmentsOf(world: World): Readonly<Record<string, SmallDepartment>> {
  return Object.fromEntries(
    world.departments.map((department) => [
      department,
      {
        typeDefs: withVocabulary(parse(sdlOf(world, department))),
        resolvers: resolversOf(world, department),
      },
    ]),
  );
}

function resolversOf(world: World, department: string): Resolvers {
  return Object.fromEntries(
    world.objects.flatMap((object) => {
      const fields = object.fields.filter(({ says }) => says.has(department));
      if (fields.length === 0) return [];
      const resolvers = Object.fromEntries(
        fields.map((field) => [
          field.name,
          (thing: Thing | undefined, args: Args) =>
            valueOf(world, thing ?? root, { field, args: { ...args } }),
        ]),
      );
      const { key } = object;
      const reference = {
        __resolveReference: (told: Args) => foundBy(world, object.name, told[key ?? '']),
      };
      return [[object.name, { ...resolvers, ...(key !== null && reference) }]];
    }),
  ) as Resolvers;
}

/** The thing whose fields are the root fields. */
export const root: Thing = { __typename: 'Query', n: 0 };

function foundBy(world: World, type: string, key: unknown): Thing | null {
  const n = keysOf(world, type).indexOf(String(key));
  return n < 0 ? null : { __typename: type, n };
}

function keysOf(world: World, type: string): readonly string[] {
  const format = keyFormatOf(world, type);
  if (format === 'CITIZEN_NUMBER') return citizenNumbers;
  return format === 'CREDIT_CODE' ? creditCodes : ['P1', 'P2'];
}

/** Grown, fourteen today, fourteen tomorrow, a child, an old one. */
function citizensBorn(): readonly string[] {
  const today = todayInChina();
  const tomorrow = new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return ['1980-05-17', fourteenAgo(today), fourteenAgo(tomorrow), '2021-03-04', '1931-12-31'];
}

function fourteenAgo(day: string): string {
  return `${Number(day.slice(0, 4)) - 14}${day.slice(4)}`.replace('02-29', '02-28');
}

function citizenNumber(first17: string): string {
  return first17 + citizenNumberCheckCharacter(first17);
}

function creditCode(first8: string, organization: string): string {
  const first17 = `${first8}${organization}${organizationCodeCheckCharacter(organization)}`;
  return first17 + creditCodeCheckCharacter(first17);
}

type Making = { readonly world: World; readonly field: Field; readonly choose: Choose };

function valueOfType(type: string, making: Making): unknown {
  const { choose } = making;
  if (!type.endsWith('!') && choose.chance(12)) return null;
  const inner = type.replace(/!$/, '');
  if (inner.startsWith('['))
    return Array.from({ length: choose.oneOf([0, 1, 2, 3, 4]) }, () =>
      valueOfType(inner.slice(1, -1), making),
    );
  return singleOf(inner, making);
}

function singleOf(type: string, { world, field, choose }: Making): unknown {
  const number = String(choose.below(1_000_000)).padStart(6, '0');
  switch (type) {
    case 'Int':
      return choose.below(1_000_000);
    case 'Kind':
      return choose.oneOf(['RED', 'GREEN', 'BLUE']);
    case 'Yuan':
      return `${number}.50`;
    case 'Date':
      return `19${10 + choose.below(90)}-0${1 + choose.below(9)}-1${choose.below(10)}`;
    case 'ID':
      return field.name === 'firmCode' ? choose.oneOf(creditCodes) : `ID${number}${number}`;
    case 'String':
      return field.name === 'tel' ? `139${number}55` : `${choose.oneOf(['赵', '钱'])}某${number}`;
    default: {
      const __typename = choose.oneOf(membersOf(world, type));
      const keys = objectOf(world, __typename).key === null ? 1_000_000 : keysOf(world, __typename).length;
      return { __typename, n: choose.below(keys) };
    }
  }
}
