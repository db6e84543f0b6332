import {
  type BatchFetchNode,
  type FetchNode,
  type FetchRewrite,
  type FlattenNodePathSegment,
  type PlanNode,
  QueryPlanner,
  type RequiresSelection,
  type ValueSetter,
} from '@graphql-hive/router-query-planner';

/** What to ask of whom, in which order: the one plan language of this gateway, whatever planner made it. */
export type Plan =
  | { readonly kind: 'sequence'; readonly steps: readonly Plan[] }
  | { readonly kind: 'parallel'; readonly steps: readonly Plan[] }
  | Fetch;

/** One request to one department: root fields, or entities by their representations. */
export type Fetch = {
  readonly kind: 'fetch';
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
  readonly change: { readonly setTo: string } | { readonly renameTo: string };
};

/** Plans operations over one supergraph. Rejects when an operation can't be planned or the signal aborts. */
export type Planner = (operation: string, signal: AbortSignal) => Promise<Plan | null>;

/** The planner of one supergraph; planning runs off this thread. */
export function createPlanner(supergraphSdl: string): Planner {
  const planner = new QueryPlanner(supergraphSdl);
  return async (operation, signal) => {
    const { node } = await planner.planAsync(operation, null, new Set(), 0, signal);
    return node ? planOf(node) : null;
  };
}

function planOf(node: PlanNode): Plan {
  switch (node.kind) {
    case 'Sequence':
      return { kind: 'sequence', steps: node.nodes.map(planOf) };
    case 'Parallel':
      return { kind: 'parallel', steps: node.nodes.map(planOf) };
    case 'Fetch':
      return fetchOf(node, []);
    case 'BatchFetch':
      return batchOf(node);
    case 'Flatten':
      if (node.node.kind === 'Fetch') return fetchOf(node.node, [node.path]);
      throw new Error(`a plan flattens a ${node.node.kind}`);
    default:
      throw new Error(`a plan has a ${node.kind} node`);
  }
}

function fetchOf(node: FetchNode, paths: readonly FlattenNodePathSegment[][]): Fetch {
  const entity = node.requires
    ? [
        {
          alias: '_entities',
          variable: 'representations',
          paths: paths.map((path) => path.map(flattenSegment)),
          requires: node.requires.map(requiredOf),
          inputRewrites: (node.inputRewrites ?? []).map(rewriteOf),
          outputRewrites: (node.outputRewrites ?? []).map(rewriteOf),
        },
      ]
    : [];
  return {
    kind: 'fetch',
    department: node.serviceName,
    operation: node.operation,
    variables: node.variableUsages ?? [],
    entities: entity,
    outputRewrites: entity.length > 0 ? [] : (node.outputRewrites ?? []).map(rewriteOf),
  };
}

function batchOf(node: BatchFetchNode): Fetch {
  return {
    kind: 'fetch',
    department: node.serviceName,
    operation: node.operation,
    variables: node.variableUsages ?? [],
    entities: node.entityBatch.aliases.map((each) => ({
      alias: each.alias,
      variable: each.representationsVariableName,
      paths: each.paths.map((path) => path.map(flattenSegment)),
      requires: each.requires.map(requiredOf),
      inputRewrites: (each.inputRewrites ?? []).map(rewriteOf),
      outputRewrites: (each.outputRewrites ?? []).map(rewriteOf),
    })),
    outputRewrites: [],
  };
}

function flattenSegment(segment: FlattenNodePathSegment): PathSegment {
  if (segment === '@') return { kind: 'each' };
  return 'Field' in segment
    ? { kind: 'field', name: segment.Field }
    : { kind: 'type', names: segment.TypeCondition };
}

function requiredOf(selection: RequiresSelection): Required {
  switch (selection.kind) {
    case 'Field':
      return {
        kind: 'field',
        name: selection.name,
        as: selection.alias ?? selection.name,
        selections: (selection.selections ?? []).map(requiredOf),
      };
    case 'InlineFragment':
      return { kind: 'on', type: selection.typeCondition, selections: selection.selections.map(requiredOf) };
    case 'FragmentSpread':
      throw new Error('a plan requires a fragment spread');
  }
}

function rewriteOf(rewrite: FetchRewrite): Rewrite {
  const { path, change } =
    'KeyRenamer' in rewrite
      ? { path: rewrite.KeyRenamer.path, change: { renameTo: rewrite.KeyRenamer.renameKeyTo } }
      : valueSet('ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite);
  const last = path.at(-1);
  if (!last || !('Key' in last)) throw new Error('a rewrite must end in a key');
  return {
    path: path
      .slice(0, -1)
      .map((segment) =>
        'Key' in segment
          ? { kind: 'field', name: segment.Key }
          : { kind: 'type', names: segment.TypenameEquals },
      ),
    key: last.Key,
    change,
  };
}

function valueSet({ path, setValueTo }: ValueSetter) {
  return { path, change: { setTo: setValueTo } };
}
