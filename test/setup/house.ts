import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The whole house as `npm start` starts it, on free ports, with small registers of its own. */
export type House = {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything that any of its processes has printed so far. */
  output(): string;
  query(
    source: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply>;
  token(persona: string): string;
  /** Process ids by name: the departments, the case register (`cases`) and the gateway. */
  processes(): Readonly<Record<string, number>>;
  /** Sends a signal to the starter and waits for its end; gives its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

export type Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly extensions: unknown;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Record<string, unknown>;
  }[];
};

/** Starts the house; `environment` adds to what its processes see. */
export async function startHouse(environment: Readonly<Record<string, string>> = {}): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-house-'));
  const port = await freePorts(9);
  const env = {
    ...process.env,
    ...environment,
    PORT: String(port),
    TONGCHA_STATE: join(folder, 'state'),
    TONGCHA_REGISTERS: join(folder, 'registers'),
  };
  execFileSync(
    process.execPath,
    [join(root, 'subgraphs/seed.ts'), '--citizens', '2000', '--enterprises', '400'],
    {
      env,
      stdio: 'ignore',
    },
  );
  const child = spawn(process.execPath, [join(root, 'start.ts')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => printed.includes('is up') && resolve());
    void ended.then(() => reject(new Error(`the house did not start:\n${printed}`)));
  });
  return {
    url,
    process: child,
    output: () => printed,
    query: (source, variables = {}, headers = {}) => query(`${url}/graphql`, { source, variables, headers }),
    token: (persona) =>
      execFileSync(process.execPath, [join(root, 'gateway/identity/issuer-cli.ts'), 'token', persona], {
        env,
        encoding: 'utf8',
      }).trim(),
    processes: () => processesUnder(child.pid as number),
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const code = await ended;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

/** Posts one query and reads the answer. */
export async function query(
  url: string,
  {
    source,
    variables,
    headers,
  }: { source: string; variables: unknown; headers: Readonly<Record<string, string>> },
): Promise<Reply> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: source, variables }),
  });
  const { data = null, errors = [], extensions } = (await response.json()) as Partial<Reply>;
  return { status: response.status, headers: response.headers, data, errors, extensions };
}

/** The children of a process by what they run: a department's name, "cases" or "gateway". */
function processesUnder(pid: number): Readonly<Record<string, number>> {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean);
  return Object.fromEntries(
    children.map((child) => {
      const words = readFileSync(`/proc/${child}/cmdline`, 'utf8').split('\0');
      const script = words.findIndex((word) => /(subgraphs|cases|gateway)\/main\.ts$/.test(word));
      const [, own] = /(cases|gateway)\/main\.ts$/.exec(words[script] ?? '') ?? [];
      return [own ?? words[script + 1] ?? child, Number(child)];
    }),
  );
}

/** The first of `count` ports in a row that are all free now. */
async function freePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const first = 20_000 + Math.floor(Math.random() * 30_000);
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
  throw new Error('no free ports');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
