import { type DocumentNode, Kind } from 'graphql';
import { departmentsByGraph, joinsOf } from '#schema/join.ts';

/** The key fields, not nested ones, by which a department finds entities of a type. */
export type EntityKeys = (department: string, typename: string) => readonly EntityKey[];

export type EntityKey = {
  readonly field: string;
  /** Whether the department also gives the field, so that it can be asked which entity it answers about. */
  readonly isGiven: boolean;
};

/** Collects the keys of a supergraph's entities, interfaces and interface objects included. */
export function entityKeys(supergraph: DocumentNode): EntityKeys {
  const names = departmentsByGraph(supergraph);
  const keys = new Map<string, EntityKey[]>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    const isExternal = (field: string, graph: string): boolean => {
      const node = definition.fields?.find(({ name }) => name.value === field);
      return joinsOf(node?.directives, 'join__field').some((join) => join.graph === graph && join.isExternal);
    };
    for (const { graph, key } of joinsOf(definition.directives, 'join__type')) {
      const place = `${names.get(graph) ?? graph} ${definition.name.value}`;
      const own = topFields(key ?? '').map((field) => ({ field, isGiven: !isExternal(field, graph) }));
      keys.set(place, [...(keys.get(place) ?? []), ...own]);
    }
  }
  return (department, typename) => keys.get(`${department} ${typename}`) ?? [];
}

/** `office { code } number` → `number`: what is nested is not compared. */
function topFields(key: string): readonly string[] {
  let flat = key;
  for (let before = ''; before !== flat; ) {
    before = flat;
    flat = flat.replaceAll(/\w+\s*\{[^{}]*\}/g, '');
  }
  return flat.split(/\s+/).filter((word) => /^\w+$/.test(word));
}
