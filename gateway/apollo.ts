import { ApolloServer, type ApolloServerPlugin, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { DocumentNode, GraphQLError, OperationDefinitionNode } from 'graphql';
import { keepAlike, type Served } from './alike.ts';
import { type Rendered, renderedText } from './answer/rendered.ts';
import type { Documents } from './document/documents.ts';
import type { Persisted } from './document/persisted.ts';
import { publicError, publicErrors } from './errors.ts';
import type { Graph } from './graph/graph.ts';
import { keepRecent } from './recent.ts';
import type { Headers } from './wire.ts';

// The door to Apollo Server: it knows GraphQL over HTTP (methods, media types, cross-site requests, errors), parses and
// validates; our executor does the rest. A request like one that it has let pass goes to the executor by itself.

/** A request, and what goes with it from the outer spine to the inner one. */
export type Receiving<C> = {
  readonly method: string;
  readonly search: string;
  readonly headers: Headers;
  readonly body: unknown;
  readonly carried: C;
};

export type Received = {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
};

/** A valid document with the operation chosen of it; none if the document has not the one that was named. */
export type Chosen<C> = {
  /** Names the document in logs without quoting it. */
  readonly hash: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly carried: C;
};

export type Result = {
  readonly data: Rendered;
  readonly errors?: readonly GraphQLError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
};

export type ReceiverParts<C> = {
  readonly graph: Graph;
  readonly documents: Documents;
  readonly persisted: Persisted;
  readonly takesBatches: boolean;
  readonly run: (chosen: Chosen<C>) => Promise<Result>;
};

export type Receiver<C> = {
  receive(receiving: Receiving<C>): Promise<Received>;
  close(): Promise<void>;
};

/** What goes with a request through Apollo Server. */
type Passing<C> = {
  readonly carried: C;
  /** Why the request failed already: left to Apollo Server to tell. */
  readonly failure?: unknown;
  /** Told of what was carried out; Apollo Server gives the executor a copy of this, so nothing can be left here. */
  readonly passed: (found: Found) => void;
};

type Found = Pick<Served, 'kept' | 'operation'>;

/** Starts Apollo Server before an executor. */
export async function startReceiver<C extends object>(parts: ReceiverParts<C>): Promise<Receiver<C>> {
  const { graph, documents, persisted, takesBatches, run } = parts;
  const alike = keepAlike(documents);
  const apollo = new ApolloServer<Passing<C>>({
    gateway: gatewayOf(graph, documents, run),
    plugins: [...plugins.map((disabled) => disabled()), toldWith200],
    documentStore: validatedIn(documents),
    persistedQueries: { cache: registeredIn(persisted) },
    allowBatchedHttpRequests: takesBatches,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    introspection: true,
    formatError: publicError,
    stringifyResult: renderedText,
    logger: silent,
  });
  await apollo.start();
  const judged = async (receiving: Receiving<C>, failed: { failure?: unknown } = {}): Promise<Received> => {
    const { method, search, headers, body, carried } = receiving;
    let found: Found | undefined;
    const passing = { ...failed, carried, passed: (each: Found) => (found = each) };
    const answer = await complete(
      await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method, search, headers: headerMap(headers), body },
        context: () => Promise.resolve(passing),
      }),
    );
    if (found && answer.status === 200) alike.note(receiving, { ...found, headers: answer.headers });
    return answer;
  };
  return {
    async receive(receiving) {
      const known = alike.find(receiving);
      if (!known) return judged(receiving);
      const { kept, operation, variables, headers } = known;
      const { carried } = receiving;
      try {
        const { data, errors = [], extensions } = await run({ ...kept, operation, variables, carried });
        return {
          status: 200,
          headers,
          body: renderedText({ data, errors: publicErrors(errors), extensions }),
        };
      } catch (failure) {
        return judged(receiving, { failure });
      }
    },
    close: () => apollo.stop(),
  };
}

