import { Worker } from 'node:worker_threads';
import type { Plan, Planner, Planning } from './plan.ts';

/** What the planning thread is asked, and what it says. */
export type ToPlan = { readonly id: number; readonly operation: string; readonly share: number };
export type Planned =
  | { readonly id: number; readonly plan: Plan | null }
  | { readonly id: number; readonly problem: string };

/**
 * Apollo's planner for one supergraph, on a thread of its own that starts with the first operation. Its planning can't be
 * interrupted, so the thread is ended when a planning is given up, and begins anew with those that wait.
 */
export function apolloPlanner(supergraphSdl: string): Planner {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let last = 0;

  const startThread = (): Worker => {
    const worker = new Worker(new URL('./apollo-planner-thread.ts', import.meta.url), {
      workerData: supergraphSdl,
    });
    worker.unref();
    worker.on('message', (planned: Planned) => {
      const asked = waiting.get(planned.id);
      waiting.delete(planned.id);
      if ('plan' in planned) asked?.resolve(planned.plan);
      else asked?.reject(new Error(planned.problem));
    });
    worker.on('error', (error: unknown) => {
      if (thread === worker) thread = null;
      for (const { reject } of waiting.values()) reject(error as Error);
      waiting.clear();
    });
    return worker;
  };
  const startAnew = (): void => {
    void thread?.terminate();
    thread = null;
    if (waiting.size === 0) return;
    thread = startThread();
    for (const [id, { planning }] of waiting) thread.postMessage(toPlan(id, planning));
  };

  return {
    plan: (planning) =>
      new Promise((resolve, reject) => {
        planning.signal.throwIfAborted();
        last += 1;
        const id = last;
        const giveUp = () => {
          if (!waiting.delete(id)) return;
          reject(planning.signal.reason as Error);
          startAnew();
        };
        planning.signal.addEventListener('abort', giveUp, { once: true });
        const settled = () => planning.signal.removeEventListener('abort', giveUp);
        waiting.set(id, {
          planning,
          resolve: (plan) => (settled(), resolve(plan)),
          reject: (error) => (settled(), reject(error)),
        });
        thread ??= startThread();
        thread.postMessage(toPlan(id, planning));
      }),
    close: async () => {
      await thread?.terminate();
      thread = null;
    },
  };
}

type Waiting = {
  readonly planning: Planning;
  readonly resolve: (plan: Plan | null) => void;
  readonly reject: (error: Error) => void;
};

function toPlan(id: number, { operation, share }: Planning): ToPlan {
  return { id, operation, share };
}
