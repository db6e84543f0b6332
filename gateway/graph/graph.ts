import { isAbstractType, isObjectType } from 'graphql';
import { fieldsWithoutClass } from '#schema/share-classes.ts';
import { type IdentifierRules, identifierRules } from './identifier-rules.ts';
import { createPlanner, type Planner } from './plan.ts';
import { type LoadedSupergraph, loadSupergraph } from './supergraph.ts';

/** One loaded version of the supergraph with everything that is derived from it once. */
export type Graph = LoadedSupergraph & {
  readonly planner: Planner;
  readonly identifiers: IdentifierRules;
  /** Whether an object type is, or belongs to, the type that a plan names. */
  readonly isOfType: (typename: string, type: string) => boolean;
};

/** Loads a supergraph for serving. Throws an Error that says why it can't be served. */
export function loadGraph(sdl: string, options: { open: boolean }): Graph {
  const supergraph = loadSupergraph(sdl, options);
  if (!options.open) {
    const missing = fieldsWithoutClass(supergraph.document);
    if (missing.length > 0)
      throw new Error(
        `${missing.length} fields have no share class, for example ${missing.slice(0, 5).join(', ')}: ` +
          'add @share to the field or @resource to its type, or run with --open to try a supergraph without classes',
      );
  }
  const { apiSchema } = supergraph;
  return {
    ...supergraph,
    planner: createPlanner(sdl),
    identifiers: identifierRules(supergraph.document),
    isOfType: (typename, type) => typename === type || isSubType(apiSchema, typename, type),
  };
}

function isSubType(schema: LoadedSupergraph['apiSchema'], typename: string, type: string): boolean {
  const abstract = schema.getType(type);
  const concrete = schema.getType(typename);
  return isAbstractType(abstract) && isObjectType(concrete) && schema.isSubType(abstract, concrete);
}
