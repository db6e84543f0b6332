import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { isolatedPlanner } from '#gateway/graph/isolated.ts';
import { createPlanner } from '#gateway/graph/planner.ts';
import { startSmallGraph } from './gateway/small-graph.ts';
import { town } from './gateway/town.ts';

it('x', async () => {
  const g = await startSmallGraph(town);
  const q = process.env['Q'] as string;
  for (const n of ['hive', 'apollo']) {
    const p = isolatedPlanner({
      file: new URL(`../gateway/graph/${n}-process.ts`, import.meta.url),
      supergraphSdl: g.sdl,
      longestMs: 9000,
    });
    console.log(
      n,
      JSON.stringify(
        await p
          .plan({ operation: process.env['P'] ?? q, share: 0, signal: new AbortController().signal })
          .catch(String),
      ),
    );
    await p.close();
  }
  console.log((await g.ask(q)).body, g.logged());
  for (const [n, d] of Object.entries(g.departments))
    console.log(n, JSON.stringify(d.calls.map((c) => [c.operation, c.variables])));
  await g.close();
}, 60000);
