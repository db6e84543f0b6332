// Wiring: config → parts → listen → drain, in this process or in workers. The only file that makes things.
import './telemetry-off.ts';
import { readFileSync } from 'node:fs';
import { guardedFields } from './access/governed.ts';
import { type Config, readConfig } from './config.ts';
import { keepDocuments } from './document/documents.ts';
import { keepPersisted, readTrusted } from './document/persisted.ts';
import { createEvents } from './events.ts';
import { openDepartment } from './fetch/department.ts';
import { openFeed } from './fetch/feed/feed.ts';
import { govern, ungoverned } from './governance.ts';
import { loadGraph } from './graph/graph.ts';
import { createHttp } from './http.ts';
import { anonymousExplorer } from './identity/caller.ts';
import { callerTokenSigner } from './identity/caller-token.ts';
import { type DevelopmentIssuer, developmentIssuer } from './identity/issuer.ts';
import { developmentRoutes } from './identity/routes.ts';
import { type VerifyToken, verifierByKey, verifierByUrl } from './identity/token.ts';
import { createLog, described, type Log } from './log.ts';
import type { Engine } from './operation.ts';
import { pages } from './pages.ts';
import { preparer } from './prepare.ts';
import { createRequests, type RequestParts } from './request.ts';
import { createSockets } from './sockets.ts';
import { createStreams } from './streams.ts';
import { keepWorkers, numbered, workerNumber } from './workers.ts';

const result = readConfig(process.argv.slice(2), process.env);
if (result.kind === 'problems') {
  process.stderr.write(`The gateway can't start:\n  ${result.problems.join('\n  ')}\n`);
  process.exit(2);
}
const { config } = result;
const worker = workerNumber();
await (config.workers > 1 && worker === null ? superviseWorkers() : serve()).catch((error: unknown) => {
  process.stderr.write(`The gateway can't start: ${(error as Error).message}\n`);
  process.exit(1);
});

/**
 * Serves nothing itself, but keeps the processes that do. Workers share the port and the keys on disk, nothing else:
 * documents and plans kept, connections to departments and compressed pages are each worker's own.
 */
async function superviseWorkers(): Promise<void> {
  developmentIssuerOf(config);
  process.on('disconnect', () => process.exit(0));
  const log = createLog(config.logLevel);
  process.exit(await keepWorkers(config.workers, { drainMs: config.drainMs, log }));
}

async function serve(): Promise<void> {
  const log = worker === null ? createLog(config.logLevel) : numbered(createLog(config.logLevel), worker);
  const graph = loadGraph(readFileSync(config.supergraphFile, 'utf8'), {
    ...config,
    ...(!config.open && { guarded: guardedFields }),
  });
  const departments = new Map(
    Object.entries({ ...graph.departmentUrls, ...config.departmentUrls }).map(([name, url]) => [
      name,
      openDepartment(name, url, { timeoutMs: config.departmentTimeoutMs, sharesReads: config.sharesReads }),
    ]),
  );
  const feeds = new Map(
    Object.entries({ ...graph.departmentUrls, ...config.departmentUrls, ...config.subscriptionUrls }).map(
      ([name, url]) => [name, openFeed(name, url, { openMs: config.departmentTimeoutMs })],
    ),
  );
  const issuer = developmentIssuerOf(config);
  const verify: VerifyToken = config.open
    ? () => Promise.resolve(anonymousExplorer)
    : issuer
      ? verifierByKey(issuer.publicKey, config.identity)
      : verifierByUrl(config.identity.jwksUrl as string, config.identity);
  const vouch = voucher(config, log);
  const governance = config.open
    ? ungoverned(graph)
    : await govern(graph, { config: config.access, mode: config.mode, worker, vouch, log });
  const parts: RequestParts = {
    engine: {
      graph,
      ...governance,
      prepare: preparer(graph, {
        ...config.limits,
        maxProgramBytes: config.maxProgramBytes,
        subjects: governance.subjects,
      }),
      costBudgets: config.limits.costBudgets,
      departments,
      feeds,
      vouch,
    },
    verify,
    anonymity: config.mode === 'development' ? 'allowed' : 'refused',
    documents: keepDocuments({ ...config.limits, maxDocumentBytes: config.maxDocumentBytes }),
    persisted: keepPersisted(
      config.trusted.file ? readTrusted(config.trusted.file) : new Map(),
      config.maxDocumentBytes / 4,
    ),
    trustedOnly: config.trusted.only,
    maxBatch: config.limits.maxBatch,
    log,
  };
  const requests = await createRequests(parts);
  const streams = createStreams(parts, {
    maxStreams: config.maxStreams,
    requestMs: config.requestTimeoutMs,
  });
  const http = createHttp({
    requests,
    events: createEvents(streams, { persisted: parts.persisted, log }),
    sockets: createSockets({
      streams,
      schema: graph.apiSchema,
      log,
      limits: { maxMessageBytes: config.maxBodyBytes },
    }),
    routes: [
      ...(issuer
        ? [developmentRoutes(issuer, (code) => governance.access.policy()?.matters.get(code)?.title)]
        : []),
      pages(config.webFolder),
    ],
    readiness: () => ({
      supergraph: graph.version,
      departments: [...departments.keys()],
      ...governance.state(),
    }),
    maxBodyBytes: config.maxBodyBytes,
    limits: { requestMs: config.requestTimeoutMs },
    log,
  });
  await new Promise<void>((resolve, reject) => {
    http.server.once('error', reject).listen(config.port, config.host, resolve);
  });
  const { port } = http.server.address() as { port: number };
  log.info('listening', { port, supergraph: graph.version });

  process.on('unhandledRejection', (error) => log.error('unhandled rejection', described(error)));
  process.on('uncaughtException', (error) => log.error('uncaught exception', described(error)));
  process.on('disconnect', () => process.exit(0));
  let ending: Promise<void> | undefined;
  const end = async () => {
    log.info('draining');
    await http.drain(config.drainMs);
    await requests.close();
    await governance.close();
    await Promise.all([...departments.values()].map((department) => department.close()));
    await Promise.all([...feeds.values()].map((feed) => feed.close()));
    log.info('closed');
    if (process.connected) process.disconnect?.();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      ending ??= end();
    });
}

/** The issuer of a development house, its key made if there is none yet; null where another one signs. */
function developmentIssuerOf({ mode, identity, stateFolder }: Config): DevelopmentIssuer | null {
  return mode === 'development' && !identity.jwksUrl ? developmentIssuer(stateFolder, identity) : null;
}

/** Headers that tell departments who asks; none without a signing key. */
function voucher({ callerKeyFile }: Config, log: Log): Engine['vouch'] {
  if (!callerKeyFile) return () => Promise.resolve({});
  const sign = callerTokenSigner(callerKeyFile, (error) =>
    log.error('the key that vouches for callers can not be read; the one before serves on', described(error)),
  );
  return async ({ caller, purpose, standing, verdict }) => ({
    'x-tongcha-caller': await sign({ caller, purpose, standing, verdict }),
  });
}
