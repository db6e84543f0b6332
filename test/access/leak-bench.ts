import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GraphQLSchema, getVariableValues, Kind, parse } from 'graphql';
import { createAccess } from '#gateway/access/authorize.ts';
import { governed, guardedFields } from '#gateway/access/governed.ts';
import { loadPolicySet } from '#gateway/access/policy/set.ts';
import type { Governance } from '#gateway/governance.ts';
import type { Graph } from '#gateway/graph/graph.ts';
import { loadSupergraph } from '#gateway/graph/supergraph.ts';
import type { Policy } from '#schema/policy/policy.ts';
import { type SmallGraph, startSmallGraph } from '#test/gateway/small-graph.ts';
import { stable } from '#test/oracle/answers.ts';
import type { Asked } from '#test/oracle/operations.ts';
import { answerOf } from './leak-answers.ts';
import { askedTooMuch, type Call } from './leak-calls.ts';
import { type Asker, askersOf, policyOf } from './leak-policies.ts';
import type { Look } from './leak-rights.ts';
import { departmentsOf } from './leak-things.ts';
import type { World } from './leak-worlds.ts';

/** How a request is put on the wire. */
export type Way = 'post' | 'get' | 'persisted' | 'batch';

/** One operation or, in a batch, several, asked by one of a world's askers. */
export type Question = { readonly asked: readonly Asked[]; readonly asker: Asker; readonly way: Way };

/** A world behind the gateway, and beside the oracle. */
export type Bench = {
  readonly schema: GraphQLSchema;
  readonly askers: readonly Asker[];
  /** What is wrong with the gateway's answer, or with what it asked departments; null where nothing is. */
  ask(question: Question): Promise<string | null>;
  close(): Promise<void>;
};

/** Told of each leaf how it is to look, and of operations that were not planned: they show nothing. */
export type Note = (what: Look | 'unplanned') => void;

/** Starts a world's departments and a governed gateway before them. */
export async function openBench(world: World, note: Note): Promise<Bench> {
  const policy = policyOf(world);
  const askers = askersOf(world, policy);
  const graph = await startSmallGraph(departmentsOf(world), {
    guarded: guardedFields,
    govern: (loaded) => governing(loaded, policy, askers),
    verify: (token) => Promise.resolve((askers[Number(token)] as Asker).caller),
    requests: { maxBatch: 4 },
  });
  const url = `${(await graph.listen()).url}/graphql`;
  const schema = loadSupergraph(graph.sdl, guardedFields).apiSchema;
  return {
    schema,
    askers,
    async ask(question) {
      takeCalls(graph);
      const headers = headersOf(question.asker, askers);
      const replies = await sent(url, headers, question);
      const calls = takeCalls(graph);
      const wrong = question.asked.map((asked, index) => {
        if (isUnplanned(replies[index])) {
          note('unplanned');
          return null;
        }
        const expected = answerOf({ world, schema, ...readAs(asked, schema), asker: question.asker, note });
        return differenceOf(replies[index], expected);
      });
      return wrong.find((each) => each !== null) ?? askedTooMuch(world, calls, question.asker);
    },
    close: () => graph.close(),
  };
}

const guard = readFileSync(join(import.meta.dirname, '../../schema/policy/guard.cedar'), 'utf8');

function governing(graph: Graph, policy: Policy, askers: readonly Asker[]): Partial<Governance> {
  const { rules, federation, policyNames, subjects } = governed(graph.document, graph.apiSchema);
  const policySet = loadPolicySet({ policy, guard, rules, policyNames }, (failed, coordinate) => {
    throw new Error(`${failed.join()} could not be evaluated of ${coordinate}`);
  });
  const byCase = (number: string | null) => askers[Number(number?.slice(1) ?? -1)];
  return {
    access: createAccess({ graph, rules, federation, policySet }),
    subjects,
    standingOf: ({ purpose }) => Promise.resolve(byCase(purpose.case)?.standing ?? { kind: 'none' }),
    unmaskedFor: ({ purpose }) => {
      const keys = byCase(purpose.case)?.unmasked ?? [];
      return Promise.resolve(keys.length > 0 ? { id: 'lifted', covers: (key) => keys.includes(key) } : null);
    },
  };
}

function headersOf(asker: Asker, askers: readonly Asker[]): Readonly<Record<string, string>> {
  const index = askers.indexOf(asker);
  return {
    'content-type': 'application/json',
    'apollo-require-preflight': '1',
    'x-case': `C${index}`,
    ...(asker.caller.isAuthenticated && { authorization: `Bearer ${index}` }),
    ...(asker.matter && { 'x-matter': asker.matter.code }),
  };
}

async function sent(
  url: string,
  headers: Readonly<Record<string, string>>,
  { asked, way }: Question,
): Promise<readonly unknown[]> {
  const [first] = asked as [Asked];
  const post = async (body: unknown): Promise<unknown> =>
    (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  switch (way) {
    case 'post':
      return [await post(first)];
    case 'batch':
      return (await post(asked)) as readonly unknown[];
    case 'persisted': {
      const sha256Hash = createHash('sha256').update(first.query).digest('hex');
      const extensions = { persistedQuery: { version: 1, sha256Hash } };
      await post({ ...first, extensions });
      return [await post({ variables: first.variables, extensions })];
    }
    case 'get': {
      const search = new URLSearchParams({ query: first.query, variables: JSON.stringify(first.variables) });
      return [await (await fetch(`${url}?${search.toString()}`, { headers })).json()];
    }
  }
}

function readAs({ query, variables }: Asked, schema: GraphQLSchema) {
  const document = parse(query);
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const declared = operation?.kind === Kind.OPERATION_DEFINITION ? (operation.variableDefinitions ?? []) : [];
  const { coerced } = getVariableValues(schema, declared, variables);
  if (!coerced) throw new Error(`the variables of ${query} do not fit`);
  return { document, variables: coerced };
}

type Reply = {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
};

/** What no planner found a way for, or not in time, is refused whole. */
function isUnplanned(reply: unknown): boolean {
  const { data, errors } = reply as Reply;
  return (data ?? null) === null && errors?.[0]?.extensions?.code === 'NOT_PLANNED';
}

function differenceOf(reply: unknown, expected: unknown): string | null {
  const { data, errors = [] } = reply as Reply;
  const codes = errors.map(({ extensions }) => extensions?.code).filter((code) => code !== refused);
  if (codes.length > 0) return `errors ${JSON.stringify(reply)}`;
  const [one, other] = [stable(data), stable(expected)];
  return one === other ? null : `expected ${other}\n     got ${one}`;
}

const refused = 'UNAUTHORIZED_FIELD_OR_TYPE';

/** What departments were asked since the last look. */
function takeCalls({ departments }: SmallGraph): readonly Call[] {
  return Object.entries(departments).flatMap(([department, { calls }]) =>
    calls.splice(0).map(({ operation, variables }) => ({ department, operation, variables })),
  );
}
