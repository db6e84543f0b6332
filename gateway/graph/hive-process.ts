import {
  type BatchFetchNode,
  type EntityBatchAlias,
  type FetchNode,
  type FetchRewrite,
  type FlattenNodePathSegment,
  type PlanNode,
  QueryPlanner,
  type RequiresSelection,
  type ValueSetter,
} from '@graphql-hive/router-query-planner';
import type { EntityFetch, Fetch, PathSegment, Plan, Required, Rewrite } from './plan.ts';
import { servePlanning } from './planning-process.ts';

// A process of the gateway: plans with Hive's planner, and says the plans in our language. It is native code, which ends
// its whole process where it finds itself in the wrong.

servePlanning((sdl) => {
  const planner = new QueryPlanner(sdl);
  return ({ operation, share }) => {
    const { node } = planner.plan(operation, null, new Set(), share);
    return node ? planOf(node) : null;
  };
});

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
    case 'Subscription':
      return fetchOf(node.primary, []);
    case 'Flatten':
      if (node.node.kind === 'Fetch') return fetchOf(node.node, [node.path]);
      throw new Error(`a plan flattens a ${node.node.kind}`);
    default:
      throw new Error(`a plan has a ${node.kind} node`);
  }
}

function fetchOf(node: FetchNode, paths: readonly FlattenNodePathSegment[][]): Fetch {
  const entities = node.requires
    ? [
        entityOf({
          alias: '_entities',
          representationsVariableName: 'representations',
          paths: paths.map((path) => [...path]),
          requires: node.requires,
          ...(node.inputRewrites && { inputRewrites: node.inputRewrites }),
          ...(node.outputRewrites && { outputRewrites: node.outputRewrites }),
        }),
      ]
    : [];
  return {
    kind: 'fetch',
    operationKind: node.operationKind ?? 'query',
    department: node.serviceName,
    operation: node.operation,
    variables: node.variableUsages ?? [],
    entities,
    outputRewrites: entities.length > 0 ? [] : (node.outputRewrites ?? []).map(rewriteOf),
  };
}

function batchOf(node: BatchFetchNode): Fetch {
  return {
    kind: 'fetch',
    operationKind: 'query',
    department: node.serviceName,
    operation: node.operation,
    variables: node.variableUsages ?? [],
    entities: node.entityBatch.aliases.map(entityOf),
    outputRewrites: [],
  };
}

function entityOf(batch: EntityBatchAlias): EntityFetch {
  return {
    alias: batch.alias,
    variable: batch.representationsVariableName,
    paths: batch.paths.map((path) => path.map(segmentOf)),
    requires: batch.requires.map(requiredOf),
    inputRewrites: (batch.inputRewrites ?? []).map(rewriteOf),
    outputRewrites: (batch.outputRewrites ?? []).map(rewriteOf),
  };
}

function segmentOf(segment: FlattenNodePathSegment): PathSegment {
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
