import { type FieldNode, valueFromAST } from 'graphql';
import type { Lookup, Lookups } from '../graph/lookups.ts';
import type { PathSegment } from '../graph/plan.ts';
import type { EntityStep, Program, Route } from './compile.ts';

/** A step that can be asked at once, with the representations that the lookups' own arguments make. */
export type Early = { readonly step: EntityStep; readonly texts: readonly string[] };

/** Says for an operation's variables what can be asked early. */
export type EarlyBy = (variables: Readonly<Record<string, unknown>>) => readonly Early[];

/**
 * Finds the steps of a program that need no more than the key of an entity that the client itself named: they don't wait
 * for the department that owns it, so that such an operation takes one wave. If the owner then doesn't know the entity,
 * or by another key, what was asked early is dropped.
 */
export function earlySteps(program: Program, lookups: Lookups): EarlyBy {
  const named = new Map<string, { readonly lookup: Lookup; readonly field: FieldNode }>();
  for (const step of stepsOf(program))
    if (step.kind === 'root')
      for (const field of step.operationKind === 'query' ? step.fields : []) {
        const lookup = lookups.get(field.name.value);
        if (lookup) named.set((field.alias ?? field.name).value, { lookup, field });
      }
  const candidates = stepsOf(program).flatMap((step) => {
    const [part, ...more] = step.kind === 'entities' ? step.parts : [];
    const routes = (part?.routes ?? []).map((route) => ({
      route,
      from: named.get(rootFieldOf(route.path) ?? ''),
    }));
    const isNamed = more.length === 0 && routes.length > 0 && routes.every(({ from }) => from);
    return step.kind === 'entities' && isNamed ? [{ step, routes }] : [];
  });
  return (variables) =>
    candidates.flatMap(({ step, routes }) => {
      const texts = new Set<string>();
      for (const { route, from } of routes) {
        const text = from && represented(from, route, variables);
        if (typeof text !== 'string') return [];
        texts.add(text);
      }
      return [{ step, texts: [...texts] }];
    });
}

function stepsOf(program: Program): readonly Program[] {
  return program.kind === 'sequence' || program.kind === 'parallel'
    ? program.steps.flatMap(stepsOf)
    : [program];
}

/** The root field that a way leads to and no further. */
function rootFieldOf(path: readonly PathSegment[]): string | null {
  const [first, ...rest] = path;
  return first?.kind === 'field' && rest.every(({ kind }) => kind === 'type') ? first.name : null;
}

/** The representation of the entity that a lookup names; none where it takes more than the key. */
function represented(
  { lookup, field }: { lookup: Lookup; field: FieldNode },
  { represent }: Route,
  variables: Readonly<Record<string, unknown>>,
): ReturnType<Route['represent']['textOf']> {
  const record: Record<string, unknown> = { __typename: lookup.typename };
  for (const { name, type } of lookup.arguments) {
    const given = field.arguments?.find((argument) => argument.name.value === name);
    const value = given && valueFromAST(given.value, type, variables);
    if (value !== undefined && value !== null) record[name] = value;
  }
  return represent.textOf(record);
}
