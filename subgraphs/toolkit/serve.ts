import Fastify, { type FastifyInstance } from 'fastify';
import mercurius from 'mercurius';
import { cacheControlBy } from './cache-control.ts';
import { type Caller, callerHeader, callerVerifier } from './caller.ts';
import type { CallerKeys } from './caller-keys.ts';
import type { Cursors } from './cursor.ts';
import type { Database } from './database.ts';
import type { Department } from './department.ts';
import { recordsFor } from './records.ts';
import { toldErrors } from './told-errors.ts';

export type ServeOptions = {
  readonly database: Database;
  /** The gateway's public keys, or what gives them as they are now; a call that none of them signed is refused. */
  readonly callerKey: CallerKeys | (() => CallerKeys);
  /** Seals the positions of pages; cursors that end with the process unless given. */
  readonly cursors?: Cursors;
  /** Told of every failure inside; its words never reach a caller. */
  readonly report: (error: Error) => void;
};

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
  }
}

/** A department's server, not yet listening: `POST /graphql` for the gateway, `GET /health` for everybody. */
export async function serveDepartment(
  department: Department,
  options: ServeOptions,
): Promise<FastifyInstance> {
  const { database, callerKey, report } = options;
  const verify = callerVerifier(callerKey);
  const cacheControl = cacheControlBy(department);
  const server = Fastify({ bodyLimit: largestBodyBytes, forceCloseConnections: 'idle' });

  server.get('/health', async (_, reply) => {
    try {
      await database.ping();
    } catch {
      return reply.code(503).send({ department: department.name, status: 'register unreachable' });
    }
    return { department: department.name, status: 'ok' };
  });

  server.decorateRequest('caller');
  server.addHook('preHandler', async (request, reply) => {
    if (request.url === '/health') return;
    const caller = await verify(request.headers[callerHeader] as string | undefined);
    if (!caller) return reply.code(401).send(unsignedCall);
    request.caller = caller;
  });

  await server.register(mercurius, {
    schema: department.schema,
    jit: 1,
    allowBatchedQueries: false,
    context: (request) => ({
      records: recordsFor(database, department, options.cursors),
      caller: request.caller,
    }),
    errorFormatter: (execution, context) => {
      const errors = toldErrors(execution.errors ?? [], report);
      void context.reply?.header('cache-control', 'no-store');
      return { statusCode: 200, response: { data: execution.data ?? null, errors: errors as never } };
    },
  });

  server.addHook('onSend', async (request, reply) => {
    const { query } = (request.body ?? {}) as { query?: unknown };
    if (reply.statusCode !== 200 || typeof query !== 'string' || reply.hasHeader('cache-control')) return;
    reply.header('cache-control', cacheControl(query));
  });
  return server;
}

const largestBodyBytes = 4 * 1024 * 1024;

const unsignedCall = {
  data: null,
  errors: [
    {
      message: `Calls need the gateway's signed caller token in the header ${callerHeader}.`,
      extensions: { code: 'UNAUTHENTICATED' },
    },
  ],
};