/**
 * GraphQL over HTTP: with application/json a well-formed request whose document or variables are wrong SHOULD be
 * told so with 200. We do that for clients that ask for this type by name and not for the newer one; for those that name
 * none the status tells.
 */
const toldWith200: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ request, response, errors = [] }) {
        const accepts = request.http?.headers.get('accept') ?? '';
        const isOld = /\bapplication\/json\b/i.test(accepts) && !/graphql-response\+json/i.test(accepts);
        if (isOld && response.http.status === 400 && errors.every(isOfDocument)) response.http.status = 200;
        return Promise.resolve();
      },
    }),
};

function isOfDocument({ extensions }: GraphQLError): boolean {
  return extensions['code'] !== 'BAD_REQUEST';
}

function gatewayOf<C>(graph: Graph, documents: Documents, run: ReceiverParts<C>['run']): GatewayInterface {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: graph.apiSchema, coreSupergraphSdl: graph.sdl });
      return () => undefined;
    },
    load: () =>
      Promise.resolve({
        async executor({ document, operation, operationName, request, source, context }) {
          const passing = context as Passing<C>;
          if ('failure' in passing) throw passing.failure;
          const kept = documents.find(source) ?? { hash: '', document };
          const chosen = operation && sameIn(kept.document, operationName);
          const { carried } = passing;
          const variables = request.variables ?? {};
          const result = await run({ ...kept, operation: chosen, variables, carried });
          if (chosen) passing.passed({ kept, operation: chosen });
          return result as never;
        },
      }),
    stop: () => Promise.resolve(),
  };
}

/** The operation in our copy of the document, to which what is compiled from it is tied. */
function sameIn(document: DocumentNode, name: string | null): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((each) => each.kind === 'OperationDefinition');
  return name === null ? operations[0] : operations.find((each) => each.name?.value === name);
}

/** Tells Apollo Server which documents were valid when it last saw them. */
function validatedIn(documents: Documents) {
  const valid = keepRecent<DocumentNode>(validBytes);
  return {
    get: (hash: string) => Promise.resolve(valid.get(hash)),
    set: (hash: string, document: DocumentNode) => {
      const source = document.loc?.source.body ?? '';
      const kept = documents.find(source)?.document;
      if (kept) valid.set(hash, kept, source.length * 20);
      return Promise.resolve();
    },
    delete: (hash: string) => Promise.resolve(valid.delete(hash)),
  };
}

const validBytes = 32 * 1024 * 1024;

function registeredIn(persisted: Persisted) {
  return {
    get: (key: string) => Promise.resolve(persisted.find(hashOf(key))),
    set: (key: string, source: string) => Promise.resolve(persisted.register(hashOf(key), source)),
    delete: () => Promise.resolve(false),
  };
}

/** Apollo Server puts a prefix before the hash. */
function hashOf(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1);
}

function headerMap(headers: Headers): HeaderMap {
  const map = new HeaderMap();
  for (const name of headersItReads) {
    const value = headers.get(name);
    if (value !== undefined) map.set(name, value);
  }
  return map;
}

/** What Apollo Server looks at: media types, and the headers that a cross-site form can't send. */
const headersItReads = ['accept', 'content-type', 'x-apollo-operation-name', 'apollo-require-preflight'];

async function complete({ status, headers, body }: HTTPGraphQLResponse): Promise<Received> {
  if (body.kind === 'complete') return { status: status ?? 200, headers, body: body.string };
  let whole = '';
  for await (const part of body.asyncIterator) whole += part;
  return { status: status ?? 200, headers, body: whole };
}

/**
 * Apollo Server's default plugins, all off: its cache control and tracing give the schema resolvers of their own, which
 * nobody calls here; the others report to a cloud.
 */
const plugins = [
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
];

/** Apollo Server's own lines may quote an operation; ours say what an operator needs. */
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // Deliberately nothing.
}
