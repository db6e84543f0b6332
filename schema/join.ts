import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';

/** Departments' names by the value of `join__Graph` that stands for them. */
export function departmentsByGraph(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const graphs = supergraph.definitions.find(
    (each) => each.kind === Kind.ENUM_TYPE_DEFINITION && each.name.value === 'join__Graph',
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return new Map();
  return new Map(
    (graphs.values ?? []).map(({ name, directives = [] }) => {
      const [given] = directives.map((directive) => textArgument(directive, 'name'));
      return [name.value, given ?? name.value];
    }),
  );
}

/** What a graph says of a type or field. */
export type Join = {
  readonly graph: string;
  readonly key: string | undefined;
  readonly isExternal: boolean;
};

/** The applications of one of the join spec's directives, each with the graph that it is about. */
export function joinsOf(
  directives: readonly ConstDirectiveNode[] = [],
  named: 'join__type' | 'join__field',
): readonly Join[] {
  return directives
    .filter(({ name }) => name.value === named)
    .flatMap((directive) => {
      const graph = textArgument(directive, 'graph');
      const key = textArgument(directive, 'key');
      return graph === undefined ? [] : [{ graph, key, isExternal: isTrue(directive, 'external') }];
    });
}

function textArgument({ arguments: given = [] }: ConstDirectiveNode, named: string): string | undefined {
  const value = given.find(({ name }) => name.value === named)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

function isTrue({ arguments: given = [] }: ConstDirectiveNode, named: string): boolean {
  const value = given.find(({ name }) => name.value === named)?.value;
  return value?.kind === Kind.BOOLEAN && value.value;
}
