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

/** The applications of one of the join spec's directives, each with the graph that it is about. */
export function joinsOf(
  directives: readonly ConstDirectiveNode[] = [],
  named: 'join__type' | 'join__field',
): readonly { readonly graph: string; readonly key: string | undefined }[] {
  return directives
    .filter(({ name }) => name.value === named)
    .flatMap((directive) => {
      const graph = textArgument(directive, 'graph');
      return graph === undefined ? [] : [{ graph, key: textArgument(directive, 'key') }];
    });
}

function textArgument({ arguments: given = [] }: ConstDirectiveNode, named: string): string | undefined {
  const value = given.find(({ name }) => name.value === named)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}
