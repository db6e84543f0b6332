import { readFileSync } from 'node:fs';
import { ofBench, ofPeer } from '../harness/install.ts';
import type { Slice } from '../harness/measure.ts';
import type { Rounds } from '../harness/rounds.ts';
import { type Figure, figureOf } from '../harness/statistics.ts';
import type { Peer } from '../lineup/peer.ts';

/** What one workload showed. */
export type Results = {
  readonly workload: string;
  readonly title: string;
  readonly answerBytes: number;
  readonly rounds: number;
  readonly requests: number;
  readonly node: string;
  readonly date: string;
  readonly peers: readonly PeerResult[];
  readonly failed: Readonly<Record<string, string>>;
};

export type PeerResult = {
  readonly name: string;
  readonly title: string;
  readonly kind: Peer['kind'];
  readonly version: string | null;
  readonly figures: Readonly<Record<keyof Slice, Figure>>;
  /** CPU per request divided by another's of the same round, by that other's name. */
  readonly ratios: Readonly<Record<string, Figure>>;
};

/** Medians, ranges, and ratios computed round by round. */
export function resultsOf({ slices }: Rounds, peers: readonly Peer[]): readonly PeerResult[] {
  return peers.flatMap((peer) => {
    const own = slices.get(peer.name);
    if (!own || own.length === 0) return [];
    const { name, title, kind } = peer;
    const figure = (of: keyof Slice) => figureOf(own.map((slice) => slice[of]));
    const figures = {
      cpuMs: figure('cpuMs'),
      perSecond: figure('perSecond'),
      p50Ms: figure('p50Ms'),
      p99Ms: figure('p99Ms'),
      rssMiB: figure('rssMiB'),
      calls: figure('calls'),
    };
    const ratios = Object.fromEntries(
      [...slices].map(([other, theirs]) => [
        other,
        figureOf(own.map(({ cpuMs }, round) => cpuMs / (theirs[round]?.cpuMs ?? NaN))),
      ]),
    );
    return [{ name, title, kind, version: versionOf(peer), figures, ratios }];
  });
}

function versionOf({ packageName }: Peer): string | null {
  if (!packageName) return null;
  const path = packageName.includes('node_modules') ? ofBench(`peers/${packageName}`) : ofPeer(packageName);
  return (JSON.parse(readFileSync(`${path}/package.json`, 'utf8')) as { version: string }).version;
}
