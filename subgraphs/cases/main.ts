// The case register's process: `main.ts --port N [--host H] [--store FILE|postgres://…]`. The gateway's public key comes
// from the environment; SIGTERM lets calls under way finish.
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { callerVerifier } from '#subgraphs/toolkit/caller.ts';
import { type CallerKeys, callerKeysIn } from '#subgraphs/toolkit/caller-keys.ts';
import { createTables, openDatabase } from '#subgraphs/toolkit/database.ts';
import { registerLocation } from '#subgraphs/toolkit/location.ts';
import { serveCases } from './serve.ts';
import { tables } from './tables.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    store: { type: 'string' },
  },
});
const log = pino({ base: { process: 'cases' } });
const database = openDatabase(values.store ?? registerLocation('cases', process.env));
await createTables(database, tables);
const server = serveCases({
  database,
  verify: callerVerifier(callerKeys(process.env['TONGCHA_CALLER_PUBLIC_KEY'])),
  note: (call) => log.info(call, 'case register asked'),
  // Only the kind and place of a failure: a driver's message may quote a value.
  report: (error) =>
    log.error({ kind: error.name, at: error.stack?.split('\n')[1]?.trim() }, 'case register failed'),
});
await new Promise<void>((resolve, reject) => {
  server.once('error', reject).listen(Number(values.port), values.host, resolve);
});
const { port } = server.address() as AddressInfo;
log.info({ address: `http://${values.host}:${port}` }, 'case register listening');

let ending: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    ending ??= end();
  });
async function end(): Promise<void> {
  await new Promise((closed) => server.close(closed));
  await database.close();
  // The starter's channel would keep this process alive.
  if (process.connected) process.disconnect?.();
}

// A supervisor that dies without a word closes this channel: don't outlive it.
process.on('disconnect', () => process.exit(0));

function callerKeys(file: string | undefined): () => CallerKeys {
  if (!file)
    throw new Error(
      "TONGCHA_CALLER_PUBLIC_KEY must name the file of the gateway's public key (JWK, or a JWK Set)",
    );
  return callerKeysIn(file);
}
