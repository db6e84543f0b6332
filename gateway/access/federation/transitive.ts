import { type ConstDirectiveNode, type DocumentNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { argumentOf, linksOf } from '#schema/federation/links.ts';
import { isNothing, type Requirement, remainder } from '#schema/federation/requirement.ts';
import type { GuardedType } from './coordinates.ts';

/** What a field needs as it is selected on a type; null when nothing. */
export type RequirementOf = (type: string, field: string) => Requirement | null;

/**
 * The fields that read others through `@requires` or `@fromContext` and need less than those do: whoever may see them would
 * learn of what they may not (GHSA-m8jr-fxqx-8xx6). Composition checks it too since 2.9.4; a supergraph may be older. Each
 * is told with both coordinates and what to add.
 */
export function transitiveGaps(
  supergraph: DocumentNode,
  types: ReadonlyMap<string, GuardedType>,
  requirementOf: RequirementOf,
): readonly string[] {
  const readsOf = reader(supergraph, types);
  const gaps = [...types.values()].flatMap((type) =>
    [...type.fields.keys()].flatMap((field) => {
      const own = requirementOf(type.name, field) ?? nothing;
      return readsOf(type, field).flatMap(({ by, on, set }) =>
        selectedIn(setOf(set), on, types).flatMap(([parent, read]) => {
          const missing = remainder(requirementOf(parent, read) ?? nothing, own);
          if (isNothing(missing)) return [];
          const [from, to] = [`${type.name}.${field}`, `${parent}.${read}`];
          return [`${from} reads ${to} by ${by} and needs less than it: add ${written(missing)} to ${from}`];
        }),
      );
    }),
  );
  return [...new Set(gaps)];
}

const nothing: Requirement = { authenticated: false, scopes: [], policies: [] };

/** A set of fields that resolving another field reads, and the type on which it is read. */
type Read = { readonly by: '@requires' | '@fromContext'; readonly on: string; readonly set: string };

function reader(
  supergraph: DocumentNode,
  types: ReadonlyMap<string, GuardedType>,
): (type: GuardedType, field: string) => readonly Read[] {
  const joins = namesIn(supergraph, 'join', 'field');
  const contexts = contextTypes(supergraph);
  const joinsOf = (type: GuardedType | undefined, field: string): readonly ConstDirectiveNode[] =>
    (type?.fields.get(field)?.node.directives ?? []).filter(({ name }) => joins.has(name.value));
  return (type, field) => {
    const own = joinsOf(type, field);
    // A field without a graph comes from an @interfaceObject: what it reads is written on the interface.
    const borrowed = own.some((join) => argumentOf(join, 'graph') === undefined)
      ? type.interfaces.flatMap((each) => joinsOf(types.get(each), field))
      : [];
    return [...own, ...borrowed].flatMap((join) => [
      ...requiredBy(join).map((set) => ({ by: '@requires', on: type.name, set }) as const),
      ...contextReads(join).flatMap(({ context, selection }) =>
        (contexts.get(context) ?? []).map((on) => ({ by: '@fromContext', on, set: selection }) as const),
      ),
    ]);
  };
}

function namesIn(supergraph: DocumentNode, spec: string, directive: string): ReadonlySet<string> {
  const own = linksOf(supergraph).filter((link) => link.spec === `https://specs.apollo.dev/${spec}`);
  return new Set(own.flatMap((link) => link.namesOf(directive)));
}

/** The types that set a context, by its name. */
function contextTypes(supergraph: DocumentNode): ReadonlyMap<string, readonly string[]> {
  const setting = namesIn(supergraph, 'context', 'context');
  const types = new Map<string, readonly string[]>();
  for (const each of supergraph.definitions) {
    if (
      each.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      each.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
      each.kind !== Kind.UNION_TYPE_DEFINITION
    )
      continue;
    for (const directive of each.directives ?? []) {
      const context = setting.has(directive.name.value) ? argumentOf(directive, 'name') : undefined;
      if (typeof context === 'string') types.set(context, [...(types.get(context) ?? []), each.name.value]);
    }
  }
  return types;
}

function requiredBy(join: ConstDirectiveNode): readonly string[] {
  const requires = argumentOf(join, 'requires');
  return typeof requires === 'string' ? [requires] : [];
}

function contextReads(
  join: ConstDirectiveNode,
): readonly { readonly context: string; readonly selection: string }[] {
  const given = argumentOf(join, 'contextArguments');
  return (Array.isArray(given) ? given : []).flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null || !('context' in each) || !('selection' in each))
      return [];
    const { context, selection } = each;
    return typeof context === 'string' && typeof selection === 'string' ? [{ context, selection }] : [];
  });
}

function setOf(set: string): SelectionSetNode {
  const [definition] = parse(set.trim().startsWith('{') ? set : `{${set}}`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${set}" is no set of fields.`);
  return definition.selectionSet;
}

/** Every field in a set, with the type on which it is selected. */
function selectedIn(
  { selections }: SelectionSetNode,
  on: string,
  types: ReadonlyMap<string, GuardedType>,
): readonly (readonly [type: string, field: string])[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return selectedIn(selection.selectionSet, selection.typeCondition?.name.value ?? on, types);
    const field = selection.name.value;
    const returned = types.get(on)?.fields.get(field)?.returns;
    const inner =
      selection.selectionSet && returned !== undefined
        ? selectedIn(selection.selectionSet, returned, types)
        : [];
    return [[on, field] as const, ...inner];
  });
}

function written({ authenticated, scopes, policies }: Requirement): string {
  return [
    ...(authenticated ? ['@authenticated'] : []),
    ...scopes.map((part) => `@requiresScopes(scopes: ${JSON.stringify(part)})`),
    ...policies.map((part) => `@policy(policies: ${JSON.stringify(part)})`),
  ].join(' and ');
}
