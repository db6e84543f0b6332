import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Policy, policyProblems, readPolicy } from '#schema/policy/policy.ts';
import type { PolicySource } from '../../policy/set.ts';
import type { Diff } from '../arguments.ts';
import { type Opened, openSupergraph } from '../opened.ts';
import { type Group, groupsOf } from './grouped.ts';
import { movesOf, type Sides, sideOf } from './moves.ts';
import { withSide } from './revision.ts';
import { pairs, type Term, termsOf } from './terms.ts';

/** What a new policy changes for whom, or why that can't be told. */
export type Difference =
  | { readonly kind: 'unreadable'; readonly side: string; readonly problems: readonly string[] }
  | {
      readonly kind: 'difference';
      readonly versions: { readonly before: string; readonly after: string };
      readonly terms: readonly Term[];
      readonly effects: readonly Effects[];
      /** Roles of either, by code. */
      readonly titles: ReadonlyMap<string, string>;
      readonly titleOf: Opened['titleOf'];
      /** What is wrong with a side; it is compared as far as it can be. */
      readonly notes: readonly string[];
    };

/** What changes of fields for a matter; null: for callers who name none. */
export type Effects = {
  readonly matter: string | null;
  readonly title: string | null;
  readonly groups: readonly Group[];
};

/** Compares two policies by what is decided with them. */
export function diff({ policy: folder, supergraph, before, after }: Diff): Difference {
  const opened = openSupergraph(supergraph);
  const one = withSide(before, folder, (place) => sourceIn(place, before, opened));
  if (one.kind === 'unreadable') return one;
  const other = withSide(after, folder, (place) => sourceIn(place, after, opened));
  if (other.kind === 'unreadable') return other;
  const sides: Sides = { before: sideOf(one.source), after: sideOf(other.source), opened };
  return {
    kind: 'difference',
    versions: { before: one.source.policy.version, after: other.source.policy.version },
    terms: termsOf(one.source, other.source),
    effects: effectsOf(one.source.policy, other.source.policy, sides),
    titles: new Map(
      [...one.source.policy.roles.values(), ...other.source.policy.roles.values()].map(({ code, title }) => [
        code,
        title,
      ]),
    ),
    titleOf: opened.titleOf,
    notes: [...one.notes, ...other.notes],
  };
}

type Reading =
  | { readonly kind: 'source'; readonly source: PolicySource; readonly notes: readonly string[] }
  | Extract<Difference, { kind: 'unreadable' }>;

/** A policy that was right for another supergraph is compared as far as it fits this one. */
function sourceIn(folder: string, side: string, { document, rules, policyNames }: Opened): Reading {
  const reading = readPolicy(folder);
  if (reading.kind === 'problems') return { kind: 'unreadable', side, problems: reading.problems };
  const file = join(folder, 'guard.cedar');
  if (!existsSync(file)) return { kind: 'unreadable', side, problems: ['guard.cedar: not there'] };
  const { policy } = reading;
  return {
    kind: 'source',
    source: { policy, guard: readFileSync(file, 'utf8'), rules, policyNames },
    notes: policyProblems(policy, document).map((problem) => `${side}: ${problem}`),
  };
}

function effectsOf(before: Policy, after: Policy, sides: Sides): readonly Effects[] {
  const matters = [[null, null] as const, ...pairs(before.matters, after.matters)];
  return matters.flatMap(([one, other]) => {
    const groups = groupsOf(movesOf({ before: one, after: other }, sides));
    const matter = other ?? one;
    return groups.length > 0 ? [{ matter: matter?.code ?? null, title: matter?.title ?? null, groups }] : [];
  });
}
