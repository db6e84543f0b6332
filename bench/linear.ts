// node run.mjs bench/linear.ts [--only peer,…] [--gateway-folder DIR]
// Does CPU grow in step with the answer? Lists of 10, 100 and 1,000 enterprises, each joined with two more departments;
// CPU per entity should fall or stay, never rise. The median of five rounds.
import { parseArgs } from 'node:util';
import { type Bed, openBed, type Started } from './harness/bed.ts';
import { installPeers, ofBench } from './harness/install.ts';
import { load } from './harness/load.ts';
import { figureOf } from './harness/statistics.ts';
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
const sizes: readonly Size[] = [
  [10, 1_000],
  [100, 200],
  [1_000, 40],
];
type Size = readonly [first: number, requests: number];
const warmUps = 2;
const rounds = 5;

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
      const cells = (await cpuPerEntity(bed, target)).map((cpu) => figureOf(cpu).median.toFixed(1));
      process.stdout.write(`| ${peer.title} | ${cells.join(' | ')} |\n`);
    } finally {
      await target.stop();
    }
  }
} finally {
  await bed.close();
}

/** For each size, CPU µs an entity in each round; sizes take turns, so that none is of a colder program than another. */
async function cpuPerEntity({ reference }: Bed, target: Started): Promise<readonly (readonly number[])[]> {
  const wanted = sizes.map(([first]) => listOf(reference, first));
  const slice = async ([first, requests]: Size, answer: unknown): Promise<number> => {
    const body = () => JSON.stringify({ query, variables: { first } });
    const check = (got: Buffer, index: number) => {
      if (index === 0) checkAnswer(target.peer.title, got, answer);
    };
    const before = usageOf(target.pid).cpuMs;
    await load(target, { requests, body, check });
    return ((usageOf(target.pid).cpuMs - before) * 1000) / (requests * first);
  };
  const cpu = sizes.map((): number[] => []);
  for (let round = 0; round < warmUps + rounds; round += 1)
    for (const [index, size] of sizes.entries()) {
      const spent = await slice(size, wanted[index]);
      if (round >= warmUps) cpu[index]?.push(spent);
    }
  return cpu;
}

function listOf(reference: Bed['reference'], first: number): unknown {
  const list = reference(query, { first });
  const { enterprises } = list as { enterprises: { edges: readonly unknown[] } };
  if (enterprises.edges.length !== first)
    throw new Error(`the list has ${enterprises.edges.length} items, not ${first}`);
  return list;
}
