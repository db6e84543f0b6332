import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmallError, type SmallGraph, startSmallGraph } from '#test/gateway/small-graph.ts';
import { type Declared, departmentOf } from './departments.ts';

export type Case = {
  readonly title: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Departments that can't be reached meanwhile. */
  readonly dark?: readonly string[];
  /** Data with its fields in their order, and the paths of errors; or the words in which it is refused. */
  readonly expected: { readonly data: unknown; readonly errors?: readonly string[] } | RegExp;
  /** How often departments were asked, where the cost is the point. */
  readonly asked?: Readonly<Record<string, number>>;
  /** What mutations did, in order. */
  readonly effects?: readonly string[];
};

type Reply = { readonly data?: unknown; readonly errors?: readonly SmallError[] };

/** Asks each case over HTTP of a gateway before the declared departments, once with every planner. */
export function conforms(
  topic: string,
  declared: Readonly<Record<string, Declared>>,
  cases: readonly Case[],
): void {
  describe.each(['hive', 'apollo'] as const)(`${topic}, planned by %s`, (planner) => {
    const effects: string[] = [];
    let graph: SmallGraph;
    let url: string;
    beforeAll(async () => {
      const departments = Object.entries(declared).map(([name, each]) => [name, departmentOf(each, effects)]);
      graph = await startSmallGraph(Object.fromEntries(departments), { planner });
      ({ url } = await graph.listen());
    });
    afterAll(() => graph?.close());

    const check = async ({ query, variables = {}, dark = [], expected, ...also }: Case) => {
      effects.length = 0;
      graph.asked();
      for (const name of dark) graph.departments[name]?.answersInstead(() => ({ status: 503, body: '' }));
      const { status, reply } = await post(url, { query, variables }).finally(() => {
        for (const name of dark) graph.departments[name]?.answersTruly();
      });
      if (expected instanceof RegExp) checkRefused(status, reply, expected);
      else checkAnswered(status, reply, expected);
      if (also.asked) expect(graph.asked()).toEqual(also.asked);
      if (also.effects) expect(effects).toEqual(also.effects);
    };

    // What was asked before is parsed, judged, planned and compiled already: another way to the same answer.
    it.each(cases)('$title, and the same when asked again', async (each) => {
      await check(each);
      await check(each);
    });
  });
}

async function post(url: string, body: unknown): Promise<{ status: number; reply: Reply }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, reply: (await response.json()) as Reply };
}

function checkRefused(status: number, { data, errors }: Reply, words: RegExp): void {
  expect(data).toBeUndefined();
  expect(status).toBe(400);
  expect(errors?.map(({ message }) => message).join('\n')).toMatch(words);
}

function checkAnswered(
  status: number,
  { data, errors = [] }: Reply,
  expected: Exclude<Case['expected'], RegExp>,
): void {
  const paths = errors.map(({ path, message }) => path?.join('.') ?? message).toSorted();
  // As text: GraphQL promises the order of fields too.
  expect({ data: textOf(data), paths }).toEqual({
    data: textOf(expected.data),
    paths: (expected.errors ?? []).toSorted(),
  });
  expect(status).toBe(200);
}

function textOf(data: unknown): string {
  return JSON.stringify(data, null, 1);
}
