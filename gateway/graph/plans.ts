import { keepRecent } from '../recent.ts';
import type { Plan, Planner } from './plan.ts';

/** Plans of operations, each made once. */
export type Plans = {
  /** The plan of an operation; rejects when it can't be planned, not within the deadline, or the supergraph was closed. */
  of(operation: string, share: number): Promise<Plan | null>;
  close(): Promise<void>;
};

/** Keeps plans by operation. Those who ask for one that is being made wait for it; nobody of them can end it for the others. */
export function createPlans(planner: Planner, { maxBytes }: { maxBytes: number }): Plans {
  const kept = keepRecent<{ readonly plan: Plan | null }>(maxBytes);
  const underWay = new Map<string, Promise<Plan | null>>();
  const make = async (key: string, operation: string, share: number): Promise<Plan | null> => {
    // A signal of a timeout's own would hold what listens to it, plan and all, until its time comes.
    const enough = new AbortController();
    const late = setTimeout(() => enough.abort(new Error(`no plan within ${planningMs} ms`)), planningMs);
    try {
      const plan = await planner.plan({ operation, share, signal: enough.signal });
      kept.set(key, { plan }, key.length + bytesOf(plan));
      return plan;
    } finally {
      clearTimeout(late);
      underWay.delete(key);
    }
  };
  return {
    of(operation, share) {
      const key = `${share} ${operation}`;
      const known = kept.get(key);
      if (known) return Promise.resolve(known.plan);
      const waiting = underWay.get(key) ?? make(key, operation, share);
      underWay.set(key, waiting);
      return waiting;
    },
    close: () => planner.close(),
  };
}

const planningMs = 10_000;

/** A guess from its text: small objects take about four times the room. */
function bytesOf(plan: Plan | null): number {
  return 4 * JSON.stringify(plan).length;
}
