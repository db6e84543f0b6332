// node run.mjs bench/memory.ts [--requests N] [--operations N] [--only peer,…] [--gateway-folder DIR]
// Does memory grow? So many requests of so many different operations, each set in turn, with the resident memory after
// every twentieth part. A cache without a bound shows as a line that never bends.
import { parseArgs } from 'node:util';
import { type Bed, openBed, type Started } from './harness/bed.ts';
import { installPeers, ofBench } from './harness/install.ts';
import { load } from './harness/load.ts';
import { usageOf } from './harness/usage.ts';
import { namedPeers } from './lineup/peers.ts';
import { workloadNamed } from './workloads/roster.ts';
import { variantOf } from './workloads/variants.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '200000' },
    operations: { type: 'string', default: '5000' },
    only: { type: 'string', default: 'tongcha' },
    'gateway-folder': { type: 'string', default: ofBench('..') },
  },
});
const parts = 20;

installPeers();
const bed = await openBed(workloadNamed('w2'), values['gateway-folder']);
try {
  for (const peer of namedPeers(values.only)) {
    const target = await bed.start(peer);
    try {
      process.stdout.write(`${peer.title}: RSS in MiB\n`);
      await watch(bed, target);
    } finally {
      await target.stop();
    }
  }
} finally {
  await bed.close();
}

async function watch({ workload: { query, variables } }: Bed, target: Started): Promise<void> {
  const bodies = Array.from({ length: Number(values.operations) }, (_, number) =>
    JSON.stringify({ query: variantOf(query, number), variables }),
  );
  const requests = Math.ceil(Number(values.requests) / parts);
  process.stdout.write(`${'0'.padStart(9)}  ${usageOf(target.pid).rssMiB.toFixed(0)}\n`);
  for (let part = 0; part < parts; part += 1) {
    await load(target, {
      requests,
      body: (index) => bodies[(part * requests + index) % bodies.length] as string,
      check: refuseErrors,
    });
    const sent = String((part + 1) * requests).padStart(9);
    process.stdout.write(`${sent}  ${usageOf(target.pid).rssMiB.toFixed(0)}\n`);
  }
}

function refuseErrors(answer: Buffer): void {
  if (answer.includes('"errors"')) throw new Error(answer.toString('utf8').slice(0, 600));
}
