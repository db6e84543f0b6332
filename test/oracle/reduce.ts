import { type DocumentNode, type GraphQLSchema, Kind, parse, print, validate, visit } from 'graphql';
import type { Asked } from './operations.ts';
import type { World } from './world.ts';

/** Tells whether what was found of a whole is still found of a part of it. */
export type Still<T> = (part: T) => Promise<boolean>;

/** Takes away from an operation what can be taken while it still shows what it showed. */
export async function reduceOperation(
  asked: Asked,
  { schema, still }: { schema: GraphQLSchema; still: Still<Asked> },
): Promise<Asked> {
  const partOf = (document: DocumentNode): Asked => ({ ...asked, query: print(withoutUnused(document)) });
  return smallest(asked, {
    parts: ({ query }) => documentsWithin(parse(query)).map(partOf),
    still: async (part) => validate(schema, parse(part.query)).length === 0 && (await still(part)),
  });
}

/** Takes away from a world what can be taken while it still shows what it showed. */
export function reduceWorld(world: World, still: Still<World>): Promise<World> {
  return smallest(world, { parts: worldsWithin, still });
}

async function smallest<T>(
  whole: T,
  { parts, still }: { parts: (whole: T) => readonly T[]; still: Still<T> },
): Promise<T> {
  const end = performance.now() + 60_000;
  let smallestYet = whole;
  for (let from = 0; performance.now() < end; ) {
    // What stands before `from` could not be taken away a moment ago: it is tried again only once nothing else can be.
    const candidates = parts(smallestYet);
    let index = from;
    while (index < candidates.length && !(await still(candidates[index] as T))) index += 1;
    if (index < candidates.length) {
      smallestYet = candidates[index] as T;
      from = index;
    } else if (from === 0) break;
    else from = 0;
  }
  return smallestYet;
}

/** Every document that lacks one selection, directive, argument or alias, or has a fragment's selections in its place. */
function documentsWithin(document: DocumentNode): readonly DocumentNode[] {
  const count = changeNth(document, -1).seen;
  return Array.from({ length: count }, (_, index) => changeNth(document, index).changed);
}

function changeNth(
  document: DocumentNode,
  nth: number,
): { readonly changed: DocumentNode; readonly seen: number } {
  let seen = 0;
  const isMeant = () => seen++ === nth;
  const changed = visit(document, {
    Directive: () => (isMeant() ? null : undefined),
    Argument: () => (isMeant() ? null : undefined),
    SelectionSet: (node) => {
      for (const [index, each] of node.selections.entries()) {
        const without = (...inner: readonly (typeof each)[]) => ({
          ...node,
          selections: node.selections.toSpliced(index, 1, ...inner),
        });
        if (node.selections.length > 1 && isMeant()) return without();
        if (each.kind === Kind.INLINE_FRAGMENT && isMeant()) return without(...each.selectionSet.selections);
        if (each.kind === Kind.FIELD && each.alias && isMeant()) {
          const { alias: _alias, ...unaliased } = each;
          return without(unaliased);
        }
        if (each.kind === Kind.FRAGMENT_SPREAD && isMeant()) {
          const found = document.definitions.find(
            (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === each.name.value,
          );
          if (found?.kind === Kind.FRAGMENT_DEFINITION)
            return without({
              kind: Kind.INLINE_FRAGMENT,
              typeCondition: found.typeCondition,
              selectionSet: found.selectionSet,
            });
        }
      }
      return undefined;
    },
  });
  return { changed, seen };
}

function withoutUnused(document: DocumentNode): DocumentNode {
  let left = document;
  for (;;) {
    const text = print(left);
    const next = visit(left, {
      FragmentDefinition: (node) => (text.includes(`...${node.name.value}`) ? undefined : null),
      VariableDefinition: (node) =>
        new RegExp(`\\$${node.variable.name.value}\\b(?!:)`).test(text) ? undefined : null,
    });
    if (print(next) === text) return next;
    left = next;
  }
}

function worldsWithin(world: World): readonly World[] {
  return [
    ...world.roots.map((root) => ({ ...world, roots: world.roots.filter((each) => each !== root) })),
    ...world.objects.map((object) => ({
      ...world,
      objects: world.objects.filter((each) => each !== object),
      interfaces: world.interfaces.map((face) => ({
        ...face,
        members: face.members.filter((member) => member !== object.name),
      })),
    })),
    ...world.interfaces.map((face) => ({
      ...world,
      interfaces: world.interfaces.filter((each) => each !== face),
    })),
    ...world.unions.map((union) => ({ ...world, unions: world.unions.filter((each) => each !== union) })),
    ...world.objects.flatMap((object) =>
      object.fields.map((field) => ({
        ...world,
        objects: world.objects.map((each) =>
          each === object ? { ...object, fields: object.fields.filter((one) => one !== field) } : each,
        ),
      })),
    ),
    ...world.departments.map((department) => withoutDepartment(world, department)),
  ];
}

function withoutDepartment(world: World, department: string): World {
  const others = (list: readonly string[]) => list.filter((each) => each !== department);
  const apart = <T extends { readonly departments: readonly string[] }>(list: readonly T[]) =>
    list
      .map((each) => ({ ...each, departments: others(each.departments) }))
      .filter(({ departments }) => departments.length > 0);
  return {
    ...world,
    departments: others(world.departments),
    roots: apart(world.roots),
    objects: apart(world.objects).map((object) => ({
      ...object,
      stubs: others(object.stubs),
      keys: apart(object.keys),
      fields: apart(object.fields),
    })),
  };
}
