import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from '#gateway/access/cli/arguments.ts';
import { matterText, policyFolder, shippedFolder } from './written-policy.ts';

/** The supergraph that policies are tried with. */
export const supergraph = join(shippedFolder, '../supergraph.graphql');

/** The guard of this house. */
export const guard = readFileSync(join(shippedFolder, 'guard.cedar'), 'utf8');

type Instead = NonNullable<Parameters<typeof matterText>[0]>;

/** A folder with one matter, `trial`, for window clerks of the water department, right but for what is written instead. */
export function smallPolicy(instead: Instead = {}, files: Readonly<Record<string, string>> = {}): string {
  return policyFolder({ 'guard.cedar': guard, 'matters/trial.yaml': matterText(instead), ...files });
}

/** The lines of `fields`, with the way to firms and to people before them. */
export function granting(...lines: readonly string[]): string {
  return ['fields:', 'Query.enterprise: clear', 'Query.citizen: clear', ...lines].join('\n  ');
}

/** What every command takes, for a folder. */
export function optionsFor(policy: string): Options {
  return { policy, supergraph, lang: 'zh', isJson: false };
}
