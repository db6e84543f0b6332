import { Fault, type Refusal } from '../errors.ts';
import { isRecord } from '../record.ts';
import { connectTo, type Exchange, type Reply } from './exchange.ts';

/** A department's answer as GraphQL over HTTP gives it. */
export type DepartmentAnswer = {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly DepartmentError[];
};

export type DepartmentError = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Of what the gateway answers itself: what went wrong, as it may be told. Nothing that was sent here can say it. */
  readonly problem?: Refusal | Fault;
};

export type Question = {
  /** GraphQL over HTTP, as JSON text. */
  readonly body: string;
  /** Headers that tell who asks; whoever is told apart by them shares no answer. */
  readonly vouched: Readonly<Record<string, string>>;
  readonly trace: string;
  /** How long the request has left, in milliseconds. */
  readonly leftMs: number;
  /** Whether asking once serves all who ask the same at the same time: true of reads alone. */
  readonly isRead: boolean;
};

/** What comes of a question: a Fault says that nothing did (no connection, deadline, 5xx, refused), or nothing of GraphQL's. */
export type DepartmentReply = DepartmentAnswer | Fault;

/** A question under way. */
export type Asking = {
  readonly reply: Promise<DepartmentReply>;
  /** Nobody waits any longer: the question ends when all who share it have left. */
  leave(): void;
};

/** The way to one department. */
export type Department = {
  readonly name: string;
  ask(question: Question): Asking;
  close(): Promise<void>;
};

export type DepartmentOptions = {
  readonly timeoutMs: number;
  /** Whether identical reads in flight, of callers that a department can't tell apart, are one. */
  readonly sharesReads: boolean;
};

/** Opens the way to a department at a configured address; throws an Error for an address that is none. */
export function openDepartment(
  name: string,
  url: string,
  { timeoutMs, sharesReads }: DepartmentOptions,
): Department {
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new Error(
      `department ${name} has no address: "${url}" is no http URL; TONGCHA_DEPARTMENT_URLS can give one`,
    );
  const connections = connectTo(new URL(url), { largestBytes: largestAnswerBytes });
  const inFlight = new Map<string, Shared>();

  const start = ({ body, vouched, trace, leftMs }: Question): Exchange => {
    const deadlineMs = Math.min(timeoutMs, leftMs);
    return connections.post({
      headers: {
        ...fixedHeaders,
        ...vouched,
        'x-request-id': trace,
        'x-deadline-ms': String(Math.round(deadlineMs)),
      },
      body,
      timeoutMs: deadlineMs,
    });
  };
  const join = (question: Question): Shared => {
    const key = `${JSON.stringify(question.vouched)}${question.body}`;
    const known = inFlight.get(key);
    if (known) return known;
    const exchange = start({ ...question, leftMs: timeoutMs });
    const shared = { exchange, waiting: 0, forget: () => void inFlight.delete(key) };
    inFlight.set(key, shared);
    exchange.reply.then(shared.forget, shared.forget);
    return shared;
  };
  return {
    name,
    ask(question) {
      const shared: Shared =
        question.isRead && sharesReads
          ? join(question)
          : { exchange: start(question), waiting: 0, forget: () => undefined };
      return attend(shared, name);
    },
    close: () => connections.close(),
  };
}

type Shared = { readonly exchange: Exchange; waiting: number; readonly forget: () => void };

/** One who waits for an exchange. Each reads the text for itself: what is made of an answer shows to nobody else. */
function attend(shared: Shared, name: string): Asking {
  shared.waiting += 1;
  const { promise: reply, resolve } = Promise.withResolvers<DepartmentReply>();
  const unavailable = (cause: unknown) => new Fault('DEPARTMENT_UNAVAILABLE', { cause, department: name });
  let isHere = true;
  const hear = (made: () => DepartmentReply): void => {
    if (isHere) resolve(made());
    isHere = false;
  };
  shared.exchange.reply.then(
    (heard) => hear(() => read(heard, name)),
    (cause: unknown) => hear(() => unavailable(cause)),
  );
  return {
    reply,
    leave() {
      if (!isHere) return;
      isHere = false;
      resolve(unavailable(gone));
      shared.waiting -= 1;
      if (shared.waiting > 0) return;
      shared.forget();
      shared.exchange.abort(gone);
    },
  };
}

const gone = new Error('nobody waits for the answer any longer');

const fixedHeaders = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json;q=0.9',
  'accept-encoding': 'gzip, br',
};
const largestAnswerBytes = 32 * 1024 * 1024;

function read({ status, text }: Reply, department: string): DepartmentReply {
  if (status >= 500 || status === 401 || status === 403 || status === 429)
    return new Fault('DEPARTMENT_UNAVAILABLE', { cause: new HttpFailure(status), department });
  if (hasTooManyParts(text)) return noAnswer('too many parts', department);
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    return noAnswer('not JSON', department);
  }
  return answerOf(answer, department);
}

function noAnswer(why: string, department: string): Fault {
  return new Fault('DEPARTMENT_ANSWER_INVALID', { cause: new Error(why), department });
}

/** Whether a text would become more objects and lists than memory should hold: twelve megabytes of `{}` become a gigabyte. */
function hasTooManyParts(text: string): boolean {
  if (text.length < mostParts) return false;
  let parts = 0;
  for (const sign of ['{', '['])
    for (let at = text.indexOf(sign); at >= 0 && parts <= mostParts; at = text.indexOf(sign, at + 1))
      parts += 1;
  return parts > mostParts;
}

const mostParts = 500_000;

/** Reads what a department says, once it is known to be JSON; a Fault for what is no GraphQL answer. */
export function answerOf(answer: unknown, department: string): DepartmentReply {
  if (!isRecord(answer) || !('data' in answer || 'errors' in answer))
    return noAnswer('neither data nor errors', department);
  const { data, errors } = answer;
  return {
    data: isRecord(data) ? data : null,
    errors: Array.isArray(errors) ? readErrors(errors) : [],
  };
}

/** Of too many errors the first, and one without a path, which is laid at everything that is missing. */
function readErrors(errors: readonly unknown[]): readonly DepartmentError[] {
  const read = errors.slice(0, mostErrors).filter(isRecord).map(readError);
  return errors.length > mostErrors ? [...read, { message: '' }] : read;
}

const mostErrors = 10_000;

function readError({ message, path, extensions }: Readonly<Record<string, unknown>>): DepartmentError {
  return {
    message: typeof message === 'string' ? message : '',
    ...(Array.isArray(path) && path.every(isSegment) && { path }),
    ...(isRecord(extensions) && { extensions }),
  };
}

function isSegment(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** A department's refusal to answer, by its status alone. */
class HttpFailure extends Error {
  readonly code: string;

  constructor(status: number) {
    super(`HTTP ${status}`);
    this.name = 'HttpFailure';
    this.code = `HTTP_${status}`;
  }
}
