import {
  operationFromDocument,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
} from '@apollo/federation-internals';
import {
  type FetchDataRewrite,
  type FetchNode,
  type FlattenNode,
  type PlanNode,
  QueryPlanner,
  type QueryPlanSelectionNode,
  type SubscriptionNode,
} from '@apollo/query-planner';
import { parse } from 'graphql';
import type { Fetch, PathSegment, Plan, Required, Rewrite } from './plan.ts';
import { servePlanning } from './planning-process.ts';

// A process of the gateway: plans with Apollo's planner, and says the plans in our language.

servePlanning((sdl) => {
  const supergraph = Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  const planner = new QueryPlanner(supergraph);
  const labels = new Set([...sdl.matchAll(/overrideLabel: "([^"]+)"/g)].map(([, label]) => label as string));
  return ({ operation, share }) => {
    const { node } = planner.buildQueryPlan(
      operationFromDocument(supergraph.apiSchema(), parse(operation), { validate: false }),
      { overrideConditions: new Map([...labels].map((label) => [label, isActive(label, share)])) },
    );
    return node ? planOf(node) : null;
  };
});

/** `percent(20)` holds for a fifth of the requests; other labels name what nobody here decides, and don't hold. */
function isActive(label: string, share: number): boolean {
  const [, percent] = /^percent\(([\d.]+)\)$/.exec(label) ?? [];
  return percent !== undefined && share < Number(percent);
}

function planOf(node: PlanNode | SubscriptionNode): Plan {
  switch (node.kind) {
    case 'Sequence':
      return { kind: 'sequence', steps: node.nodes.map(planOf) };
    case 'Parallel':
      return { kind: 'parallel', steps: alikeTogether(node.nodes.map(planOf)) };
    case 'Fetch':
      return fetchOf(node, null);
    case 'Flatten':
      return flattened(node);
    case 'Subscription': {
      const first = fetchOf(node.primary, null);
      return node.rest ? { kind: 'sequence', steps: [first, planOf(node.rest)] } : first;
    }
    default:
      throw new Error(`a plan has a ${node.kind} node`);
  }
}

function flattened({ node, path }: FlattenNode): Plan {
  if (node.kind !== 'Fetch') throw new Error(`a plan flattens a ${node.kind}`);
  return fetchOf(node, path.map(segmentOf));
}

/** Fetches that ask a department the same of entities at several places are one fetch with several paths. */
function alikeTogether(steps: readonly Plan[]): readonly Plan[] {
  const together = new Map<string, Fetch>();
  const rest: Plan[] = [];
  for (const step of steps) {
    const [entity, ...more] = step.kind === 'fetch' ? step.entities : [];
    if (step.kind !== 'fetch' || !entity || more.length > 0) {
      rest.push(step);
      continue;
    }
    const { paths, ...asked } = entity;
    const key = JSON.stringify([step.department, step.operation, asked]);
    const known = together.get(key)?.entities[0]?.paths ?? [];
    together.set(key, { ...step, entities: [{ ...entity, paths: [...known, ...paths] }] });
  }
  return [...rest, ...together.values()];
}

function fetchOf(node: FetchNode, path: readonly PathSegment[] | null): Fetch {
  if (node.contextRewrites && node.contextRewrites.length > 0)
    throw new Error('a plan sets arguments from context');
  const entities = node.requires
    ? [
        {
          alias: '_entities',
          variable: 'representations',
          paths: path ? [path] : [],
          requires: node.requires.map(requiredOf),
          inputRewrites: (node.inputRewrites ?? []).map(rewriteOf),
          outputRewrites: (node.outputRewrites ?? []).map(rewriteOf),
        },
      ]
    : [];
  return {
    kind: 'fetch',
    operationKind: node.operationKind,
    department: node.serviceName,
    operation: node.operation,
    variables: node.variableUsages ?? [],
    entities,
    outputRewrites: entities.length > 0 ? [] : (node.outputRewrites ?? []).map(rewriteOf),
  };
}

function segmentOf(segment: string | number): PathSegment {
  return segment === '@' ? { kind: 'each' } : { kind: 'field', name: String(segment) };
}

function requiredOf(selection: QueryPlanSelectionNode): Required {
  const selections = (selection.selections ?? []).map(requiredOf);
  const name = selection.kind === 'Field' ? (selection.alias ?? selection.name) : '';
  if (selection.kind === 'Field') return { kind: 'field', name, as: name, selections };
  if (!selection.typeCondition) throw new Error('a plan requires a fragment without a type');
  return { kind: 'on', type: selection.typeCondition, selections };
}

function rewriteOf({ path, ...rewrite }: FetchDataRewrite): Rewrite {
  const key = path.at(-1);
  if (key === undefined) throw new Error('a rewrite has no path');
  return {
    path: path
      .slice(0, -1)
      .map((segment) =>
        segment.startsWith('... on ')
          ? { kind: 'type', names: [segment.slice('... on '.length)] }
          : { kind: 'field', name: segment },
      ),
    key,
    change:
      rewrite.kind === 'ValueSetter' ? { setTo: rewrite.setValueTo } : { renameTo: rewrite.renameKeyTo },
  };
}
