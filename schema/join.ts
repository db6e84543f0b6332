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
  readonly requires: string | undefined;
  readonly provides: string | undefined;
  /** The field's type as the graph has it, where that is not the merged one. */
  readonly type: string | undefined;
  readonly isExternal: boolean;
  readonly isResolvable: boolean;
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
      if (graph === undefined) return [];
      return [
        {
          graph,
          key: textArgument(directive, 'key'),
          requires: textArgument(directive, 'requires'),
          provides: textArgument(directive, 'provides'),
          type: textArgument(directive, 'type'),
          isExternal: flagArgument(directive, 'external') ?? false,
          isResolvable: flagArgument(directive, 'resolvable') ?? true,
        },
      ];
    });
}

function textArgument({ arguments: given = [] }: ConstDirectiveNode, named: string): string | undefined {
  const value = given.find(({ name }) => name.value === named)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

function flagArgument({ arguments: given = [] }: ConstDirectiveNode, named: string): boolean | undefined {
  const value = given.find(({ name }) => name.value === named)?.value;
  return value?.kind === Kind.BOOLEAN ? value.value : undefined;
}
