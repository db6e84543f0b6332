import { type ChildProcess, fork } from 'node:child_process';
import type { Plan, Planner, Planning } from './plan.ts';
import type { Planned, PlanningMessage } from './planning-process.ts';

// Planners are the work of others, as large as the rest of the gateway, and were seen to end their process or never to end
// themselves on an ordinary query. So each plans in a process of its own, one operation at a time: whatever happens there
// costs that operation its plan, and nobody else more than the wait.

export type Isolation = {
  /** The process's main file, which calls `servePlanning`. */
  readonly file: URL;
  readonly supergraphSdl: string;
  /** How long one operation may take before its process is ended. */
  readonly longestMs: number;
};

/** A planner in a process of its own, which starts with the first operation and anew after it was ended. */
export function isolatedPlanner(isolation: Isolation): Planner {
  const queue: Waiting[] = [];
  let current: Waiting | null = null;
  let child: ChildProcess | null = null;

  const next = (): void => {
    if (current) return;
    current = queue.shift() ?? null;
    if (!current) {
      rest(child);
      return;
    }
    child ??= start();
    wake(child);
    current.late = setTimeout(
      () => giveUp(new Error(`no plan within ${isolation.longestMs} ms`)),
      isolation.longestMs,
    );
    const { operation, share } = current.planning;
    tell(child, { kind: 'plan', operation, share });
  };
  const settle = (by: (waiting: Waiting) => void): void => {
    const settled = current;
    current = null;
    if (settled) {
      clearTimeout(settled.late);
      by(settled);
    }
    next();
  };
  const giveUp = (reason: Error): void => {
    child?.removeAllListeners().kill('SIGKILL');
    child = null;
    settle(({ reject }) => reject(reason));
  };
  const start = (): ChildProcess => {
    const started = fork(isolation.file, { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    started.on('message', (planned: Planned) =>
      settle(({ resolve, reject }) =>
        'plan' in planned ? resolve(planned.plan) : reject(new Error(planned.problem)),
      ),
    );
    started.on('error', () => undefined); // Its exit tells.
    started.on('exit', (code, signal) => {
      child = null;
      settle(({ reject }) =>
        reject(new Error(`the planner ended itself (${signal ?? `exit code ${code}`})`)),
      );
    });
    tell(started, { kind: 'supergraph', sdl: isolation.supergraphSdl });
    return started;
  };

  return {
    plan: (planning) =>
      new Promise((resolve, reject) => {
        planning.signal.throwIfAborted();
        const waiting: Waiting = { planning, resolve, reject, late: undefined };
        planning.signal.addEventListener('abort', () => {
          const place = queue.indexOf(waiting);
          if (place >= 0) {
            queue.splice(place, 1);
            reject(planning.signal.reason as Error);
          } else if (current === waiting) giveUp(planning.signal.reason as Error);
        });
        queue.push(waiting);
        next();
      }),
    async close() {
      if (!child) return;
      wake(child); // An idle process would not keep us here until its end.
      const ended = new Promise((done) => child?.once('exit', done));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

type Waiting = {
  readonly planning: Planning;
  readonly resolve: (plan: Plan | null) => void;
  readonly reject: (error: Error) => void;
  late: NodeJS.Timeout | undefined;
};

/** A process that is gone hears nothing; its exit is told besides. */
function tell(child: ChildProcess, message: PlanningMessage): void {
  if (child.connected) child.send(message, () => undefined);
}

/** An idle planner keeps nobody alive. */
function rest(child: ChildProcess | null): void {
  child?.unref();
  child?.channel?.unref();
}

function wake(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}
