import { parse } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withVocabulary } from '#schema/vocabulary.ts';
import { type SmallDepartment, type SmallGraph, startSmallGraph } from './small-graph.ts';

// A lookup names its entity by the key, so nobody needs to wait for the department that owns it.

const head = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@composeDirective"])
    @link(url: "https://tongcha.example/governance/v1.0", import: ["@lookup"])
    @composeDirective(name: "@lookup")
`;

const owned: Readonly<Record<string, object>> = {
  E1: { uscc: 'E1', name: 'Bright', parent: { uscc: 'E2' } },
  E2: { uscc: 'E2', name: 'Clear', parent: null },
};

const owner: SmallDepartment = {
  typeDefs: withVocabulary(
    parse(`${head}
      type Query { enterprise(uscc: ID!): Enterprise @lookup firm(uscc: ID!): Enterprise }
      type Enterprise @key(fields: "uscc") { uscc: ID! name: String parent: Enterprise }
    `),
  ),
  resolvers: {
    Query: {
      // Written in small letters too: the owner knows its entity by another key than the client does.
      enterprise: (_: never, { uscc }: { uscc: string }) => owned[uscc.toUpperCase()] ?? null,
      firm: (_: never, { uscc }: { uscc: string }) => owned[uscc] ?? null,
    },
    Enterprise: { __resolveReference: ({ uscc }: { uscc: string }) => owned[uscc] ?? null },
  },
};

function other(field: string): SmallDepartment {
  return {
    typeDefs: withVocabulary(
      parse(
        `${head} type Enterprise @key(fields: "uscc") { uscc: ID! ${field}: String ${field}Of(year: Int): String }`,
      ),
    ),
    resolvers: {
      Enterprise: {
        __resolveReference: ({ uscc }: { uscc: string }) => ({ uscc, [field]: `${field} of ${uscc}` }),
        [`${field}Of`]: ({ uscc }: { uscc: string }, { year }: { year: number }) => `${uscc} in ${year}`,
      },
    },
  };
}

const departments = { owner, tax: other('grade'), water: other('permit'), transport: other('fleet') };
const query = 'query ($u: ID!) { e: enterprise(uscc: $u) { title: name grade permit fleetOf(year: 2025) } }';
const answer = {
  e: { title: 'Bright', grade: 'grade of E1', permit: 'permit of E1', fleetOf: 'E1 in 2025' },
};

let graph: SmallGraph;
beforeAll(async () => {
  graph = await startSmallGraph(departments);
});
afterAll(() => graph?.close());
afterEach(() => {
  for (const department of Object.values(graph.departments)) department.answersTruly();
  graph.asked();
});

function lastLine(of: SmallGraph): { waves: number; departments: readonly string[] } {
  const lines = of.logged().trim().split('\n');
  return JSON.parse(lines.findLast((line) => line.includes('"msg":"operation"')) ?? '{}');
}

describe('a profile found by its key', () => {
  it('takes one wave: each department is asked once, and none waits for another', async () => {
    expect(await graph.ask(query, { u: 'E1' })).toMatchObject({ data: answer, errors: [] });
    expect(graph.asked()).toEqual({ owner: 1, tax: 1, water: 1, transport: 1 });
    expect(lastLine(graph).waves).toBe(1);
  });

  it('is asked of all before any has answered', async () => {
    const heard = Promise.withResolvers<void>();
    let count = 0;
    for (const department of Object.values(graph.departments))
      department.answersInstead(async (truth) => {
        count += 1;
        if (count === 4) heard.resolve();
        await heard.promise;
        return { body: truth };
      });
    expect(await graph.ask(query, { u: 'E1' })).toMatchObject({ data: answer, errors: [] });
  });

  it('is given by a literal as well as by a variable', async () => {
    const { data } = await graph.ask('{ enterprise(uscc: "E2") { grade } }');
    expect(data).toEqual({ enterprise: { grade: 'grade of E2' } });
    expect(lastLine(graph).waves).toBe(1);
  });

  it('several of them take one wave too, each department asked once for all', async () => {
    const { data } = await graph.ask(
      '{ a: enterprise(uscc: "E1") { grade } b: enterprise(uscc: "E2") { grade } c: enterprise(uscc: "E1") { grade } }',
    );
    expect(data).toEqual({
      a: { grade: 'grade of E1' },
      b: { grade: 'grade of E2' },
      c: { grade: 'grade of E1' },
    });
    expect(graph.asked()).toEqual({ owner: 1, tax: 1 });
    expect(lastLine(graph).waves).toBe(1);
  });

  it('whose own entities lead further takes a wave for each step', async () => {
    const { data } = await graph.ask('{ enterprise(uscc: "E1") { permit parent { grade } } }');
    expect(data).toEqual({ enterprise: { permit: 'permit of E1', parent: { grade: 'grade of E2' } } });
    expect(lastLine(graph).waves).toBe(2);
  });
});

describe('what was asked early', () => {
  it('is dropped when the owner does not know the entity', async () => {
    const { data, errors } = await graph.ask(query, { u: 'E9' });
    expect([data, errors]).toEqual([{ e: null }, []]);
  });

  it('does not keep an answer waiting that no longer needs it', async () => {
    graph.departments['tax']?.answersInstead(() => null);
    const { data, errors } = await graph.ask(query, { u: 'E9' });
    expect([data, errors]).toEqual([{ e: null }, []]);
    expect(lastLine(graph).departments.some((each) => each.startsWith('tax dropped'))).toBe(true);
  });

  it('is asked again by the key that the owner knows, and nothing of another entity shows', async () => {
    const { data } = await graph.ask(query, { u: 'e1' });
    expect(data).toEqual(answer);
    expect(graph.asked()).toEqual({ owner: 1, tax: 2, water: 2, transport: 2 });
  });

  it('is told as missing when its department fails, as at any other time', async () => {
    graph.departments['water']?.answersInstead(() => ({ status: 503, body: '' }));
    const { data, errors } = await graph.ask(query, { u: 'E1' });
    expect(data).toEqual({ e: { ...answer.e, permit: null } });
    expect(errors.map(({ path }) => path)).toEqual([['e', 'permit']]);
  });

  it('is missing with all the rest when the owner fails: nobody can say that there is such an entity', async () => {
    graph.departments['owner']?.answersInstead(() => ({ status: 503, body: '' }));
    const { data, errors } = await graph.ask(query, { u: 'E1' });
    expect(data).toEqual({ e: null });
    expect(errors.map(({ path, extensions }) => [path, extensions['department']])).toEqual([
      [['e'], 'owner'],
    ]);
  });
});

describe('nobody is asked early', () => {
  it('for a field that is no lookup', async () => {
    await graph.ask('{ firm(uscc: "E1") { grade } }');
    expect(lastLine(graph).waves).toBe(2);
  });

  it('for a lookup that the configuration lets wait', async () => {
    const patient = await startSmallGraph(departments, { lookupsThatWait: ['Query.enterprise'] });
    try {
      expect(await patient.ask(query, { u: 'E1' })).toMatchObject({ data: answer });
      expect(lastLine(patient).waves).toBe(2);
      await patient.ask(query, { u: 'E9' });
      expect(patient.asked()).toEqual({ owner: 2, tax: 1, water: 1, transport: 1 });
    } finally {
      await patient.close();
    }
  });
});
