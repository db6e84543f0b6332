import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLFormattedError,
  getOperationAST,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { admitted } from './admit.ts';
import type { Rendered } from './answer/rendered.ts';
import { type Validate, validator } from './document/validated.ts';
import { Fault, graphqlError, publicErrors, Refusal } from './errors.ts';
import { onExpiry } from './expiry.ts';
import { type Identity, identify } from './identity/identify.ts';
import { described } from './log.ts';
import { noteAnswered, noteFailures } from './note.ts';
import { type Operation, runOperation, runSubscription } from './operation.ts';
import { counter, notChosen, type RequestParts, resultOf } from './request.ts';
import { type Question, questionOf, type Wire } from './wire.ts';

/** An operation whose answers are streamed, whatever carries them. */
export type Streaming = {
  readonly wire: Wire;
  readonly identity: Identity;
  readonly trace: string;
  readonly wantsSources: boolean;
  /** Aborts when the client goes away, or wants no more. */
  readonly signal: AbortSignal;
};

/** An operation that can be carried out, or why it can't. */
export type Stream =
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }
  | {
      readonly kind: 'accepted';
      readonly document: DocumentNode;
      readonly operation: OperationDefinitionNode;
      /** Carries it out: one answer to a query or mutation, any number to a subscription. Never throws. */
      answers(): AsyncGenerator<StreamedAnswer>;
    };

export type StreamedAnswer = {
  readonly data?: Rendered;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
};

export type Streams = {
  identify(header: (name: string) => string | undefined, extensions: readonly unknown[]): Promise<Identity>;
  /** Throws a Refusal for what is no operation at all, and when there are as many subscriptions as this process takes. */
  begin(streaming: Streaming): Stream;
  /** How many subscriptions are open. */
  open(): number;
  /** Completes every subscription, once the event under way is told, and takes no more. */
  drain(): void;
};

export type StreamLimits = {
  /** Subscriptions open at a time. */
  readonly maxStreams: number;
  /** What an operation, and each event, may take. */
  readonly requestMs: number;
};

/** The outer spine of what is streamed: admit the document → parse, validate → operation → answers, one after the other. */
export function createStreams(parts: RequestParts, limits: StreamLimits): Streams {
  const isValid = validator(parts.engine.graph.apiSchema, parts.documents);
  const open = new Set<AbortController>();
  let draining = false;
  return {
    identify: (header, extensions) => identify(header, parts, extensions),
    begin(streaming) {
      const chosen = choose(streaming, parts, isValid);
      if ('errors' in chosen) return { kind: 'refused', errors: chosen.errors };
      const { operation, document } = chosen;
      const isSubscription = operation.operation === OperationTypeNode.SUBSCRIPTION;
      if (isSubscription && (draining || open.size >= limits.maxStreams)) throw tooMany(limits);
      const asked: Asked = { ...chosen, streaming, deadline: performance.now() + limits.requestMs };
      const answers = () => (isSubscription ? each(asked, open, parts) : once(asked, parts));
      return { kind: 'accepted', document, operation, answers };
    },
    open: () => open.size,
    drain() {
      draining = true;
      for (const enough of open) enough.abort();
    },
  };
}

type Chosen = {
  readonly question: Question;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
};
type Asked = Chosen & { readonly streaming: Streaming; readonly deadline: number };

function choose(
  { wire, identity }: Streaming,
  parts: RequestParts,
  isValid: Validate,
): Chosen | { readonly errors: readonly GraphQLError[] } {
  if (Array.isArray(wire.body)) throw oneAtATime();
  let named: Wire;
  try {
    named = admitted(wire, identity.caller, parts);
  } catch (error) {
    if (error instanceof Refusal) return { errors: [graphqlError(error)] };
    throw error;
  }
  const question = questionOf(named);
  const { document, errors } = isValid(question.query);
  if (errors) return { errors };
  const operation = getOperationAST(document, question.operationName);
  if (!operation) return { errors: [graphqlError(notChosen())] };
  if (wire.method === 'GET' && operation.operation === OperationTypeNode.MUTATION) throw notByGet();
  return { question, document, operation };
}

