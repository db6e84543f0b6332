import { createHash } from 'node:crypto';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';

/** One loaded version of the supergraph. */
export type LoadedSupergraph = {
  readonly sdl: string;
  readonly document: DocumentNode;
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** Addresses by department, as composed. */
  readonly departmentUrls: Readonly<Record<string, string>>;
  /**
   * The shares, of a hundred, at which requests change sides of a progressive `@override`: 0 first, then each percentage in
   * order.
   */
  readonly shares: readonly number[];
  /** SHA-256 of the SDL, shortened: names the version in logs and health. */
  readonly version: string;
};

/**
 * Loads a supergraph. Features that promise security and that this gateway does not enforce (`@authenticated` and its
 * kin) are refused unless `open`; throws an Error that says what is wrong.
 */
export function loadSupergraph(sdl: string, { open }: { open: boolean }): LoadedSupergraph {
  const supergraph = open
    ? Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES })
    : Supergraph.build(sdl);
  return {
    sdl,
    document: parse(sdl),
    apiSchema: supergraph.apiSchema().toGraphQLJSSchema(),
    departmentUrls: Object.fromEntries(supergraph.subgraphsMetadata().map(({ name, url }) => [name, url])),
    shares: sharesOf(sdl),
    version: createHash('sha256').update(sdl).digest('hex').slice(0, 12),
  };
}

function sharesOf(sdl: string): readonly number[] {
  const percentages = [...sdl.matchAll(/overrideLabel: "percent\(([\d.]+)\)"/g)].map(([, percent]) =>
    Number(percent),
  );
  return [...new Set([0, ...percentages])].toSorted((one, other) => one - other);
}
