import { expect, it } from 'vitest';
import { loadSupergraph } from '#gateway/graph/supergraph.ts';
import { randomOperations } from './operations.ts';
import { startSmallGraph } from './small-graph.ts';
import { monolith, samples, town } from './town.ts';

it('answers 20,000 random operations as one schema over all rows would, or says that it can not plan one', async () => {
  const graph = await startSmallGraph(town);
  const truth = monolith(graph.sdl);
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  process.stdout.write(`SEED=${seed}\n`);
  const operations = randomOperations(loadSupergraph(graph.sdl).apiSchema, samples, seed);
  let unplanned = 0;
  for (let count = 0; count < 20_000; count += 1) {
    const { query, variables } = operations.next().value;
    const [{ data, errors = [] }, answer] = await Promise.all([
      truth(query, variables),
      graph.ask(query, variables),
    ]);
    if (answer.errors[0]?.extensions['code'] === 'NOT_PLANNED') {
      unplanned += 1;
      continue;
    }
    expect(JSON.stringify(answer.data), query).toBe(JSON.stringify(data));
    expect(
      answer.errors.map(({ path }) => path),
      query,
    ).toEqual(errors.map(({ path }) => path));
  }
  process.stdout.write(`${unplanned} of 20,000 could not be planned\n`);
  expect(unplanned).toBeLessThan(100);
  await graph.close();
}, 1_800_000);