async function* once(asked: Asked, parts: RequestParts): AsyncGenerator<StreamedAnswer> {
  const { streaming, question } = asked;
  const started = performance.now();
  let answer: StreamedAnswer;
  try {
    const answered = await runOperation(operationOf(asked, parts), parts.engine);
    noteAnswered({ trace: streaming.trace, hash: hashOf(question, parts), started }, answered, parts.log);
    answer = told(resultOf(answered, streaming));
  } catch (error) {
    answer = failed(error, streaming, parts);
  }
  yield answer;
}

async function* each(
  asked: Asked,
  open: Set<AbortController>,
  parts: RequestParts,
): AsyncGenerator<StreamedAnswer> {
  const { streaming, question } = asked;
  const { trace, signal, identity } = streaming;
  const { log } = parts;
  const started = performance.now();
  const operation = hashOf(question, parts);
  const enough = new AbortController();
  const leave = () => enough.abort();
  const forget = onExpiry(identity.caller, () => enough.abort(expired()));
  let events = 0;
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave);
  open.add(enough);
  log.info('subscription', { trace, operation });
  try {
    for await (const answered of runSubscription(operationOf(asked, parts), enough.signal, parts.engine)) {
      if (signal.aborted) return;
      events += 1;
      noteFailures(trace, answered.errors, log);
      yield told(resultOf(answered, streaming));
    }
    if (enough.signal.reason instanceof Refusal) yield failed(enough.signal.reason, streaming, parts);
  } catch (error) {
    if (!signal.aborted) yield failed(error, streaming, parts);
  } finally {
    forget();
    open.delete(enough);
    enough.abort();
    signal.removeEventListener('abort', leave);
    log.info('subscription ended', { trace, operation, events, ms: Math.round(performance.now() - started) });
  }
}

function operationOf(
  { document, operation, question, streaming, deadline }: Asked,
  parts: RequestParts,
): Operation {
  const { identity, trace, signal } = streaming;
  const rawVariables = question.variables;
  const hash = hashOf(question, parts);
  return { document, operation, hash, rawVariables, identity, trace, part: counter(), deadline, signal };
}

/** Names the document in logs. */
function hashOf({ query }: Question, { documents }: RequestParts): string {
  return documents.find(query)?.hash ?? '';
}

function told({ data, errors, extensions }: ReturnType<typeof resultOf>): StreamedAnswer {
  return { data, ...(errors && { errors: publicErrors(errors) }), ...(extensions && { extensions }) };
}

function failed(error: unknown, { trace }: Streaming, { log }: RequestParts): StreamedAnswer {
  const problem =
    error instanceof Refusal || error instanceof Fault
      ? error
      : new Fault('INTERNAL_SERVER_ERROR', { cause: error });
  if (problem instanceof Fault)
    log.error('operation failed', { trace, ...described(problem.cause ?? problem) });
  return { errors: publicErrors([graphqlError(problem)]) };
}

function tooMany({ maxStreams }: StreamLimits): Refusal {
  return new Refusal(
    'TOO_MANY_STREAMS',
    'This gateway has as many subscriptions as it takes: end one that you need no more, or ask again later.',
    { limit: maxStreams },
  );
}

function oneAtATime(): Refusal {
  return new Refusal(
    'BATCHING_OFF',
    'Batches are not streamed: send each operation in a request of its own.',
  );
}

function notByGet(): Refusal {
  return new Refusal('METHOD_NOT_ALLOWED', 'A GET may change nothing: send mutations by POST.');
}

function expired(): Refusal {
  return new Refusal('UNAUTHENTICATED', 'The token has expired: sign in again and subscribe anew.');
}
