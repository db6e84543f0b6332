import { ApolloServer, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { OperationDefinitionNode } from 'graphql';
import { sourcesOf } from './answer/sources.ts';
import { Fault, graphqlError, publicError, Refusal } from './errors.ts';
import { type Anonymity, type Identity, identify } from './identity/identify.ts';
import type { VerifyToken } from './identity/token.ts';
import { described, type Log } from './log.ts';
import { type Answered, type Engine, operationHash, runOperation } from './operation.ts';

/** A GraphQL request as HTTP brought it. */
export type Request = {
  readonly method: string;
  readonly search: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: unknown;
  readonly trace: string;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
};

export type Answer = {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
};

export type Requests = {
  answer(request: Request): Promise<Answer>;
  close(): Promise<void>;
};

export type RequestParts = {
  readonly engine: Engine;
  readonly verify: VerifyToken;
  readonly anonymity: Anonymity;
  readonly log: Log;
};

/** What Apollo Server carries from our outer spine to the inner one. */
type Carried = {
  readonly identity: Identity;
  readonly trace: string;
  readonly signal: AbortSignal;
  readonly wantsSources: boolean;
};

/** The outer spine: identify → Apollo Server (parse, validate) → operation → answer. */
export async function createRequests({ engine, verify, anonymity, log }: RequestParts): Promise<Requests> {
  const apollo = new ApolloServer<Carried>({
    gateway: executorOf(engine, log),
    plugins: plugins.map((disabled) => disabled()),
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    introspection: true,
    formatError: publicError,
    logger: silent,
  });
  await apollo.start();

  return {
    async answer(request) {
      const { method, search, headers, body, trace, signal } = request;
      try {
        const identity = await identify((name) => headers.get(name), { verify, anonymity });
        const wantsSources = headers.get('x-provenance') === 'include';
        const httpGraphQLRequest = { method, search, headers: headerMap(headers), body };
        return complete(
          await apollo.executeHTTPGraphQLRequest({
            httpGraphQLRequest,
            context: () => Promise.resolve({ identity, trace, signal, wantsSources }),
          }),
        );
      } catch (error) {
        return refused(error, { trace, log });
      }
    },
    close: () => apollo.stop(),
  };
}

/** An answer for what failed before or outside GraphQL, in GraphQL's form. */
export function refused(error: unknown, { trace, log }: { trace: string; log: Log }): Answer {
  const problem =
    error instanceof Refusal || error instanceof Fault
      ? error
      : new Fault('INTERNAL_SERVER_ERROR', { cause: error });
  if (problem instanceof Fault)
    log.error('request failed', { trace, ...described(problem.cause ?? problem) });
  const { message, extensions } = graphqlError(problem, []);
  return {
    status: problem.status,
    headers: new Map([
      ['content-type', 'application/json; charset=utf-8'],
      ['cache-control', 'no-store'],
    ]),
    body: JSON.stringify({ errors: [{ message, extensions }] }),
  };
}

function executorOf(engine: Engine, log: Log): GatewayInterface {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: engine.graph.apiSchema, coreSupergraphSdl: engine.graph.sdl });
      return () => undefined;
    },
    load: () =>
      Promise.resolve({
        async executor({ document, operation, request, source, context }) {
          const { identity, trace, signal, wantsSources } = context as Carried;
          const rawVariables = request.variables ?? {};
          const started = performance.now();
          try {
            checkChosen(operation);
            const { result, calls } = await runOperation(
              { document, operation, rawVariables, identity, trace, signal },
              engine,
            );
            noteAnswered({ trace, source, started }, { result, calls }, log);
            return wantsSources ? { ...result, extensions: { trace, sources: sourcesOf(calls) } } : result;
          } catch (error) {
            if (error instanceof Fault)
              log.error('operation failed', { trace, ...described(error.cause ?? error) });
            throw error instanceof Refusal || error instanceof Fault ? graphqlError(error) : error;
          }
        },
      }),
    stop: () => Promise.resolve(),
  };
}

/** One line for the operation, and one for each way in which a department failed it. */
function noteAnswered(
  { trace, source, started }: { trace: string; source: string; started: number },
  { result, calls }: Answered,
  log: Log,
): void {
  const errors = result.errors ?? [];
  log.info('operation', {
    trace,
    operation: operationHash(source),
    ms: Math.round(performance.now() - started),
    departments: calls.map(({ department, outcome, ms }) => `${department} ${outcome} ${Math.round(ms)} ms`),
    waves: 1 + Math.max(-1, ...calls.map(({ wave }) => wave)),
    codes: [...new Set(errors.map(({ extensions }) => String(extensions['code'])))],
  });
  const faults = errors.flatMap(({ originalError }) =>
    originalError instanceof Fault ? [originalError] : [],
  );
  const told = new Map(faults.map((fault) => [`${fault.department} ${fault.code}`, fault]));
  for (const { code, department, cause } of told.values())
    log.warn('department failed', {
      trace,
      codes: [code],
      ...(department && { department }),
      ...described(cause),
    });
}

/** Apollo Server leaves it to a gateway to find that no operation was chosen, whatever its type says. */
function checkChosen(operation: OperationDefinitionNode | undefined): void {
  if (operation) return;
  throw new Refusal(
    'OPERATION_RESOLUTION_FAILURE',
    'The document has several operations or not the one named: send the "operationName" of one that it has.',
  );
}

function headerMap(headers: ReadonlyMap<string, string>): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of headers) map.set(name, value);
  return map;
}

async function complete({ status, headers, body }: HTTPGraphQLResponse): Promise<Answer> {
  if (body.kind === 'complete') return { status: status ?? 200, headers, body: body.string };
  let whole = '';
  for await (const part of body.asyncIterator) whole += part;
  return { status: status ?? 200, headers, body: whole };
}

/**
 * Apollo Server's default plugins, all off: its cache control and tracing give the schema resolvers of their own, which
 * would read the merged answer by field name where it is kept by response key; the others report to a cloud.
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
