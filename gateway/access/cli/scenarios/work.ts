import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Policy } from '#schema/policy/policy.ts';
import { readPersonas } from '../../../identity/personas.ts';
import type { Test } from '../arguments.ts';
import { callerOf } from '../deciding.ts';
import { type Opened, openSupergraph } from '../opened.ts';
import { policyAtHand } from '../policy-at-hand.ts';
import { gridOf } from './grid.ts';
import { readScenarios } from './reader.ts';
import { type Failure, runAll } from './run.ts';
import type { Known } from './scenario.ts';

/** What running scenarios came to. */
export type Run = {
  /** Of the policy or of the scenarios' files: nothing was run. */
  readonly problems: readonly string[];
  readonly written: number;
  readonly generated: number;
  readonly failures: readonly Failure[];
};

/** Runs the scenarios of these files; of none, all of the policy's own and those that its grid of grants makes. */
export function test({ policy: folder, supergraph, files, lang }: Test): Run {
  const opened = openSupergraph(supergraph);
  const reading = policyAtHand(folder, opened);
  if (reading.kind === 'problems') return { ...nothing, problems: reading.problems };
  const { source } = reading;
  const readings = (files.length > 0 ? files : filesIn(join(folder, 'scenarios'))).map((file) =>
    readScenarios(file, knownOf(source.policy, opened)),
  );
  const problems = readings.flatMap((each) => each.problems);
  if (problems.length > 0) return { ...nothing, problems };
  const written = readings.flatMap(({ scenarios }) => scenarios);
  const { titleOf, rules } = opened;
  const parts = { policy: source.policy, rules, folder: told(folder), titleOf, lang };
  const generated = files.length > 0 ? [] : gridOf(parts);
  return {
    problems,
    written: written.length,
    generated: generated.length,
    failures: runAll([...written, ...generated], source, opened),
  };
}

const nothing: Run = { problems: [], written: 0, generated: 0, failures: [] };

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('.'))
    .toSorted()
    .map((name) => told(join(folder, name)));
}

function knownOf({ matters, roles }: Policy, { rules }: Opened): Known {
  return {
    callers: new Map(readPersonas().personas.map((each) => [each.persona, callerOf(each)])),
    matters: [...matters.keys()],
    roles: [...roles.keys()],
    fields: new Set(rules.keys()),
  };
}

/** As it is written from where the command was given, where that is shorter. */
function told(path: string): string {
  const from = relative('', path);
  return from.startsWith('..') ? path : from;
}
