// node run.mjs bench/linear.ts [--only peer,…] [--gateway-folder DIR]
// Does CPU grow in step with the answer? Lists of 10, 100 and 1,000 enterprises, each joined with two more departments;
// CPU per entity should fall or stay, never rise.
import { parseArgs } from 'node:util';
import { type Bed, openBed, type Started } from './harness/bed.ts';
import { installPeers, ofBench } from './harness/install.ts';
import { load } from './harness/load.ts';
import { usageOf } from './harness/usage.ts';
import { namedPeers } from './lineup/peers.ts';
import { checkAnswer } from './workloads/reference.ts';
import { workloadNamed } from './workloads/roster.ts';

const query = `query List($first: Int!) {
  enterprises(first: $first) {
    edges {
      node {
        uscc name state domicile establishedOn
        taxRegistration { taxpayerName state taxpayerKind authority }
        stateOwnedEquity { kind contributorName stateShareRatio }
      }
    }
  }
}`;
/** Lengths of the list, and how often each is asked: about as many entities in all. */
const sizes: readonly (readonly [first: number, requests: number])[] = [
  [10, 1_000],
  [100, 200],
  [1_000, 40],
];

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'tongcha,apollo,hive,hive-router,grafbase' },
    'gateway-folder': { type: 'string', default: ofBench('..') },
  },
});

installPeers();
const bed = await openBed(workloadNamed('w2'), values['gateway-folder']);
try {
  process.stdout.write(
    `| CPU µs an entity | ${sizes.map(([first]) => first).join(' | ')} |\n|---|---:|---:|---:|\n`,
  );
  for (const peer of namedPeers(values.only)) {
    const target = await bed.start(peer);
    try {
      const cells: string[] = [];
      for (const size of sizes) cells.push((await cpuPerEntity(bed, target, size)).toFixed(1));
      process.stdout.write(`| ${peer.title} | ${cells.join(' | ')} |\n`);
    } finally {
      await target.stop();
    }
  }
} finally {
  await bed.close();
}

async function cpuPerEntity(
  { reference }: Bed,
  target: Started,
  [first, requests]: readonly [number, number],
): Promise<number> {
  const wanted = reference(query, { first });
  const { enterprises } = wanted as { enterprises: { edges: readonly unknown[] } };
  if (enterprises.edges.length !== first)
    throw new Error(`the list has ${enterprises.edges.length} items, not ${first}`);
  const body = () => JSON.stringify({ query, variables: { first } });
  const check = (answer: Buffer, index: number) => {
    if (index === 0) checkAnswer(target.peer.title, answer, wanted);
  };
  // Half as many before, so that what is compiled on the way is compiled.
  await load(target, { requests: requests / 2, body, check });
  const before = usageOf(target.pid).cpuMs;
  await load(target, { requests, body, check });
  return ((usageOf(target.pid).cpuMs - before) * 1000) / (requests * first);
}
