import { type DocumentNode, Kind, parse, print, type SelectionSetNode } from 'graphql';
import { departmentsByGraph, type Join, joinsOf } from '#schema/join.ts';

/** What a supergraph says of who gives which field, needs what for it, and finds entities how. */
export type JoinRules = {
  /** A field of a type as a department has it; undefined where the supergraph knows no such field. */
  field(department: string, typename: string, field: string): FieldRule | undefined;
  /** The keys, as names at their top, by which a department finds entities of a type. */
  keys(department: string, typename: string): readonly (readonly string[])[];
};

export type FieldRule = {
  /** The field's type without lists and exclamation marks. */
  readonly typename: string;
  /** Whether its values have fields of their own. */
  readonly isComposite: boolean;
  /** Lists, exclamation marks, and the name of a scalar or enum: what must agree under one key (GraphQL, SameResponseShape). */
  readonly shape: string;
  /** Whether the department has the field from others only, where nothing says that it provides it. */
  readonly isExternal: boolean;
  readonly requires: SelectionSetNode | null;
  readonly provides: SelectionSetNode | null;
};

/** Reads the join spec's directives of a supergraph. */
export function joinRules(supergraph: DocumentNode): JoinRules {
  const names = departmentsByGraph(supergraph);
  const departmentOf = ({ graph }: Join) => names.get(graph) ?? graph;
  const fields = new Map<string, { readonly type: string; readonly joins: readonly Join[] }>();
  const composites = compositesOf(supergraph);
  const types = new Map<string, readonly Join[]>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    types.set(definition.name.value, joinsOf(definition.directives, 'join__type'));
    for (const { name, type, directives } of definition.fields ?? [])
      fields.set(`${definition.name.value}.${name.value}`, {
        type: print(type),
        joins: joinsOf(directives, 'join__field'),
      });
  }
  const keysOf = (department: string, typename: string) =>
    (types.get(typename) ?? []).filter((join) => departmentOf(join) === department && join.key !== undefined);
  return {
    field(department, typename, field) {
      const found = fields.get(`${typename}.${field}`);
      if (!found) return undefined;
      const own = found.joins.find((join) => departmentOf(join) === department);
      const type = own?.type ?? found.type;
      const named = type.replaceAll(/[[\]!]/g, '');
      const isKey = keysOf(department, typename).some(({ key }) => namesIn(key).includes(field));
      const isComposite = composites.has(named);
      return {
        typename: named,
        isComposite,
        shape: isComposite ? type.replace(named, '') : type,
        isExternal: own !== undefined && own.isExternal && !isKey,
        requires: selectionOf(own?.requires),
        provides: selectionOf(own?.provides),
      };
    },
    keys: (department, typename) =>
      keysOf(department, typename)
        .filter(({ isResolvable }) => isResolvable)
        .map(({ key }) => namesIn(key)),
  };
}

function compositesOf({ definitions }: DocumentNode): ReadonlySet<string> {
  return new Set(
    definitions.flatMap((each) =>
      each.kind === Kind.OBJECT_TYPE_DEFINITION ||
      each.kind === Kind.INTERFACE_TYPE_DEFINITION ||
      each.kind === Kind.UNION_TYPE_DEFINITION
        ? [each.name.value]
        : [],
    ),
  );
}

function namesIn(fieldSet: string | undefined): readonly string[] {
  return (selectionOf(fieldSet)?.selections ?? []).flatMap((each) =>
    each.kind === Kind.FIELD ? [each.name.value] : [],
  );
}

function selectionOf(fieldSet: string | undefined): SelectionSetNode | null {
  if (fieldSet === undefined) return null;
  const [definition] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : null;
}
