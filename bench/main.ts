// npm run bench -- [--workload w1,w2] [--rounds N] [--requests N] [--only peer,…] [--gateway-folder DIR]
// How much does a request cost each gateway, side by side? A run of all peers is kept in results/, the charts, the README.
import { parseArgs } from 'node:util';
import { openBed } from './harness/bed.ts';
import { installPeers, ofBench } from './harness/install.ts';
import { runRounds } from './harness/rounds.ts';
import { namedPeers, peers } from './lineup/peers.ts';
import { keep, told } from './report/keep.ts';
import { type Results, resultsOf } from './report/results.ts';
import { workloadNamed, workloadNames } from './workloads/roster.ts';

const usualRequests: Readonly<Record<string, number>> = { w1: 600, w2: 2_000 };

const { values } = parseArgs({
  options: {
    workload: { type: 'string', default: workloadNames.join(',') },
    rounds: { type: 'string', default: '5' },
    requests: { type: 'string' },
    only: { type: 'string' },
    'gateway-folder': { type: 'string', default: ofBench('..') },
  },
});
const chosen = values.only === undefined ? peers : namedPeers(values.only);

installPeers();
for (const name of values.workload.split(',')) {
  const results = await compare(name);
  process.stdout.write(`\n${results.title}\n\n${told(results)}\n`);
  if (values.only === undefined) keep(results);
}

async function compare(name: string): Promise<Results> {
  const workload = workloadNamed(name);
  const rounds = Number(values.rounds);
  const requests = Number(values.requests ?? usualRequests[name]);
  const bed = await openBed(workload, values['gateway-folder']);
  try {
    const measured = await runRounds(bed, { peers: chosen, rounds, requests });
    return {
      workload: name,
      title: workload.title,
      answerBytes: Buffer.byteLength(JSON.stringify({ data: bed.reference(workload.query) })),
      rounds,
      requests,
      node: process.versions.node,
      date: new Date().toISOString().slice(0, 10),
      peers: resultsOf(measured, chosen),
      failed: Object.fromEntries(measured.failed),
    };
  } finally {
    await bed.close();
  }
}
