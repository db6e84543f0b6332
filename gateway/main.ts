// Wiring: config → parts → listen → drain. The only file that makes things.
import './telemetry-off.ts';
import { readFileSync } from 'node:fs';
import { type Config, readConfig } from './config.ts';
import { openDepartment } from './fetch/department.ts';
import { loadGraph } from './graph/graph.ts';
import { createHttp } from './http.ts';
import { anonymousExplorer } from './identity/caller.ts';
import { developmentIssuer } from './identity/issuer.ts';
import { developmentRoutes } from './identity/routes.ts';
import { callerTokenSigner, type VerifyToken, verifierByKey, verifierByUrl } from './identity/token.ts';
import { createLog, described } from './log.ts';
import type { Engine } from './operation.ts';
import { pages } from './pages.ts';
import { createRequests } from './request.ts';

const result = readConfig(process.argv.slice(2), process.env);
if (result.kind === 'problems') {
  process.stderr.write(`The gateway can't start:\n  ${result.problems.join('\n  ')}\n`);
  process.exit(2);
}
await start(result.config).catch((error: unknown) => {
  process.stderr.write(`The gateway can't start: ${(error as Error).message}\n`);
  process.exit(1);
});

async function start(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const graph = loadGraph(readFileSync(config.supergraphFile, 'utf8'), config);
  const departments = new Map(
    Object.entries({ ...graph.departmentUrls, ...config.departmentUrls }).map(([name, url]) => [
      name,
      openDepartment(name, url, { timeoutMs: config.departmentTimeoutMs }),
    ]),
  );
  const issuer =
    config.mode === 'development' && !config.identity.jwksUrl
      ? developmentIssuer(config.stateFolder, config.identity)
      : null;
  const verify: VerifyToken = config.open
    ? () => Promise.resolve(anonymousExplorer)
    : issuer
      ? verifierByKey(issuer.publicKey, config.identity)
      : verifierByUrl(config.identity.jwksUrl as string, config.identity);
  const requests = await createRequests({
    engine: { graph, departments, vouch: voucher(config) },
    verify,
    anonymity: config.mode === 'development' ? 'allowed' : 'refused',
    log,
  });
  const http = createHttp({
    requests,
    routes: [...(issuer ? [developmentRoutes(issuer)] : []), pages(config.webFolder)],
    readiness: () => ({ supergraph: graph.version, departments: [...departments.keys()] }),
    maxBodyBytes: config.maxBodyBytes,
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
    await Promise.all([...departments.values()].map((department) => department.close()));
    log.info('closed');
    if (process.connected) process.disconnect?.();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      ending ??= end();
    });
}

/** Headers that tell departments who asks; none without a signing key. */
function voucher({ callerKeyFile }: Config): Engine['vouch'] {
  if (!callerKeyFile) return () => Promise.resolve({});
  const sign = callerTokenSigner(callerKeyFile);
  return async ({ caller, purpose }) => ({ 'x-tongcha-caller': await sign(caller, purpose) });
}
