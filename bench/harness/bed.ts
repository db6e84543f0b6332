import { rmSync, writeFileSync } from 'node:fs';
import type { Files, Peer, Place } from '../lineup/peer.ts';
import { tongcha } from '../lineup/tongcha.ts';
import { checkAnswer, referenceOf } from '../workloads/reference.ts';
import type { Workload } from '../workloads/workload.ts';
import { newFiles, writeGraph } from './files.ts';
import { ofBench } from './install.ts';
import { load, type Target } from './load.ts';
import { forkServer, freePort, type Running, startServer } from './process.ts';

/** Subgraphs under way, and all that peers need to be started before them. */
export type Bed = {
  readonly workload: Workload;
  /** What a gateway must answer to an operation. */
  readonly reference: (query: string, variables?: object) => unknown;
  /** How many calls the subgraphs got since this was last asked. */
  readonly countCalls: () => Promise<number>;
  readonly start: (peer: Peer) => Promise<Started>;
  readonly close: () => Promise<void>;
};

/** A peer that answers. */
export type Started = Running & Target & { readonly peer: Peer };

/** Starts the subgraphs of a workload and prepares what peers need; `gatewayFolder` is the Tongcha that is measured. */
export async function openBed(workload: Workload, gatewayFolder: string): Promise<Bed> {
  const files = newFiles();
  const subgraphs = await forkServer(ofBench('subgraphs/main.ts'), [workload.name, files.keys]);
  const origin = `http://127.0.0.1:${subgraphs.port}`;
  const addresses = Object.fromEntries(workload.subgraphs.map(({ name }) => [name, `${origin}/${name}`]));
  const reference = referenceOf(workload, writeGraph(workload, files, addresses));
  writeFileSync(files.answer, JSON.stringify({ data: reference(workload.query) }));
  const place = { workload, files, addresses, origin, gatewayFolder };
  let recorded: Promise<void> | undefined;
  return {
    workload,
    reference,
    async countCalls() {
      const counts = (await (await fetch(`${origin}/calls`)).json()) as Record<string, number>;
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    },
    async start(peer) {
      if (peer.name === 'proxy') await (recorded ??= recordWaves(place, reference));
      const here = { ...place, port: await freePort() };
      const launch = await peer.launch(here);
      const running = await startServer(launch, here.port, logOf(files, peer.name));
      return { ...running, peer, headers: launch.headers ?? {} };
    },
    async close() {
      await subgraphs.stop();
      rmSync(files.folder, { recursive: true, force: true });
    },
  };
}

/** Asks Tongcha once while the subgraphs take their time, and keeps which calls it made together. */
async function recordWaves(place: Omit<Place, 'port'>, reference: Bed['reference']): Promise<void> {
  const { workload, files, origin } = place;
  const port = await freePort();
  const launch = tongcha({ ...place, port }, { sharing: 'off' });
  const running = await startServer(launch, port, logOf(files, 'recorded'));
  try {
    const target = { port, headers: launch.headers ?? {} };
    const body = () => bodyOf(workload);
    const check = (answer: Buffer) => checkAnswer('Tongcha', answer, reference(workload.query));
    // Plans and connections are made first, so that only the subgraphs' slowness parts the waves.
    await load(target, { requests: 1, body, check });
    await fetch(`${origin}/record`);
    await load(target, { requests: 1, body, check });
    const calls = (await (await fetch(`${origin}/recorded`)).json()) as readonly RecordedCall[];
    writeFileSync(files.waves, JSON.stringify(wavesOf(calls)));
  } finally {
    await running.stop();
  }
}

type RecordedCall = { readonly path: string; readonly body: string; readonly at: number };

function wavesOf(calls: readonly RecordedCall[]): readonly (readonly RecordedCall[])[] {
  const waves: RecordedCall[][] = [];
  let last = -Infinity;
  for (const call of calls) {
    if (call.at - last > 75) waves.push([]);
    waves.at(-1)?.push(call);
    last = call.at;
  }
  return waves;
}

/** The workload's own request. */
export function bodyOf({ query, variables }: Workload): string {
  return JSON.stringify({ query, variables });
}

function logOf({ folder }: Files, name: string): string {
  return `${folder}/${name}.log`;
}
