import { type Admitting, admitted } from './admit.ts';
import { sourcesOf, statusesOf } from './answer/sources.ts';
import { type Receiver, type Result, startReceiver } from './apollo.ts';
import { Fault, graphqlError, Refusal } from './errors.ts';
import { type Anonymity, type Identity, identify } from './identity/identify.ts';
import type { VerifyToken } from './identity/token.ts';
import { described, type Log } from './log.ts';
import { noteAnswered } from './note.ts';
import { type Answered, type Engine, runOperation } from './operation.ts';
import { extensionsOf, type Headers, type Wire } from './wire.ts';

/** A GraphQL request as HTTP brought it. */
export type Request = Wire & {
  readonly headers: Headers;
  readonly trace: string;
  /** When it must be answered, as `performance.now()` counts. */
  readonly deadline: number;
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

export type RequestParts = Admitting & {
  readonly engine: Engine;
  readonly verify: VerifyToken;
  readonly anonymity: Anonymity;
  readonly log: Log;
};

/** What goes with a request from the outer spine to the inner one. */
type Carried = Pick<Request, 'trace' | 'deadline' | 'signal'> & {
  readonly identity: Identity;
  /** Numbers the operations of a batch. */
  readonly part: () => number;
  readonly wantsSources: boolean;
};

/** The outer spine: identify → admit the documents → Apollo Server (parse, validate) → operation → answer. */
export async function createRequests(parts: RequestParts): Promise<Requests> {
  const { engine, documents, persisted, maxBatch, log } = parts;
  const receiver: Receiver<Carried> = await startReceiver({
    graph: engine.graph,
    documents,
    persisted,
    takesBatches: maxBatch > 0,
    async run({ hash, document, operation, variables, carried }) {
      const started = performance.now();
      try {
        if (!operation) throw notChosen();
        const answered = await runOperation(
          { ...carried, hash, document, operation, rawVariables: variables },
          engine,
        );
        noteAnswered({ trace: carried.trace, hash, started }, answered, log);
        return resultOf(answered, carried);
      } catch (error) {
        if (error instanceof Fault)
          log.error('operation failed', { trace: carried.trace, ...described(error.cause ?? error) });
        throw error instanceof Refusal || error instanceof Fault ? graphqlError(error) : error;
      }
    },
  });
  return {
    async answer(request) {
      const { headers, trace, deadline, signal } = request;
      try {
        const identity = await identify((name) => headers.get(name), parts, extensionsOf(request));
        const { method, search, body } = admitted(request, identity.caller, parts);
        const wantsSources = headers.get('x-provenance') === 'include';
        const carried = { identity, trace, deadline, signal, wantsSources, part: counter() };
        return await receiver.receive({ method, search, headers, body, carried });
      } catch (error) {
        return refused(error, { trace, log });
      }
    },
    async close() {
      await receiver.close();
      await engine.graph.plans.close();
    },
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

/** An answer with its sources, where the caller wants them told. */
export function resultOf(
  { data, errors, calls, told, masked, standing }: Answered,
  { trace, wantsSources }: Pick<Carried, 'trace' | 'wantsSources'>,
): Result {
  const extensions = {
    // Whoever is shown less because the register of cases is away is told so, asked or not.
    ...(standing.kind === 'unverified' && { case: 'unverified' }),
    ...(wantsSources && { trace, sources: sourcesOf(calls), fields: statusesOf(told, { masked, errors }) }),
  };
  return {
    data,
    ...(errors.length > 0 && { errors }),
    ...(Object.keys(extensions).length > 0 && { extensions }),
  };
}

/** Counts from 0. */
export function counter(): () => number {
  let next = 0;
  return () => next++;
}

/** Apollo Server leaves it to a gateway to find that no operation was chosen. */
export function notChosen(): Refusal {
  return new Refusal(
    'OPERATION_RESOLUTION_FAILURE',
    'The document has several operations or not the one named: send the "operationName" of one that it has.',
  );
}
