import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { checkCaseNumber } from '#schema/identifiers/case-number.ts';
import { type Caller, callerHeader } from '#subgraphs/toolkit/caller.ts';
import type { Database } from '#subgraphs/toolkit/database.ts';
import { answerCall } from './answer.ts';
import { CaseProblem } from './problem.ts';
import { caseRegister } from './register.ts';

export type ServeOptions = {
  readonly database: Database;
  /** Gives who asks by the gateway's signed word, null for a word that isn't good. */
  readonly verify: (token: string | undefined) => Promise<Caller | null>;
  /** Told of every call of somebody known: who asked what, and how it ended. */
  readonly note: (call: Noted) => void;
  /** Told of every failure inside; its words never reach a caller. */
  readonly report: (error: Error) => void;
};

/** A call as it may be logged: a path may hold anything, so only a case number is taken from it. */
export type Noted = {
  readonly subject: string;
  readonly method: string;
  readonly case: string | null;
  readonly status: number;
};

/** The case register's server, not yet listening: `/cases` for whom the gateway vouches, `GET /health` for everybody. */
export function serveCases(options: ServeOptions): Server {
  const register = caseRegister(options.database);

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const { method = 'GET' } = request;
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (path === '/health') return healthOf(options.database);
    const token = request.headers[callerHeader];
    const asker = await options.verify(typeof token === 'string' ? token : undefined);
    if (!asker) return told(unsigned());
    const { status, body } = await answerCall(
      { method, path, asker, body: () => readBody(request) },
      register,
    ).catch((error: unknown) => failed(error, options.report));
    options.note({ subject: asker.subject, method, case: numberIn(path), status });
    return { status, body };
  };
  const server = createServer((request, response) => {
    void answer(request)
      .catch((error: unknown) => failed(error, options.report))
      .then((given) => send(response, given));
  });
  server.requestTimeout = longestRequestMs;
  server.headersTimeout = longestRequestMs;
  return server;
}

type Answer = { readonly status: number; readonly body: object };

const largestBodyBytes = 65_536;
const longestRequestMs = 10_000;

function numberIn(path: string): string | null {
  const number = path.split('/')[2] ?? '';
  return checkCaseNumber(number).kind === 'valid' ? number : null;
}

async function healthOf(database: Database): Promise<Answer> {
  return database.ping().then(
    () => ({ status: 200, body: { status: 'ok' } }),
    () => ({ status: 503, body: { status: 'store unreachable' } }),
  );
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= largestBodyBytes) parts.push(part);
  }
  // Only now: to stop reading would close the connection before the caller is told why.
  if (bytes > largestBodyBytes) throw tooLarge();
  if (bytes === 0) return {};
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new CaseProblem('BAD_REQUEST', ['The body must be JSON.', '请求体应为JSON。']);
  }
}

function failed(error: unknown, report: (error: Error) => void): Answer {
  if (error instanceof CaseProblem) return told(error);
  report(error instanceof Error ? error : new Error('failed'));
  return {
    status: 500,
    body: { error: { code: 'REGISTER_FAILED', message: 'The case register could not answer.' } },
  };
}

function told({ status, code, message, messageZh }: CaseProblem): Answer {
  return { status, body: { error: { code, message, messageZh } } };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

function unsigned(): CaseProblem {
  return new CaseProblem('UNAUTHENTICATED', [
    `Calls need the gateway's signed caller token in the header ${callerHeader}.`,
    '请求须带有网关签发的调用方凭证。',
  ]);
}

function tooLarge(): CaseProblem {
  return new CaseProblem('TOO_LARGE', [
    `The body is larger than ${largestBodyBytes} bytes.`,
    `请求体超过${largestBodyBytes}字节。`,
  ]);
}
