import { Pool } from 'undici';
import { Fault } from '../errors.ts';

/** A department's answer as GraphQL over HTTP gives it. */
export type DepartmentAnswer = {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly DepartmentError[];
};

export type DepartmentError = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
};

export type DepartmentRequest = {
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

/** The way to one department: kept-alive connections, a deadline, a cap on the answer's size. */
export type Department = {
  readonly name: string;
  /** Rejects with a Fault: unavailable (no connection, deadline, 5xx, refused), or an answer that is not GraphQL. */
  ask(request: DepartmentRequest): Promise<DepartmentAnswer>;
  close(): Promise<void>;
};

/** Opens the way to a department at a configured address; throws an Error for an address that is none. */
export function openDepartment(name: string, url: string, { timeoutMs }: { timeoutMs: number }): Department {
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new Error(
      `department ${name} has no address: "${url}" is no http URL; TONGCHA_DEPARTMENT_URLS can give one`,
    );
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, {
    connections: 32,
    keepAliveTimeout: 30_000,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: Math.min(timeoutMs, 3_000) },
  });
  return {
    name,
    async ask({ operation, variables, headers, signal }) {
      const body = JSON.stringify({ query: operation, variables });
      const answered = await pool
        .request({
          method: 'POST',
          path: `${pathname}${search}`,
          headers: { ...headers, 'content-type': 'application/json', accept: acceptedTypes },
          body,
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        })
        .then(async (response) => ({ status: response.statusCode, text: await cappedText(response.body) }))
        .catch((cause: unknown) => {
          throw new Fault('DEPARTMENT_UNAVAILABLE', { cause, department: name });
        });
      const { status, text } = answered;
      if (status >= 500 || status === 401 || status === 403 || status === 429)
        throw new Fault('DEPARTMENT_UNAVAILABLE', { cause: new HttpFailure(status), department: name });
      return readAnswer(name, text);
    },
    close: () => pool.close(),
  };
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

const acceptedTypes = 'application/graphql-response+json, application/json;q=0.9';
const largestAnswerBytes = 32 * 1024 * 1024;

async function cappedText(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > largestAnswerBytes) throw new Error(`the answer is larger than ${largestAnswerBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function readAnswer(name: string, text: string): DepartmentAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw new Fault('DEPARTMENT_ANSWER_INVALID', { cause, department: name });
  }
  if (!isRecord(answer) || !('data' in answer || 'errors' in answer))
    throw new Fault('DEPARTMENT_ANSWER_INVALID', {
      cause: new Error('neither data nor errors'),
      department: name,
    });
  return {
    data: isRecord(answer['data']) ? answer['data'] : null,
    errors: Array.isArray(answer['errors']) ? answer['errors'].filter(isRecord).map(readError) : [],
  };
}

function readError(error: Readonly<Record<string, unknown>>): DepartmentError {
  const { message, path, extensions } = error;
  return {
    message: typeof message === 'string' ? message : '',
    ...(Array.isArray(path) && { path: path as (string | number)[] }),
    ...(isRecord(extensions) && { extensions }),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
