import { isAbstractType, isObjectType } from 'graphql';
import { fieldsWithoutClass } from '#schema/share-classes.ts';
import { type EntityKeys, entityKeys } from './entity-keys.ts';
import { type FetchedKey, fetchedKeysIn } from './fetched-key.ts';
import { type IdentifierRules, identifierRules } from './identifier-rules.ts';
import { type Lookups, lookupsOf } from './lookups.ts';
import { createPlanner, type PlannerName } from './planner.ts';
import { createPlans, type Plans } from './plans.ts';
import { type Guarded, type LoadedSupergraph, loadSupergraph } from './supergraph.ts';

/** One loaded version of the supergraph with everything that is derived from it once. */
export type Graph = LoadedSupergraph & {
  readonly plans: Plans;
  readonly identifiers: IdentifierRules;
  readonly lookups: Lookups;
  readonly entityKeys: EntityKeys;
  /** Fetched keys of one operation. */
  readonly fetchedKeys: () => FetchedKey;
  /** Whether an object type is, or belongs to, the type that a plan names. */
  readonly isOfType: (typename: string, type: string) => boolean;
};

export type GraphOptions = {
  readonly open: boolean;
  readonly planner: PlannerName;
  readonly maxPlanBytes: number;
  /** Lookups, as `Query.field`, that wait for the owner of the entity. */
  readonly lookupsThatWait: readonly string[];
  /** Fields that somebody may be refused; none unless said. */
  readonly guarded?: Guarded;
};

/** Loads a supergraph for serving. Throws an Error that says why it can't be served. */
export function loadGraph(sdl: string, options: GraphOptions): Graph {
  const supergraph = loadSupergraph(sdl, options.guarded);
  const { document, apiSchema } = supergraph;
  if (!options.open) refuseFieldsWithoutClass(supergraph);
  refuseContextArguments(supergraph);
  return {
    ...supergraph,
    plans: createPlans(createPlanner(supergraph, options.planner), { maxBytes: options.maxPlanBytes }),
    identifiers: identifierRules(document),
    lookups: lookupsOf(document, apiSchema, options.lookupsThatWait),
    entityKeys: entityKeys(document),
    fetchedKeys: fetchedKeysIn(apiSchema),
    isOfType: subtypesOf(apiSchema),
  };
}

/** Neither planner gives a department what `@fromContext` asks for, and without it the answer is another. */
function refuseContextArguments({ sdl }: LoadedSupergraph): void {
  if (sdl.includes('contextArguments: [{'))
    throw new Error(
      'the supergraph uses @fromContext, which can not be planned here: use @requires in its place',
    );
}

function refuseFieldsWithoutClass({ document }: LoadedSupergraph): void {
  const missing = fieldsWithoutClass(document);
  if (missing.length === 0) return;
  throw new Error(
    `${missing.length} fields have no share class, for example ${missing.slice(0, 5).join(', ')}: ` +
      'add @share to the field or @resource to its type, or run with --open to try a supergraph without classes',
  );
}

function subtypesOf(schema: LoadedSupergraph['apiSchema']): Graph['isOfType'] {
  const members = new Map<string, ReadonlySet<string>>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type))
      members.set(type.name, new Set(schema.getPossibleTypes(type).map(({ name }) => name)));
    if (isObjectType(type)) members.set(type.name, new Set([type.name]));
  }
  return (typename, type) => typename === type || (members.get(type)?.has(typename) ?? false);
}
