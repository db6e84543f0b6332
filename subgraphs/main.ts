// One department's process: `main.ts <name> --port N`. The register's place and the gateway's public key come from the
// environment; SIGTERM lets calls under way finish.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { loadDepartment } from './roster.ts';
import { type CallerKeys, callerKeysIn } from './toolkit/caller-keys.ts';
import { type Cursors, createCursors } from './toolkit/cursor.ts';
import { createTables, openDatabase } from './toolkit/database.ts';
import { registerLocation } from './toolkit/location.ts';
import { serveDepartment } from './toolkit/serve.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string' }, host: { type: 'string', default: '127.0.0.1' } },
});
const department = await loadDepartment(positionals[0] ?? '');
const log = pino({ base: { department: department.name } });
const database = openDatabase(registerLocation(department.name, process.env));
await createTables(database, department.tables);
const server = await serveDepartment(department, {
  database,
  ...cursors(process.env['TONGCHA_CURSOR_SECRET']),
  callerKey: callerKey(process.env['TONGCHA_CALLER_PUBLIC_KEY']),
  // Only the kind and place of a failure: a driver's message may quote a value.
  report: (error) =>
    log.error({ kind: error.name, at: error.stack?.split('\n')[1]?.trim() }, 'register failed'),
});
const address = await server.listen({ port: Number(values.port ?? 0), host: values.host });
log.info({ address }, 'department listening');

let ending: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    ending ??= end();
  });
async function end(): Promise<void> {
  await server.close();
  await database.close();
  // The starter's channel would keep this process alive.
  if (process.connected) process.disconnect?.();
}

// A supervisor that dies without a word closes this channel: don't outlive it.
process.on('disconnect', () => process.exit(0));

function cursors(file: string | undefined): { cursors?: Cursors } {
  return file ? { cursors: createCursors(readFileSync(file)) } : {};
}

function callerKey(file: string | undefined): () => CallerKeys {
  if (!file)
    throw new Error(
      "TONGCHA_CALLER_PUBLIC_KEY must name the file of the gateway's public key (JWK, or a JWK Set)",
    );
  return callerKeysIn(file);
}
