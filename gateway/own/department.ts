import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  parse,
} from 'graphql';
import { ownSubgraph } from '#schema/own.ts';
import { Fault, Refusal } from '../errors.ts';
import type { Department, DepartmentError, DepartmentReply, Question } from '../fetch/department.ts';
import { keepRecent } from '../recent.ts';
import type { OwnAsking, OwnDepartment } from './asking.ts';
import { ownSchema } from './schema.ts';

/** What answers a root field: given its arguments and who asks; a Refusal or Fault that it throws is told at the field. */
export type OwnField = (args: never, asking: OwnAsking) => unknown;

/** Answers in process, by graphql-js, what is asked of the gateway itself. */
export function openOwn(fields: Readonly<Record<string, OwnField>>): OwnDepartment {
  const { name } = ownSubgraph;
  const schema = ownSchema();
  const parsed = keepRecent<DocumentNode>(keptBytes);
  const documentOf = (text: string): DocumentNode => {
    const document = parsed.get(text) ?? parse(text, { noLocation: true });
    parsed.set(text, document, text.length * bytesPerCharacter);
    return document;
  };
  return {
    name,
    for: (asking): Department => ({
      name,
      ask: (question) => ({
        reply: answer(question, { schema, documentOf, fields, asking }),
        leave: () => undefined,
      }),
      close: () => Promise.resolve(),
    }),
  };
}

const keptBytes = 1_048_576;
/** A parsed document, compared with its text. */
const bytesPerCharacter = 30;

type Answering = {
  readonly schema: GraphQLSchema;
  readonly documentOf: (text: string) => DocumentNode;
  readonly fields: Readonly<Record<string, OwnField>>;
  readonly asking: OwnAsking;
};

async function answer(
  { body }: Question,
  { schema, documentOf, fields, asking }: Answering,
): Promise<DepartmentReply> {
  try {
    const { query, variables: variableValues } = JSON.parse(body) as Body;
    const document = documentOf(query);
    const result = await execute({
      schema,
      document,
      rootValue: fields,
      contextValue: asking,
      ...(variableValues && { variableValues }),
    });
    return replyOf(result);
  } catch (cause) {
    return new Fault('DEPARTMENT_FAILED', { cause, department: ownSubgraph.name });
  }
}

type Body = { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> };

function replyOf({ data, errors = [] }: ExecutionResult): DepartmentReply {
  // graphql-js makes objects without a prototype of maps; what is merged is what JSON gives.
  return { data: data ? (JSON.parse(JSON.stringify(data)) as typeof data) : null, errors: errors.map(told) };
}

function told({ message, path, originalError }: GraphQLError): DepartmentError {
  const isKnown = originalError instanceof Refusal || originalError instanceof Fault;
  const problem = isKnown
    ? originalError
    : new Fault('DEPARTMENT_FAILED', { cause: originalError ?? new Error(message) });
  return { message: '', ...(path && { path }), problem };
}
