import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type ExecutionResult, type GraphQLResolveInfo, graphql } from 'graphql';
import { keepDocuments } from '#gateway/document/documents.ts';
import { defaultLimits } from '#gateway/document/limits.ts';
import { keepPersisted } from '#gateway/document/persisted.ts';
import { createEvents, type EventLimits } from '#gateway/events.ts';
import { openDepartment } from '#gateway/fetch/department.ts';
import { type FeedOptions, openFeed } from '#gateway/fetch/feed/feed.ts';
import { type Governance, ungoverned } from '#gateway/governance.ts';
import { type Graph, loadGraph } from '#gateway/graph/graph.ts';
import type { PlannerName } from '#gateway/graph/planner.ts';
import type { Guarded } from '#gateway/graph/supergraph.ts';
import { createHttp, type Http, type HttpLimits } from '#gateway/http.ts';
import { anonymousExplorer } from '#gateway/identity/caller.ts';
import type { Anonymity } from '#gateway/identity/identify.ts';
import type { VerifyToken } from '#gateway/identity/token.ts';
import { createLog } from '#gateway/log.ts';
import type { Engine } from '#gateway/operation.ts';
import { preparer } from '#gateway/prepare.ts';
import { createRequests, type RequestParts } from '#gateway/request.ts';
import { createSockets, type SocketLimits } from '#gateway/sockets.ts';
import { createStreams, type StreamLimits } from '#gateway/streams.ts';
import { type Feeding, type FeedKind, feedByEvents, feedBySocket } from './feeding.ts';

type Args = Readonly<Record<string, unknown>>;
export type Resolver = (record: never, args: never, context: never, info: GraphQLResolveInfo) => unknown;
export type Resolvers = Readonly<Record<string, Readonly<Record<string, Resolver | Subscriber>>>>;
/** How a subscription field listens; `resolve` makes its value of an event. */
export type Subscriber = { readonly subscribe: Resolver; readonly resolve: Resolver };

export type SmallDepartment = {
  readonly typeDefs: DocumentNode;
  readonly resolvers: Resolvers;
  readonly context?: unknown;
  /** How it offers subscriptions: by server-sent events if nothing is said. */
  readonly feed?: FeedKind;
};

/** What a department answers instead of the truth; `null` for no answer at all, `hang up` once half is said. */
export type Instead =
  | { readonly status?: number; readonly type?: string; readonly body: unknown }
  | null
  | 'hang up';

export type RunningDepartment = {
  readonly url: string;
  readonly feed: Feeding;
  /** What it was asked, in order. */
  readonly calls: {
    readonly operation: string;
    readonly variables: Args;
    readonly headers: IncomingMessage['headers'];
  }[];
  /** Calls whose connection went away before they were answered. */
  abandoned(): number;
  /** From now on answers what `change` makes of the true answer. */
  answersInstead(change: (truth: ExecutionResult) => Instead | Promise<Instead>): void;
  answersTruly(): void;
  /** Ends the server: connections to it are refused from now on. */
  kill(): Promise<void>;
};

export type SmallReply = {
  readonly status: number;
  readonly body: string;
  readonly data: unknown;
  readonly errors: readonly SmallError[];
};
export type SmallError = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
};

export type SmallGraph = {
  readonly sdl: string;
  readonly departments: Readonly<Record<string, RunningDepartment>>;
  /** How often each department was asked since the last look; those not asked are left out. */
  asked(): Readonly<Record<string, number>>;
  ask(query: string, variables?: Args, operationName?: string): Promise<SmallReply>;
  /** The gateway over a real socket, on a free port. */
  listen(options?: {
    maxBodyBytes?: number;
    limits?: Partial<HttpLimits>;
  }): Promise<{ readonly port: number; readonly url: string; readonly http: Http }>;
  /** Subscriptions that clients have open. */
  openStreams(): number;
  /** Every line the gateway has logged. */
  logged(): string;
  close(): Promise<void>;
};

export type SmallOptions = {
  readonly departmentTimeoutMs?: number;
  readonly verify?: VerifyToken;
  readonly anonymity?: Anonymity;
  readonly planner?: PlannerName;
  readonly sharesReads?: boolean;
  readonly lookupsThatWait?: readonly string[];
  readonly vouch?: Engine['vouch'];
  /** Addresses that replace the departments' own. */
  readonly departmentUrls?: Readonly<Record<string, string>>;
  /** Fields that clients are promised no value of. */
  readonly guarded?: Guarded;
  /** What decides who sees what; nothing but federation's directives unless said. */
  readonly govern?: (graph: Graph) => Partial<Governance>;
  readonly requests?: Partial<RequestParts>;
  readonly streams?: Partial<StreamLimits & EventLimits & SocketLimits & FeedOptions>;
};

