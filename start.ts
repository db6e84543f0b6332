// `npm start`: seeds the registers, composes the supergraph and builds the pages where that is missing, then starts each
// department, the case register and the gateway as a process of its own, and ends them all when told to. It imports no
// part of the house: the houses are strangers, and only processes meet here. What it is told itself goes on to the
// gateway: `npm start -- --workers 4`.
import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const root = import.meta.dirname;
const state = resolve(process.env['TONGCHA_STATE'] ?? join(root, 'var'));
const port = portOf(process.env['PORT'] ?? '4000');
const keys = {
  private: join(state, 'caller.private.jwk.json'),
  public: join(state, 'caller.public.jwk.json'),
  cursor: join(state, 'cursor.secret'),
};
const environment = {
  ...process.env,
  TONGCHA_STATE: state,
  TONGCHA_REGISTERS: process.env['TONGCHA_REGISTERS'] ?? join(state, 'registers'),
  TONGCHA_CALLER_PUBLIC_KEY: process.env['TONGCHA_CALLER_PUBLIC_KEY'] ?? keys.public,
  TONGCHA_CURSOR_SECRET: process.env['TONGCHA_CURSOR_SECRET'] ?? keys.cursor,
  TONGCHA_CALLER_PRIVATE_KEY: process.env['TONGCHA_CALLER_PRIVATE_KEY'] ?? keys.private,
};

const children = new Map<string, ChildProcess>();
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));

await refuseTakenPorts(departmentNames().length + 2);
makeKeys();
await Promise.all([
  finished('compose', 'schema/registry/main.ts', []),
  finished('seed', 'subgraphs/seed.ts', ['--if-missing']),
  finished('seed of cases', 'subgraphs/cases/seed.ts', ['--if-missing']),
  finished('pages', 'web/build.ts', []),
]);
if (!ending) await startAll(departmentNames());

/** Starts each department, the case register and the gateway, and says where to look once all answer. */
async function startAll(names: readonly string[]): Promise<void> {
  const urls = Object.fromEntries(
    names.map((name, index) => [name, `http://127.0.0.1:${port + 1 + index}/graphql`]),
  );
  for (const [index, name] of names.entries())
    run(name, 'subgraphs/main.ts', [name, '--port', String(port + 1 + index)], environment);
  const casesPort = port + 1 + names.length;
  const cases = `http://127.0.0.1:${casesPort}`;
  run('cases', 'subgraphs/cases/main.ts', ['--port', String(casesPort)], environment);
  run('gateway', 'gateway/main.ts', [...process.argv.slice(2), '--port', String(port)], {
    ...environment,
    TONGCHA_CASES_URL: cases,
    TONGCHA_DEPARTMENT_URLS: JSON.stringify(urls),
  });
  const health = Object.values(urls).map((url) => url.replace('/graphql', '/health'));
  const ready = `http://127.0.0.1:${port}/health/ready`;
  await Promise.all([...health, `${cases}/health`, ready].map(reachable));
  if (!ending) announce(names.length);
}

function departmentNames(): readonly string[] {
  const roster = readFileSync(join(root, 'supergraph.yaml'), 'utf8');
  return Object.keys((parse(roster) as { subgraphs: Record<string, unknown> }).subgraphs);
}

/** Departments come and go; the gateway alone decides when the whole ends. */
function run(name: string, script: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const child = fork(join(root, script), args, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.set(name, child);
  child.on('exit', (code, signal) => {
    children.delete(name);
    if (ending) return;
    process.stderr.write(`${name} ended (${signal ?? `exit code ${code}`})\n`);
    if (name === 'gateway') end(code ?? 1);
  });
}

/** Runs a preparation to its end; a failed one ends everything. */
async function finished(name: string, script: string, args: readonly string[]): Promise<void> {
  if (!existsSync(join(root, script))) return;
  const child = fork(join(root, script), args, { env: environment, stdio: ['ignore', 2, 2, 'ipc'] });
  children.set(name, child);
  const code = await new Promise<number | null>((done) => child.on('exit', done));
  children.delete(name);
  if (code !== 0 && !ending) {
    process.stderr.write(`${name} failed: see its message above\n`);
    end(code ?? 1);
  }
}

/** SIGTERM lets each finish what is under way; what is left after twelve seconds is ended without asking. */
function end(code: number): void {
  if (ending) return;
  ending = true;
  process.exitCode = code;
  for (const child of children.values()) child.kill('SIGTERM');
  const late = setTimeout(() => {
    process.stderr.write(
      `${[...children.keys()].join(', ')} did not end in twelve seconds and were ended without asking\n`,
    );
    for (const child of children.values()) child.kill('SIGKILL');
  }, 12_000);
  const waiting = setInterval(() => {
    if (children.size > 0) return;
    clearTimeout(late);
    clearInterval(waiting);
    process.exit();
  }, 50);
}

async function reachable(health: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (ending) return;
    const ok = await fetch(health).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  if (!ending) process.stderr.write(`${health} did not become ready\n`);
}

function announce(departments: number): void {
  process.stdout.write(`
  通查 Tongcha is up: ${departments} departments, the case register and the gateway. Ctrl-C ends them all.

    explorer   http://127.0.0.1:${port}/
    GraphQL    http://127.0.0.1:${port}/graphql
    health     http://127.0.0.1:${port}/health/ready
    a token    npm run -s token -- clerk-enterprise
    who there is to try    npm run -s personas · npm run -s subjects

`);
}

/** Says at once which port is taken, before anything is made or started. */
async function refuseTakenPorts(count: number): Promise<void> {
  const wanted = Array.from({ length: count }, (_, index) => port + index);
  const free = await Promise.all(wanted.map(isFree));
  const taken = wanted.filter((_, index) => !free[index]);
  if (taken.length === 0) return;
  process.stderr.write(
    `Port ${taken.join(', ')} is in use. Choose ${count} free ones in a row: PORT=5000 npm start\n`,
  );
  process.exit(2);
}

function isFree(wanted: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer().once('error', () => done(false));
    server.listen(wanted, '127.0.0.1', () => server.close(() => done(true)));
  });
}

function makeKeys(): void {
  mkdirSync(state, { recursive: true });
  if (!existsSync(keys.cursor)) writeFileSync(keys.cursor, randomBytes(32), { mode: 0o600 });
  if (existsSync(keys.private) && existsSync(keys.public)) return;
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(keys.private, JSON.stringify(privateKey.export({ format: 'jwk' })), { mode: 0o600 });
  writeFileSync(keys.public, JSON.stringify(publicKey.export({ format: 'jwk' })));
}

function portOf(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value < 65_000) return value;
  process.stderr.write(
    `PORT="${text}" must be a port from 1 to 64999; the departments and the case register take the ports after it\n`,
  );
  return process.exit(2);
}
