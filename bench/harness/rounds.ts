import type { Peer } from '../lineup/peer.ts';
import type { Bed, Started } from './bed.ts';
import { measure, type Slice } from './measure.ts';

export type Rounds = {
  /** Each peer's slices, one a round, by its name. */
  readonly slices: ReadonlyMap<string, readonly Slice[]>;
  /** Why a peer has none. */
  readonly failed: ReadonlyMap<string, string>;
};

export type Asked = {
  readonly peers: readonly Peer[];
  readonly rounds: number;
  /** Of a gateway's slice; a floor gets three times as many, since it uses so little. */
  readonly requests: number;
};

/**
 * Starts all peers, warms each with some slices, then measures round by round, every round beginning with another peer, so
 * that whatever else the machine does falls on all alike. A peer that fails or answers wrongly is left out, with its reason.
 */
export async function runRounds(bed: Bed, { peers, rounds, requests }: Asked): Promise<Rounds> {
  const failed = new Map<string, string>();
  const slices = new Map<string, Slice[]>();
  const started: Started[] = [];
  try {
    for (const peer of peers) {
      const ready = await warmed(bed, peer, requests).catch((error: unknown) => {
        failed.set(peer.name, (error as Error).message);
        note(`${peer.name} left out: ${(error as Error).message}`);
      });
      if (!ready) continue;
      started.push(ready);
      slices.set(peer.name, []);
    }
    for (let round = 0; round < rounds; round += 1)
      for (const target of rotated(started, round)) {
        const slice = await measure(bed, target, sized(target.peer, requests));
        slices.get(target.peer.name)?.push(slice);
        note(`round ${round + 1}  ${target.peer.name}  ${slice.cpuMs.toFixed(2)} ms CPU a request`);
      }
  } finally {
    await Promise.all(started.map((each) => each.stop()));
  }
  return { slices, failed };
}

/** What a compiler needs to see before it has made its best of a program: a gateway serves for weeks. */
const warmingSlices = 3;

async function warmed(bed: Bed, peer: Peer, requests: number): Promise<Started> {
  const target = await bed.start(peer);
  try {
    for (let slice = 0; slice < warmingSlices; slice += 1) await measure(bed, target, sized(peer, requests));
    return target;
  } catch (error) {
    await target.stop();
    throw error;
  }
}

function sized({ kind }: Peer, requests: number): number {
  return kind === 'floor' ? 3 * requests : requests;
}

function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  const from = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(from), ...items.slice(0, from)];
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
