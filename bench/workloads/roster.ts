import { profile } from './profile.ts';
import { shop } from './shop.ts';
import type { Workload } from './workload.ts';

const workloads: readonly Workload[] = [shop, profile];

/** The names that `--workload` takes. */
export const workloadNames: readonly string[] = workloads.map(({ name }) => name);

/** The workload of that name; throws an Error that lists the names there are. */
export function workloadNamed(name: string): Workload {
  const found = workloads.find((workload) => workload.name === name);
  if (!found) throw new Error(`no workload "${name}"; there are ${workloadNames.join(', ')}`);
  return found;
}
