import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from './bare-http.ts';

// Several processes on one port: the gateway's main file as it is started, and what becomes of its workers.

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'tongcha-workers-'));
const supergraph = join(folder, 'supergraph.graphql');

type Gateway = {
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  printed(): string;
  lines(event: string): readonly { readonly worker?: number; readonly port?: number }[];
  /** The workers' process ids by the number of their start. */
  pids(): readonly number[];
  url(): string;
};

const running: Gateway[] = [];
afterAll(async () => {
  for (const gateway of running) {
    gateway.process.kill('SIGTERM');
    await gateway.ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

describe('two workers', () => {
  let gateway: Gateway;
  let token = '';
  beforeAll(async () => {
    gateway = start(['--workers', '2']);
    await serving(gateway, 2);
    const { body } = await ask(`${gateway.url()}/dev/token`, { persona: 'clerk-enterprise' });
    ({ token } = JSON.parse(body) as { token: string });
  });

  it('answer on one port, under tokens of one issuer', async () => {
    for (let count = 0; count < 10; count += 1) expect((await query(gateway, token)).status).toBe(200);
    const workers = () => gateway.lines('operation').map(({ worker }) => worker);
    // Lines go out together, a little late.
    await until(() => workers().length === 10);
    expect(new Set(workers())).toEqual(new Set([1, 2]));
    expect(new Set(gateway.lines('listening').map(({ port }) => port)).size).toBe(1);
    expect(new Set(gateway.pids()).size).toBe(2);
    expect((await query(gateway, 'a.b.c')).status).toBe(401);
  });

  it('lose no more than what one had in hand when it is killed, and get a new fellow', async () => {
    const load = keepAsking(() => query(gateway, token), 6);
    await until(() => load.answered() > 100);
    const [first] = gateway.pids();
    process.kill(first as number, 'SIGKILL');
    await serving(gateway, 3);
    const then = load.answered();
    await until(() => load.answered() > then + 100);
    await load.stop();
    expect(load.failed()).toBeLessThanOrEqual(6);
    expect(gateway.lines('worker ended')).toMatchObject([{ reason: 'SIGKILL' }]);
    expect(gateway.pids()).toHaveLength(2);
    expect(gateway.pids()).not.toContain(first);
    await until(() => gateway.lines('operation').some(({ worker }) => worker === 3));
  });

  it('end on SIGTERM with what they have begun, with exit code 0', async () => {
    const pids = gateway.pids();
    gateway.process.kill('SIGTERM');
    expect(await gateway.ended).toBe(0);
    expect(gateway.lines('closed').map(({ worker }) => worker)).toHaveLength(2);
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

describe('workers', () => {
  it('end together when a terminal tells each of them', async () => {
    const gateway = start(['--workers', '2', '--open']);
    await serving(gateway, 2);
    const pids = gateway.pids();
    // Ctrl-C goes to the whole group, so that workers hear it before they are told.
    for (const pid of [...pids, gateway.process.pid as number]) process.kill(pid, 'SIGINT');
    expect(await gateway.ended).toBe(0);
    expect(gateway.lines('worker ended')).toEqual([]);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('don’t outlive the process that keeps them', async () => {
    const gateway = start(['--workers', '2', '--open']);
    await serving(gateway, 2);
    const pids = gateway.pids();
    expect(pids).toHaveLength(2);
    gateway.process.kill('SIGKILL');
    await gateway.ended;
    await until(() => !pids.some(isAlive));
  });
});

describe('a gateway of workers that can’t start', () => {
  it('says why once, and ends', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const gateway = start(['--workers', '4', '--open', '--port', String(port)]);
    expect(await gateway.ended).toBe(1);
    expect(gateway.printed().match(/EADDRINUSE/g)).toHaveLength(1);
    expect(gateway.printed()).toContain("The gateway can't start: its first worker ended before it served.");
    taken.close();
  });

  it('is refused a number of workers that is none', async () => {
    const gateway = start(['--workers', 'many']);
    expect(await gateway.ended).toBe(2);
    expect(gateway.printed()).toContain(
      '--workers or TONGCHA_WORKERS: "many" must be a whole number from 1 to 64',
    );
  });

  it('any more ends, when nobody is left to serve and no successor lives', async () => {
    const gateway = start(['--workers', '2', '--open']);
    await serving(gateway, 2);
    writeFileSync(supergraph, 'no schema');
    for (const pid of gateway.pids()) process.kill(pid, 'SIGKILL');
    expect(await gateway.ended).toBe(1);
    expect(gateway.printed()).toMatch(
      /The gateway can't go on: \d workers in a row ended soon after their start/,
    );
  });
});

/** Starts the gateway on a free port, with a supergraph and a state of its own. */
function start(args: readonly string[]): Gateway {
  const state = mkdtempSync(join(folder, 'state-'));
  copyFileSync(join(root, 'schema/supergraph.graphql'), supergraph);
  const child = spawn(
    process.execPath,
    [join(root, 'gateway/main.ts'), '--port', '0', '--supergraph', supergraph, ...args],
    {
      env: { ...process.env, NODE_ENV: 'development', TONGCHA_STATE: state, TONGCHA_DRAIN_MS: '2000' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => (printed += more));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines: Gateway['lines'] = (event) =>
    printed
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}') && line.includes(`"msg":"${event}"`))
      .map((line) => JSON.parse(line) as { worker: number; port: number });
  const gateway: Gateway = {
    process: child,
    ended,
    printed: () => printed,
    lines,
    pids: () => childrenOf(child.pid as number),
    url: () => `http://127.0.0.1:${lines('listening')[0]?.port}`,
  };
  running.push(gateway);
  return gateway;
}

/** Waits until so many workers have come to serve since the start. */
async function serving(gateway: Gateway, count: number): Promise<void> {
  await until(() => gateway.process.exitCode !== null || gateway.lines('listening').length >= count);
  if (gateway.process.exitCode !== null) throw new Error(`the gateway ended:\n${gateway.printed()}`);
}

function query(gateway: Gateway, token?: string): Promise<{ status: number | undefined; body: string }> {
  return ask(`${gateway.url()}/graphql`, { query: '{ __typename }' }, token);
}

/** Posts on a connection of its own, so that each may meet another worker. */
function ask(
  url: string,
  body: unknown,
  token?: string,
): Promise<{ status: number | undefined; body: string }> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', headers, agent: false, signal: AbortSignal.timeout(5_000) })
      .on('response', (response) => {
        text(response).then((said) => resolve({ status: response.statusCode, body: said }), reject);
      })
      .on('error', reject)
      .end(JSON.stringify(body));
  });
}

/** So many clients that ask without a pause until they are stopped. */
function keepAsking(askOnce: () => Promise<{ status: number | undefined }>, clients: number) {
  let [answered, failed] = [0, 0];
  const stopping = new AbortController();
  const client = async () => {
    while (!stopping.signal.aborted)
      await askOnce().then(
        ({ status }) => (status === 200 ? (answered += 1) : (failed += 1)),
        () => (failed += 1),
      );
  };
  const all = Array.from({ length: clients }, client);
  return {
    answered: () => answered,
    failed: () => failed,
    async stop() {
      stopping.abort();
      await Promise.all(all);
    },
  };
}

function childrenOf(pid: number): readonly number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
}

/** A process that has ended may be listed until somebody asks for its exit code. */
function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
