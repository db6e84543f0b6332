import { setTimeout as wait } from 'node:timers/promises';
import { checkAnswer } from '../workloads/reference.ts';
import { type Bed, bodyOf, type Started } from './bed.ts';
import { load } from './load.ts';
import { quantile } from './statistics.ts';
import { usageOf } from './usage.ts';

/** One peer's slice of one round. CPU and memory are the gateway's alone. */
export type Slice = {
  readonly cpuMs: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssMiB: number;
  readonly calls: number;
};

/** Sends so many of the workload's requests to a peer and tells what each cost. */
export async function measure(bed: Bed, target: Started, requests: number): Promise<Slice> {
  const same = sameAsReference(bed, target.peer.title);
  const asked = bodyOf(bed.workload);
  // What earlier slices left to collect or to close is not this one's.
  await wait(200);
  await bed.countCalls();
  const before = usageOf(target.pid);
  const { seconds, latenciesMs } = await load(target, { requests, body: () => asked, check: same });
  const after = usageOf(target.pid);
  return {
    cpuMs: (after.cpuMs - before.cpuMs) / requests,
    perSecond: requests / seconds,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    rssMiB: after.rssMiB,
    calls: (await bed.countCalls()) / requests,
  };
}

/** Compares the first answer by meaning, and each later one with the last that passed, byte by byte. */
function sameAsReference({ workload, reference }: Bed, who: string): (answer: Buffer) => void {
  const wanted = reference(workload.query);
  let passed: Buffer | undefined;
  return (answer) => {
    if (passed?.equals(answer)) return;
    checkAnswer(who, answer, wanted);
    passed = answer;
  };
}
