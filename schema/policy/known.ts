import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { directiveReader, type OurDirective, type ReadDirective } from '../directive-reader.ts';
import { departmentsByGraph, joinsOf } from '../join.ts';

/** What policy needs to know of a field. */
export type KnownField = {
  /** The object types under it; none under a leaf. */
  readonly leadsTo: readonly string[];
  /** Whether it is a leaf with a mask rule that leaves something to see. */
  readonly canBeMasked: boolean;
  /** The strictest class that any of its departments gives it. */
  readonly share: ShareClass;
  /** Whether everybody sees it as it is; a sole trader's credit code is shared unconditionally, and yet only masked. */
  readonly isOpen: boolean;
};

export type ShareClass = 'UNCONDITIONAL' | 'CONDITIONAL' | 'NONE';

/** What policy needs to know of an object type. */
export type KnownType = {
  readonly fields: ReadonlyMap<string, KnownField>;
  /** Whether its key is a citizen number or credit code, so that its records are somebody's. */
  readonly isSomebodys: boolean;
  /** Whether such a record says in which division its subject is. */
  readonly hasDivision: boolean;
};

/** A supergraph's object types, those that operations start from, and the departments behind it. */
export type Known = {
  readonly types: ReadonlyMap<string, KnownType>;
  readonly roots: readonly string[];
  readonly departments: ReadonlySet<string>;
};

/** Reads from a supergraph what policy needs to know of it. */
export function knownOf(supergraph: DocumentNode): Known {
  const reading = {
    read: directiveReader(supergraph),
    names: departmentsByGraph(supergraph),
    possible: possibleTypes(supergraph),
  };
  const types = new Map<string, KnownType>();
  for (const type of supergraph.definitions)
    if (type.kind === Kind.OBJECT_TYPE_DEFINITION) types.set(type.name.value, typeOf(type, reading));
  return { types, roots: rootsOf(supergraph), departments: new Set(reading.names.values()) };
}

type Reading = {
  readonly read: ReadDirective<OurDirective>;
  readonly names: ReadonlyMap<string, string>;
  readonly possible: ReadonlyMap<string, readonly string[]>;
};

function typeOf(type: ObjectTypeDefinitionNode, reading: Reading): KnownType {
  const fields = type.fields ?? [];
  const formats = new Map(
    fields.map((field) => [field.name.value, reading.read(field, 'format').map(({ is }) => is)]),
  );
  const isSomebodys = joinsOf(type.directives, 'join__type').some(({ key }) =>
    formats.get(key ?? '')?.some((format) => format === 'CITIZEN_NUMBER' || format === 'CREDIT_CODE'),
  );
  return {
    fields: new Map(fields.map((field) => [field.name.value, fieldOf(field, type, reading)])),
    isSomebodys,
    hasDivision: isSomebodys && [...formats.values()].flat().includes('DIVISION_CODE'),
  };
}

function fieldOf(field: FieldDefinitionNode, type: ObjectTypeDefinitionNode, reading: Reading): KnownField {
  const leadsTo = reading.possible.get(namedType(field.type)) ?? [];
  const share = shareOf(field, type, reading);
  const isCreditCode = reading.read(field, 'format').some(({ is }) => is === 'CREDIT_CODE');
  const rules = new Set(reading.read(field, 'mask').map(({ rule }) => rule));
  // A rule that hides all leaves nothing, as do two that differ; a credit code has a rule of its own.
  const leavesSomething = rules.size === 0 ? isCreditCode : rules.size === 1 && !rules.has('HIDE');
  return {
    leadsTo,
    canBeMasked: leadsTo.length === 0 && leavesSomething,
    share,
    isOpen: share === 'UNCONDITIONAL' && !isCreditCode,
  };
}

/** Its own class, else that of its departments' resources; what has none isn't shared, as nobody said that it may be. */
function shareOf(
  field: FieldDefinitionNode,
  type: ObjectTypeDefinitionNode,
  { read, names }: Reading,
): ShareClass {
  const own = joinsOf(field.directives, 'join__field').filter(({ isExternal }) => !isExternal);
  const joins = own.length > 0 ? own : joinsOf(type.directives, 'join__type');
  const providers = new Set<unknown>(joins.map(({ graph }) => names.get(graph) ?? graph));
  const said = read(field, 'share').map(({ as }) => as);
  const inherited = read(type, 'resource')
    .filter(({ provider }) => providers.has(provider))
    .map(({ share }) => share);
  const classes = said.length > 0 ? said : inherited;
  if (classes.length === 0 || classes.includes('NONE')) return 'NONE';
  return classes.includes('CONDITIONAL') ? 'CONDITIONAL' : 'UNCONDITIONAL';
}

/** Object types by the name of each output type that may hold them. */
function possibleTypes(supergraph: DocumentNode): ReadonlyMap<string, readonly string[]> {
  const possible = new Map<string, string[]>();
  const add = (holder: string, held: string) => possible.set(holder, [...(possible.get(holder) ?? []), held]);
  for (const each of supergraph.definitions) {
    if (each.kind === Kind.UNION_TYPE_DEFINITION)
      for (const member of each.types ?? []) add(each.name.value, member.name.value);
    if (each.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    add(each.name.value, each.name.value);
    for (const shared of each.interfaces ?? []) add(shared.name.value, each.name.value);
  }
  return possible;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function rootsOf(supergraph: DocumentNode): readonly string[] {
  return supergraph.definitions.flatMap((each) =>
    each.kind === Kind.SCHEMA_DEFINITION ? each.operationTypes.map(({ type }) => type.name.value) : [],
  );
}
