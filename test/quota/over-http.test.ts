import { parse } from 'graphql';
import { expect, it, onTestFinished } from 'vitest';
import { openQuotas } from '#gateway/quota/quotas.ts';
import { startSmallGraph } from '../gateway/small-graph.ts';

// What a client sees of a quota, cold and on the way that requests take which were let pass before.

it('is told with 429 and when to ask again, and nobody is asked', async () => {
  const rules = { requests: [{ perHour: 2 }], subjectsPerHour: { default: null } };
  const graph = await startSmallGraph(
    {
      registry: {
        typeDefs: parse('type Query { firm: String town: String }'),
        resolvers: { Query: { firm: () => '明远', town: () => '杭州' } },
      },
    },
    { govern: () => ({ quotas: openQuotas(rules, { kind: 'memory' }) }) },
  );
  onTestFinished(() => graph.close());
  const { url } = await graph.listen();
  const ask = (query: string) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
  for (const _ of [1, 2]) expect((await ask('{ firm }')).status).toBe(200);
  graph.asked();
  for (const query of ['{ firm }', '{ town }']) {
    const refused = await ask(query);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const { errors } = (await refused.json()) as { errors: { extensions: Record<string, unknown> }[] };
    expect(errors[0]?.extensions).toMatchObject({ code: 'QUOTA_EXCEEDED', messageZh: expect.any(String) });
  }
  expect(graph.asked()).toEqual({});
});
