import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, execute, type GraphQLSchema, Kind, parse } from 'graphql';
import type { Subgraph, Workload } from '../workloads/workload.ts';

/** Bytes that answer a request's bytes. */
export type Answers = (body: Buffer) => Promise<Buffer>;

/**
 * Answers of one subgraph. A body seen for the first time is executed and its answer kept; afterwards it costs one look
 * into a map, so that a gateway is measured and not its subgraphs.
 */
export function recordedAnswers(workload: Workload, { typeDefs }: Subgraph): Answers {
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: references(typeDefs, workload) }]);
  const recorded = new Map<string, Buffer>();
  return async (body) => {
    const text = body.toString('latin1');
    const known = recorded.get(text);
    if (known) return known;
    const answer = await executed(schema, workload, body);
    if (recorded.size >= mostRecorded) recorded.clear();
    recorded.set(text, answer);
    return answer;
  };
}

const mostRecorded = 20_000;

async function executed(schema: GraphQLSchema, { resolve }: Workload, body: Buffer): Promise<Buffer> {
  const asked = JSON.parse(body.toString('utf8')) as Asked;
  const result = await execute({
    schema,
    document: parse(asked.query),
    variableValues: asked.variables ?? {},
    operationName: asked.operationName ?? null,
    fieldResolver: resolve,
  });
  return Buffer.from(JSON.stringify(result));
}

type Asked = {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
};

function references(typeDefs: DocumentNode, { entity }: Workload) {
  return Object.fromEntries(
    typeDefs.definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
      definition.directives?.some(({ name }) => name.value === 'key')
        ? [[definition.name.value, { __resolveReference: entity }]]
        : [],
    ),
  );
}
