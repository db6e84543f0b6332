import type { DocumentNode, GraphQLFieldResolver } from 'graphql';

/** One subgraph as composition and peers want it. */
export type Subgraph = { readonly name: string; readonly typeDefs: DocumentNode };

/** One question to a federated graph, with a graph that can answer it from fixed fictional data. */
export type Workload = {
  readonly name: string;
  readonly title: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly subgraphs: readonly Subgraph[];
  /** A composed supergraph that every peer must load as it is; absent when composed here. */
  readonly supergraphFile?: string;
  /** Every field has a share class, so Tongcha serves it with identity and limits on. */
  readonly governed: boolean;
  readonly resolve: GraphQLFieldResolver<unknown, unknown>;
  /** What a subgraph knows of an entity: the representation, at least. */
  readonly entity: (representation: Readonly<Record<string, unknown>>) => unknown;
};
