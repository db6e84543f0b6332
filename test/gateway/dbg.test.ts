import { it } from 'vitest';
import { startSmallGraph } from './small-graph.ts';
import { monolith, town } from './town.ts';
it('x', async () => {
  const graph = await startSmallGraph(town);
  for (const d of Object.values(graph.departments)) d.answersInstead((truth) => { console.log(JSON.stringify(truth)); return { body: truth }; });
  for (const q of ['{ assets { __typename id price premium ... on House { n: rooms label owner { name } } ... on Ship { n: berths label owner { name } crew { name water } } } }','{ enterprise(uscc: "E1") { burden: capital b2: burden capital: founded } }']) {
  console.log((await graph.ask(q)).body);
  for (const d of Object.values(graph.departments)) {for (const c of d.calls) console.log(c.operation, JSON.stringify(c.variables)); d.calls.length = 0}
  }
  await graph.close();
});
