import type { IncomingMessage } from 'node:http';
import { readBody, unreadable } from './body.ts';
import { Refusal } from './errors.ts';
import type { EventStream, Events } from './events.ts';
import type { Log } from './log.ts';
import { type Requests, refused } from './request.ts';
import type { Sendable } from './send.ts';
import type { Headers } from './wire.ts';

// What stands at which path: GraphQL, health, and what routes add.

/** Pages and development routes besides GraphQL: by path, or null for what they don't know. */
export type Route = (request: {
  readonly method: string;
  readonly path: string;
  readonly body: () => Promise<unknown>;
}) => Promise<RouteAnswer | null>;
export type RouteAnswer = {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  /** Only for what never changes under its path. */
  readonly maxAgeSeconds?: number;
};

/** Whom a path leads to. */
export type PathParts = {
  readonly requests: Requests;
  /** Answers by server-sent events, where they are served. */
  readonly events?: Events;
  readonly routes: readonly Route[];
  /** What /health/ready says while the gateway serves. */
  readonly readiness: () => Readonly<Record<string, unknown>>;
  readonly maxBodyBytes: number;
  readonly log: Log;
};

/** A request as far as the server knows it. */
export type State = {
  readonly trace: string;
  readonly deadline: number;
  readonly draining: boolean;
  readonly signal: AbortSignal;
};

/** Answers a request by what stands at its path; rejects with a Refusal for what nobody may ask there. */
export async function respond(
  incoming: IncomingMessage,
  state: State,
  parts: PathParts,
): Promise<Sendable | EventStream> {
  const { method = 'GET', url = '/' } = incoming;
  const { path, search } = locate(url);
  const allowed = methodsOf(path);
  if (allowed && !allowed.includes(method)) return notAllowed(allowed, { ...state, log: parts.log });
  const problem = unreadable(incoming.headers);
  if (problem) return unsupported(problem);
  if (path === '/health/live') return json(200, { status: 'live' });
  if (path === '/health/ready')
    return state.draining
      ? json(503, { status: 'draining' })
      : json(200, { status: 'ready', ...parts.readiness() });
  if (path === '/graphql') return graphql(incoming, { method, search, ...state }, parts);
  const body = () => readBody(incoming, parts.maxBodyBytes);
  for (const route of parts.routes) {
    const answer = await route({ method, path, body });
    if (answer) return routed(answer, path);
  }
  throw new Refusal('NOT_FOUND', 'There is nothing at this path; queries go to /graphql.');
}

async function graphql(
  incoming: IncomingMessage,
  { method, search, trace, deadline, signal }: State & { readonly method: string; readonly search: string },
  { requests, events, maxBodyBytes }: PathParts,
): Promise<Sendable | EventStream> {
  const body = method === 'POST' ? await readBody(incoming, maxBodyBytes) : '';
  const request = { method, search, headers: headersOf(incoming), body, trace, deadline, signal };
  return (await events?.answer(request)) ?? requests.answer(request);
}

function headersOf({ headers }: IncomingMessage): Headers {
  return {
    get(name) {
      const value = headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

/** Path and query of a request's target; a target in absolute form, as for a proxy, counts by its path alone. */
export function locate(url: string): { path: string; search: string } {
  const target = url.replace(/^https?:\/\/[^/?#]*/i, '');
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  return { path: path || '/', search: question < 0 ? '' : target.slice(question) };
}

/**
 * What may be done at our own paths. OPTIONS is not among them: no other site may ask, and a preflight that fails by its
 * status stays failed whatever headers something in front of us adds. HEAD would run a query for nothing.
 */
function methodsOf(path: string): readonly string[] | null {
  if (path === '/graphql') return ['GET', 'POST'];
  return path.startsWith('/health/') ? ['GET', 'HEAD'] : null;
}

function notAllowed(allowed: readonly string[], state: { trace: string; log: Log }): Sendable {
  const words = allowed.join(' and ');
  const answer = refused(new Refusal('METHOD_NOT_ALLOWED', `This path takes ${words}.`), state);
  return { ...answer, headers: new Map([...answer.headers, ['allow', allowed.join(', ')]]) };
}

function unsupported(message: string): Sendable {
  const answer = json(415, { errors: [{ message, extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] });
  return { ...answer, headers: new Map([...answer.headers, ['accept-encoding', 'identity']]) };
}

function json(status: number, body: unknown): Sendable {
  return {
    status,
    headers: new Map([
      ['content-type', 'application/json; charset=utf-8'],
      ['cache-control', 'no-store'],
    ]),
    body: JSON.stringify(body),
  };
}

function routed({ status, type, body, maxAgeSeconds }: RouteAnswer, path: string): Sendable {
  const caching = maxAgeSeconds ? `public, max-age=${maxAgeSeconds}, immutable` : 'no-store';
  return {
    status,
    headers: new Map([
      ['content-type', type],
      ['cache-control', caching],
    ]),
    body,
    ...(maxAgeSeconds && { keepAs: path }),
  };
}
