import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A gateway in a process of its own, whose memory can be watched and bounded. */
export type GatewayProcess = {
  readonly url: string;
  /** Everything printed so far. */
  output(): string;
  /** Its exit code or signal, once it has ended. */
  ended(): number | string | null;
  /** The memory that it holds now, and the most that it ever held, in MiB. */
  resident(): { readonly now: number; readonly most: number };
  /** How many sockets and files it has open. */
  descriptors(): number;
  post(body: unknown): Promise<{ readonly status: number; readonly text: string }>;
  stop(): Promise<void>;
};

export type ProcessOptions = {
  readonly heapMb?: number;
  readonly departmentUrls?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
};

/** Starts `gateway/main.ts` on a free port with a supergraph. */
export async function startGatewayProcess(
  sdl: string,
  { heapMb = 256, departmentUrls = {}, environment = {} }: ProcessOptions = {},
): Promise<GatewayProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-abuse-'));
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, sdl);
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${heapMb}`,
      join(root, 'gateway/main.ts'),
      '--open',
      `--supergraph=${file}`,
      '--port=0',
    ],
    {
      env: {
        ...process.env,
        ...environment,
        TONGCHA_STATE: folder,
        TONGCHA_DEPARTMENT_URLS: JSON.stringify(departmentUrls),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  let end: number | string | null = null;
  const ended = new Promise<void>((resolve) =>
    child.once('exit', (code, signal) => {
      end = code ?? signal;
      resolve();
    }),
  );
  const port = await new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        // The last of it is enough to see why it died.
        printed = (printed + text).slice(-1_000_000);
        const found = /"port":(\d+)/.exec(printed)?.[1];
        if (found) resolve(Number(found));
      });
    void ended.then(() => reject(new Error(`the gateway did not start:\n${printed}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    output: () => printed,
    ended: () => end,
    resident: () => residentOf(child),
    descriptors: () => readdirSync(`/proc/${child.pid}/fd`).length,
    async post(body) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return { status: response.status, text: await response.text() };
    },
    async stop() {
      if (end === null) child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function residentOf({ pid }: ChildProcess): { now: number; most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kibOf = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return { now: kibOf('VmRSS') / 1024, most: kibOf('VmHWM') / 1024 };
}