/** Composes departments, serves each on a port of the loopback, and puts the gateway's own parts before them. */
export async function startSmallGraph(
  departments: Readonly<Record<string, SmallDepartment>>,
  {
    departmentTimeoutMs = 5_000,
    verify = () => Promise.resolve(anonymousExplorer),
    anonymity = 'allowed',
    planner = 'hive',
    sharesReads = true,
    lookupsThatWait = [],
    vouch = () => Promise.resolve({}),
    departmentUrls = {},
    guarded = () => new Set(),
    govern = () => ({}),
    requests: own = {},
    streams: limits = {},
  }: SmallOptions = {},
): Promise<SmallGraph> {
  const running = Object.fromEntries(
    await Promise.all(
      Object.entries(departments).map(async ([name, department]) => [name, await serve(department)] as const),
    ),
  );
  const sdl = compose(departments, running);
  const graph = loadGraph(sdl, { open: true, planner, maxPlanBytes: 8_388_608, lookupsThatWait, guarded });
  const governance = { ...ungoverned(graph), ...govern(graph) };
  const ways = new Map(
    Object.entries({ ...graph.departmentUrls, ...departmentUrls }).map(([name, url]) => [
      name,
      openDepartment(name, url, { timeoutMs: departmentTimeoutMs, sharesReads }),
    ]),
  );
  const feeds = new Map(
    Object.entries(graph.departmentUrls).map(([name, url]) => {
      const isSocket = departments[name]?.feed === 'socket';
      return [
        name,
        openFeed(name, isSocket ? url.replace(/^http/, 'ws') : url, { openMs: 5_000, ...limits }),
      ];
    }),
  );
  let lines = '';
  const log = createLog('info', { write: (line) => (lines += line) });
  const parts: RequestParts = {
    engine: {
      graph,
      ...governance,
      prepare: preparer(graph, {
        assumedListSize: 10,
        maxProgramBytes: 33_554_432,
        subjects: governance.subjects,
      }),
      costBudgets: { default: Number.MAX_SAFE_INTEGER },
      departments: ways,
      feeds,
      vouch,
    },
    verify,
    anonymity,
    documents: keepDocuments({ ...defaultLimits, maxDocumentBytes: 8_388_608 }),
    persisted: keepPersisted(new Map(), 1_048_576),
    trustedOnly: [],
    maxBatch: 0,
    log,
    ...own,
  };
  const requests = await createRequests(parts);
  const streams = createStreams(parts, { maxStreams: 1_000, requestMs: 30_000, ...limits });
  const listening: Http[] = [];
  const seen = new Map<string, number>();
  return {
    sdl,
    departments: running,
    asked: () =>
      Object.fromEntries(
        Object.entries(running).flatMap(([name, { calls }]) => {
          const count = calls.length - (seen.get(name) ?? 0);
          seen.set(name, calls.length);
          return count > 0 ? [[name, count]] : [];
        }),
      ),
    async ask(query, variables = {}, operationName) {
      const { status, body } = await requests.answer({
        method: 'POST',
        search: '',
        headers: new Map([['content-type', 'application/json']]),
        body: { query, variables, ...(operationName && { operationName }) },
        trace: 'test',
        deadline: performance.now() + 30_000,
        signal: new AbortController().signal,
      });
      const { data, errors = [] } = JSON.parse(body) as Partial<SmallReply>;
      return { status, body, data, errors };
    },
    openStreams: () => streams.open(),
    async listen({ maxBodyBytes = 1_048_576, limits: httpLimits = {} } = {}) {
      const http = createHttp({
        requests,
        events: createEvents(streams, { persisted: parts.persisted, log, ...limits }),
        sockets: createSockets({
          streams,
          schema: graph.apiSchema,
          log,
          limits: { maxMessageBytes: maxBodyBytes, ...limits },
        }),
        routes: [],
        readiness: () => ({}),
        maxBodyBytes,
        limits: httpLimits,
        log,
      });
      listening.push(http);
      const port = await listenOnFreePort(http.server);
      return { port, url: `http://127.0.0.1:${port}`, http };
    },
    logged: () => lines,
    async close() {
      await Promise.all(listening.map((http) => http.drain(0)));
      await requests.close();
      await Promise.all(Object.values(running).map((department) => department.kill()));
      await Promise.all([...ways.values(), ...feeds.values()].map((way) => way.close()));
    },
  };
}

function compose(
  departments: Readonly<Record<string, SmallDepartment>>,
  running: Readonly<Record<string, RunningDepartment>>,
): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(departments).map(([name, { typeDefs }]) => ({
      name,
      url: running[name]?.url ?? '',
      typeDefs,
    })),
  );
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

async function serve({ typeDefs, resolvers, context, feed }: SmallDepartment): Promise<RunningDepartment> {
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
  const calls: RunningDepartment['calls'] = [];
  const byEvents = feedByEvents(schema, context);
  let abandoned = 0;
  let change: Parameters<RunningDepartment['answersInstead']>[0] | null = null;
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    outgoing.once('close', () => (abandoned += outgoing.writableFinished ? 0 : 1));
    const { query, variables } = JSON.parse(await text(incoming)) as { query: string; variables: Args };
    if (incoming.headers.accept === 'text/event-stream') {
      await byEvents.answer({ query, variables, headers: incoming.headers }, outgoing);
      return;
    }
    calls.push({ operation: query, variables, headers: incoming.headers });
    const truth = await graphql({ schema, source: query, variableValues: variables, contextValue: context });
    say(outgoing, change ? await change(truth) : { body: truth });
  };
  const server = createServer(
    (incoming, outgoing) => void answer(incoming, outgoing).catch(() => outgoing.destroy()),
  );
  const port = await listenOnFreePort(server);
  const feeding = feed === 'socket' ? feedBySocket(schema, context, server) : byEvents;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    feed: feeding,
    calls,
    abandoned: () => abandoned,
    answersInstead: (next) => {
      change = next;
    },
    answersTruly: () => {
      change = null;
    },
    kill: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        feeding.breakOff();
        server.closeAllConnections();
      }),
  };
}

function say(outgoing: ServerResponse, answer: Instead): void {
  if (answer === null) return;
  if (answer === 'hang up') {
    outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 });
    outgoing.write('{"data":{', () => (outgoing.socket as Socket).destroy());
    return;
  }
  const { status = 200, type = 'application/json', body } = answer;
  outgoing.writeHead(status, { 'content-type': type });
  outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function listenOnFreePort(server: import('node:http').Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server
      .once('error', reject)
      .listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}
