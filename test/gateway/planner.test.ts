import { afterEach, describe, expect, it } from 'vitest';
import { isolatedPlanner } from '#gateway/graph/isolated.ts';
import type { Plan, Planner } from '#gateway/graph/plan.ts';
import { createPlans } from '#gateway/graph/plans.ts';

// A planner that does on demand what planners were seen to do: it ends its process, or never answers.
const file = new URL('./troubled-planner.ts', import.meta.url);
const never = new AbortController().signal;
const planOf = (operation: string): Plan => ({
  kind: 'fetch',
  operationKind: 'query',
  department: 'planned',
  operation,
  variables: [],
  entities: [],
  outputRewrites: [],
});

let planner: Planner | undefined;
afterEach(() => planner?.close());

function start(longestMs = 10_000): Planner {
  planner = isolatedPlanner({ file, supergraphSdl: 'type Query { a: Int }', longestMs });
  return planner;
}

const ask = (of: Planner, operation: string, signal = never) => of.plan({ operation, share: 0, signal });

describe('a planner in a process of its own', () => {
  it('plans one operation after the other, each its own', async () => {
    const own = start();
    const asked = ['{ a }', '{ b }', '{ c }'];
    expect(await Promise.all(asked.map((each) => ask(own, each)))).toEqual(asked.map(planOf));
  });

  it('tells what it could not plan, and goes on', async () => {
    const own = start();
    await expect(ask(own, 'throw')).rejects.toThrow('can not be planned');
    expect(await ask(own, '{ a }')).toEqual(planOf('{ a }'));
  });

  it('that ends its process costs that one operation its plan; those that wait are planned by a new one', async () => {
    const own = start();
    const [before, ending, after] = await Promise.allSettled([
      ask(own, '{ a }'),
      ask(own, 'abort'),
      ask(own, '{ b }'),
    ]);
    expect([before.status, ending.status, after.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((ending as PromiseRejectedResult).reason.message).toMatch(/^the planner ended itself \(/);
  });

  it('that never ends is ended, and those that wait are planned by a new one', async () => {
    const own = start(1_000);
    const endless = ask(own, 'endless');
    const waiting = ask(own, '{ a }');
    await expect(endless).rejects.toThrow('no plan within 1000 ms');
    expect(await waiting).toEqual(planOf('{ a }'));
  });

  it('plans nothing for somebody who has left, whether it was their turn or not', async () => {
    const own = start();
    const leaving = new AbortController();
    const endless = ask(own, 'endless', leaving.signal);
    const queued = ask(own, '{ a }', leaving.signal);
    leaving.abort(new Error('left'));
    await expect(endless).rejects.toThrow('left');
    await expect(queued).rejects.toThrow('left');
    expect(await ask(own, '{ b }')).toEqual(planOf('{ b }'));
  });
});

describe('plans', () => {
  it('are made once, however many ask at the same time, and kept', async () => {
    let made = 0;
    const plans = createPlans(
      {
        plan: async ({ operation }) => {
          made += 1;
          await Promise.resolve();
          return planOf(operation);
        },
        close: () => Promise.resolve(),
      },
      { maxBytes: 100_000 },
    );
    await Promise.all(Array.from({ length: 20 }, () => plans.of('{ a }', 0)));
    await plans.of('{ a }', 0);
    expect(made).toBe(1);
    await plans.of('{ a }', 20);
    expect(made).toBe(2);
  });

  it('that could not be made are tried anew, by whoever asks next', async () => {
    let asked = 0;
    const plans = createPlans(
      {
        plan: ({ operation }) => {
          asked += 1;
          return asked === 1 ? Promise.reject(new Error('no')) : Promise.resolve(planOf(operation));
        },
        close: () => Promise.resolve(),
      },
      { maxBytes: 100_000 },
    );
    const both = await Promise.allSettled([plans.of('{ a }', 0), plans.of('{ a }', 0)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await plans.of('{ a }', 0)).toEqual(planOf('{ a }'));
  });

  it('are forgotten, the least used first, beyond so many bytes', async () => {
    let made = 0;
    const plans = createPlans(
      {
        plan: ({ operation }) => Promise.resolve({ ...planOf(operation), n: (made += 1) }),
        close: () => Promise.resolve(),
      },
      { maxBytes: 20_000 },
    );
    for (let index = 0; index < 100; index += 1) {
      await plans.of('{ often }', 0);
      await plans.of(`{ once${index} }`, 0);
    }
    expect(made).toBe(101);
    await plans.of('{ once0 }', 0);
    expect(made).toBe(102);
  });
});
