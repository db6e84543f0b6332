import { type DocumentNode, Kind } from 'graphql';
import { departmentsByGraph, joinsOf } from '#schema/join.ts';

/** The key fields, not nested ones, by which a department finds entities of a type. */
export type EntityKeys = (department: string, typename: string) => readonly string[];

/** Collects the keys of a supergraph's entities, interfaces and interface objects included. */
export function entityKeys(supergraph: DocumentNode): EntityKeys {
  const names = departmentsByGraph(supergraph);
  const keys = new Map<string, string[]>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    for (const { graph, key } of joinsOf(definition.directives, 'join__type')) {
      const place = `${names.get(graph) ?? graph} ${definition.name.value}`;
      keys.set(place, [...(keys.get(place) ?? []), ...topFields(key ?? '')]);
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
