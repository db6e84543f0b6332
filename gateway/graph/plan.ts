/** What to ask of whom, in which order: the one plan language of this gateway, whatever planner made it. */
export type Plan =
  | { readonly kind: 'sequence'; readonly steps: readonly Plan[] }
  | { readonly kind: 'parallel'; readonly steps: readonly Plan[] }
  | Fetch;

/** One request to one department: root fields, or entities by their representations. */
export type Fetch = {
  readonly kind: 'fetch';
  /** A subscription stands first in a sequence; the rest of the sequence is carried out for each event. */
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  readonly department: string;
  readonly operation: string;
  /** The client's variables that the operation uses. */
  readonly variables: readonly string[];
  /** Empty for root fields. */
  readonly entities: readonly EntityFetch[];
  /** For root fields. */
  readonly outputRewrites: readonly Rewrite[];
};

/** The entities that one `_entities` field of a fetch asks for, and where in the answer they stand. */
export type EntityFetch = {
  /** Response key of the `_entities` field. */
  readonly alias: string;
  /** The variable that takes the representations. */
  readonly variable: string;
  readonly paths: readonly (readonly PathSegment[])[];
  readonly requires: readonly Required[];
  readonly inputRewrites: readonly Rewrite[];
  readonly outputRewrites: readonly Rewrite[];
};

export type PathSegment =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'each' }
  | { readonly kind: 'type'; readonly names: readonly string[] };

/** A selection over an entity's record, from which its representation is built. */
export type Required =
  | {
      readonly kind: 'field';
      /** Response key of the record. */
      readonly name: string;
      /** Key of the representation. */
      readonly as: string;
      readonly selections: readonly Required[];
    }
  | { readonly kind: 'on'; readonly type: string; readonly selections: readonly Required[] };

export type Rewrite = {
  readonly path: readonly PathSegment[];
  /** The key of the record at `path` that changes. */
  readonly key: string;
  readonly change: { readonly setTo: unknown } | { readonly renameTo: string };
};

export type Planning = {
  readonly operation: string;
  /** Of a hundred: decides which side of a progressive `@override` this request is on. */
  readonly share: number;
  readonly signal: AbortSignal;
};

/** Plans operations over one supergraph, outside this process. Rejects when an operation can't be planned or the signal aborts. */
export type Planner = {
  plan(planning: Planning): Promise<Plan | null>;
  close(): Promise<void>;
};
