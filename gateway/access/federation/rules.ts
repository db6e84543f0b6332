import { type DocumentNode, Kind } from 'graphql';
import { emptyRequirements, refusal, requirementReader } from '#schema/federation/directives.ts';
import { allOf, isNothing, type Requirement } from '#schema/federation/requirement.ts';
import { type GuardedType, guardedTypes, implementing } from './coordinates.ts';
import { transitiveGaps } from './transitive.ts';

/** What `@authenticated`, `@requiresScopes` and `@policy` ask in one supergraph. */
export type FederationRules = {
  /**
   * What a field needs as it is selected on that type, which is an object, an interface or (for `__typename`) a union; null
   * where nothing is needed. Throws an Error for a field that the supergraph doesn't have.
   */
  requirementOf(type: string, field: string): Requirement | null;
  /** Whether nothing is needed anywhere. */
  readonly isEmpty: boolean;
  /** Every policy that is named, in order. */
  readonly policyNames: readonly string[];
};

/**
 * Derives the requirement of every field from a supergraph, as Apollo Router has it. All of these at once:
 *
 * - the field's own, its parent type's and that of the type that it returns;
 * - of a field selected on an interface, also those of the same field on every implementing object type
 *   (CVE-2025-64530, CVE-2025-64173);
 * - of a field that returns an interface, what the supergraph says on the interface itself and no more: composition has put
 *   there what the implementing types ask (since 2.9.4), and in what older ones composed, fragments on a type that asks
 *   nothing stay open, while every field selected on the interface needs what all types ask;
 * - of a field that returns a union, nothing of its members: fragments are judged by their types' fields.
 *
 * `__typename` and introspection need what the type on which they are selected asks by itself. Throws an Error that says
 * why the gateway refuses to start where a directive can't be understood, lets everyone in, or is passed by through
 * `@requires` or `@fromContext`.
 */
export function federationRules(supergraph: DocumentNode): FederationRules {
  const read = requirementReader(supergraph);
  const empty = emptyRequirements(supergraph);
  if (empty.length > 0) throw refusal(empty.join('; '));
  const types = guardedTypes(supergraph, read);
  const fields = new Map([...types.values()].map((type) => [type.name, fieldRequirements(type, types)]));
  for (const name of unionsOf(supergraph)) fields.set(name, new Map());
  const requirementOf = (type: string, field: string): Requirement | null => {
    const known = fields.get(type);
    const needed = field.startsWith('__') ? types.get(type)?.requirement : known?.get(field);
    if (!known || (!needed && !field.startsWith('__')))
      throw new Error(`The supergraph has no field "${type}.${field}".`);
    return needed && !isNothing(needed) ? needed : null;
  };
  const gaps = transitiveGaps(supergraph, types, requirementOf);
  if (gaps.length > 0) throw refusal(gaps.join('; '));
  const all = [...types.values()].flatMap(({ requirement, fields: own }) => [
    requirement,
    ...[...own.values()].map((field) => field.requirement),
  ]);
  return {
    requirementOf,
    isEmpty: all.every(isNothing),
    policyNames: [...new Set(all.flatMap(({ policies }) => policies.flat(2)))].toSorted(),
  };
}

function fieldRequirements(
  type: GuardedType,
  types: ReadonlyMap<string, GuardedType>,
): ReadonlyMap<string, Requirement> {
  const asking = type.isInterface ? [type, ...implementing(type.name, types)] : [type];
  return new Map(
    [...type.fields.keys()].map((name) => [name, allOf(asking.flatMap((each) => direct(each, name, types)))]),
  );
}

function direct(
  { requirement, fields }: GuardedType,
  name: string,
  types: ReadonlyMap<string, GuardedType>,
): readonly Requirement[] {
  const field = fields.get(name);
  const returned = field && types.get(field.returns);
  return [requirement, ...(field ? [field.requirement] : []), ...(returned ? [returned.requirement] : [])];
}

function unionsOf({ definitions }: DocumentNode): readonly string[] {
  return definitions.flatMap((each) =>
    each.kind === Kind.UNION_TYPE_DEFINITION || each.kind === Kind.UNION_TYPE_EXTENSION
      ? [each.name.value]
      : [],
  );
}
