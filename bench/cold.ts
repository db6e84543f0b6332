// node run.mjs bench/cold.ts [--operations N] [--only peer,…] [--gateway-folder DIR]
// What does an operation cost that was never seen before? Each cold request is the profile of w2 without three fields,
// others each time, so it must be parsed, validated and planned; the warm figure is one such operation, sent as often.
import { parseArgs } from 'node:util';
import { type Bed, openBed, type Started } from './harness/bed.ts';
import { installPeers, ofBench } from './harness/install.ts';
import { load } from './harness/load.ts';
import { usageOf } from './harness/usage.ts';
import { namedPeers } from './lineup/peers.ts';
import { checkAnswer } from './workloads/reference.ts';
import { workloadNamed } from './workloads/roster.ts';
import { variantOf } from './workloads/variants.ts';

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '300' },
    only: { type: 'string', default: 'tongcha,apollo,hive,hive-router,grafbase' },
    'gateway-folder': { type: 'string', default: ofBench('..') },
  },
});
const operations = Number(values.operations);

installPeers();
const bed = await openBed(workloadNamed('w2'), values['gateway-folder']);
try {
  process.stdout.write('| | warm, CPU ms | cold, CPU ms | added by being new |\n|---|---:|---:|---:|\n');
  for (const peer of namedPeers(values.only)) {
    const target = await bed.start(peer);
    try {
      // The code is warm before either figure: other operations, as many.
      await cpuPerRequest(bed, target, (index) => 10_000 + index);
      await cpuPerRequest(bed, target, () => 0);
      const warm = await cpuPerRequest(bed, target, () => 0);
      const cold = await cpuPerRequest(bed, target, (index) => 1 + index);
      const cells = [warm, cold, cold - warm].map((value) => value.toFixed(2));
      process.stdout.write(`| ${peer.title} | ${cells.join(' | ')} |\n`);
    } finally {
      await target.stop();
    }
  }
} finally {
  await bed.close();
}

async function cpuPerRequest(
  { workload, reference }: Bed,
  target: Started,
  variant: (index: number) => number,
): Promise<number> {
  const queries = Array.from({ length: operations }, (_, index) => variantOf(workload.query, variant(index)));
  const before = usageOf(target.pid).cpuMs;
  await load(target, {
    requests: operations,
    body: (index) => JSON.stringify({ query: queries[index], variables: workload.variables }),
    check: (answer, index) => {
      // One in fifty: the reference is executed in this process, whose cores the gateway shares.
      if (index % 50 === 0) checkAnswer(target.peer.title, answer, reference(queries[index] as string));
    },
  });
  return (usageOf(target.pid).cpuMs - before) / operations;
}
