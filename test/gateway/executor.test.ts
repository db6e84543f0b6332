import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadSupergraph } from '#gateway/graph/supergraph.ts';
import { randomOperations } from './operations.ts';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';
import { monolith, samples, town } from './town.ts';

let graph: SmallGraph;
let truth: ReturnType<typeof monolith>;
beforeAll(async () => {
  graph = await startSmallGraph(town);
  truth = monolith(graph.sdl);
});
afterAll(() => graph?.close());
afterEach(() => {
  for (const department of Object.values(graph.departments)) department.answersTruly();
  graph.asked();
});

describe('a condition', () => {
  const query = `query ($yes: Boolean!) {
    enterprise(uscc: "E1") { name taxGrade @include(if: $yes) insuredCount @skip(if: $yes) ...F @skip(if: $yes) }
    assets { ... on Ship { id ... @include(if: $yes) { berths } } }
  } fragment F on Enterprise { kind }`;

  it('that holds asks what it includes, and nobody for what it skips', async () => {
    const { data } = await graph.ask(query, { yes: true });
    expect(data).toEqual({
      enterprise: { name: 'Bright', taxGrade: 'A' },
      assets: [{}, { id: 'A2', berths: 12 }, {}],
    });
    expect(graph.asked()).toEqual({ registry: 1, tax: 2 });
  });

  it('that does not hold asks the other way round', async () => {
    const { data } = await graph.ask(query, { yes: false });
    expect(data).toEqual({
      enterprise: { name: 'Bright', insuredCount: 12, kind: 'FIRM' },
      assets: [{}, { id: 'A2' }, {}],
    });
    expect(graph.asked()).toEqual({ registry: 1, insurance: 1, tax: 1 });
  });

  it('on everything leaves empty objects, and nobody to ask where nothing is left at all', async () => {
    const { data } = await graph.ask('{ enterprise(uscc: "E1") { name @skip(if: true) } }');
    expect(data).toEqual({ enterprise: {} });
    graph.asked();
    expect((await graph.ask('{ enterprise(uscc: "E1") @skip(if: true) { name } }')).body).toBe(
      '{"data":{}}\n',
    );
    expect(graph.asked()).toEqual({});
  });
});

describe('of several operations in one document', () => {
  it('the chosen one is answered, whatever variables the others and their fragments need', async () => {
    const { body } = await graph.ask(
      `query A { enterprise(uscc: "E2") { ...Name } }
       query B($more: Boolean!) { enterprise(uscc: "E1") { ...Name ...More } }
       fragment Name on Enterprise { name }
       fragment More on Enterprise { due @include(if: $more) }`,
      {},
      'A',
    );
    expect(body).toBe('{"data":{"enterprise":{"name":"Clear"}}}\n');
  });
});

describe('arguments', () => {
  it('reach the department as they were given, with its defaults for what was not', async () => {
    expect(await heard('{ echo }')).toEqual({ kind: 'FIRM', ratio: 1.5 });
    expect(
      await heard(
        '{ echo(kind: SHOP, on: "2020-02-30", ids: [1, "b"], any: { a: [1, null] }, ratio: 2, input: { deep: { kinds: FIRM } }) }',
      ),
    ).toEqual({
      kind: 'SHOP',
      on: '2020-02-30',
      ids: ['1', 'b'],
      any: { a: [1, null] },
      ratio: 2,
      input: { text: 'nothing', kinds: ['SHOP'], deep: { text: 'nothing', kinds: ['FIRM'] } },
    });
  });

  it('reach it through variables alike: null stays null, what is absent stays absent, defaults stand', async () => {
    const query =
      'query ($kind: Kind, $ids: [ID!], $any: Json, $input: EchoInput, $ratio: Float = 9, $on: Date) { echo(kind: $kind, ids: $ids, any: $any, input: $input, ratio: $ratio, on: $on) }';
    expect(await heard(query)).toEqual({ kind: 'FIRM', ratio: 9 });
    const any = JSON.parse('{ "__proto__": { "a": 1 }, "constructor": [null] }');
    const given = { kind: 'SHOP', ids: 'one', any, input: { text: null, kinds: ['FIRM'] }, on: null };
    expect(await heard(query, given)).toEqual({ ...given, ids: ['one'], ratio: 9 });
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it('of fields reach the one department that has the field', async () => {
    const { data } = await graph.ask(
      'query ($f: EnterpriseFilter!, $n: Int, $r: Boolean) { enterprises(filter: $f) { name permits(first: $n) { number } burden(rounded: $r) } }',
      { f: { not: { kind: 'SHOP' } }, n: 1, r: true },
    );
    expect(data).toEqual({
      enterprises: [{ name: 'Bright', permits: [{ number: 1 }], burden: 250 }, null, null],
    });
  });
});

describe('null', () => {
  it('in a field that can not be null takes its object with it, across departments', async () => {
    const { data, errors } = await graph.ask('{ enterprises(first: 4) { name rating { stars } } }');
    expect(data).toEqual({
      enterprises: [
        { name: 'Bright', rating: { stars: 5 } },
        null,
        { name: 'Clear', rating: { stars: 2 } },
        null,
      ],
    });
    expect(errors.map(({ path }) => path)).toEqual([['enterprises', 3, 'rating']]);
  });

  it('is told where a department was needed to know what to ask another, which is not asked then', async () => {
    graph.departments['registry']?.answersInstead(() => ({ status: 503, body: '' }));
    const { data, errors } = await graph.ask('{ insured { insuredSince employer { burden insuredCount } } }');
    expect(data).toEqual({
      insured: [
        { insuredSince: null, employer: { burden: null, insuredCount: 12 } },
        { insuredSince: '2001-01-01', employer: { burden: null, insuredCount: 1 } },
      ],
    });
    expect(errors.map(({ path, extensions }) => [path?.join('.'), extensions['department']])).toEqual([
      ['insured.0.employer.burden', 'registry'],
      ['insured.1.employer.burden', 'registry'],
    ]);
    expect(graph.asked()).toEqual({ insurance: 1, registry: 1 });
  });

  it('is told within a shared value at the part that is missing alone', async () => {
    graph.departments['tax']?.answersInstead(() => ({ status: 503, body: '' }));
    const { data, errors } = await graph.ask('{ enterprise(uscc: "E1") { site { plot zone } } }');
    expect(data).toEqual({ enterprise: { site: { plot: 'N1', zone: null } } });
    expect(errors.map(({ path }) => path)).toEqual([['enterprise', 'site', 'zone']]);
  });
});

describe('any operation', () => {
  it('is answered as one schema over all rows would answer it', async () => {
    const { apiSchema } = loadSupergraph(graph.sdl);
    const operations = randomOperations(apiSchema, samples, 20_260);
    for (let count = 0; count < 500; count += 1) {
      const { query, variables } = operations.next().value;
      if (/holder/.test(query) && /burden/.test(query)) continue; // What the planner can't plan, above.
      const [{ data, errors = [] }, answer] = await Promise.all([
        truth(query, variables),
        graph.ask(query, variables),
      ]);
      expect(JSON.stringify(answer.data), query).toBe(JSON.stringify(data));
      expect(
        answer.errors.map(({ path }) => path),
        query,
      ).toEqual(errors.map(({ path }) => path));
    }
  });
});

/** What the registry heard as the arguments of `echo`. */
async function heard(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const { data, errors } = await graph.ask(query, variables);
  expect(errors).toEqual([]);
  return JSON.parse((data as { echo: string }).echo);
}
