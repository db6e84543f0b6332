import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Entry } from '#gateway/journal/entry.ts';
import { type Journal, openJournal } from '#gateway/journal/journal.ts';
import { someFolder, someKeys } from '../journal/logs.ts';
import { zhou } from './governed-departments.ts';
import { type GovernedGraph, type GovernedOptions, matter, startGovernedGraph } from './governed-graph.ts';

const all = matter('all', {
  'Query.*': 'clear',
  'Citizen.*': 'clear',
  'Household.*': 'clear',
  'Enterprise.*': 'clear',
  'Account.*': 'clear',
});

/** Asks two departments, one after the other, for four values of one citizen. */
export const query = `{ citizen(idNumber: "${zhou}") { name phone household { address } } }`;

export type RecordedGraph = {
  readonly graph: GovernedGraph;
  readonly journal: Journal;
  readonly file: string;
  /** What operations left behind, the oldest first. */
  readonly entries: () => Promise<readonly Entry[]>;
};

/** A governed graph with a journal in a file, and the matter "all"; gone when the test ends. */
export async function startRecorded(options: GovernedOptions = {}): Promise<RecordedGraph> {
  const file = join(someFolder(), 'gateway.sqlite');
  const journal = await openJournal({ store: { kind: 'sqlite', file }, log: 'gateway', keys: someKeys() });
  onTestFinished(() => journal.close());
  const graph = await startGovernedGraph({ matters: [all], journal, cases: { 'C-1': [zhou] }, ...options });
  onTestFinished(() => graph.close());
  return {
    graph,
    journal,
    file,
    entries: async () =>
      [...(await journal.find({ limit: 1_000 }))]
        .reverse()
        .filter(({ kind }) => kind === 'INTENT' || kind === 'OUTCOME'),
  };
}
