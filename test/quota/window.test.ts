import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Asked } from '#gateway/quota/asked.ts';
import { openLocal } from '#gateway/quota/local.ts';

// Against a model that keeps every use there ever was.

const window = { name: 'hour', ms: 6_000 } as const;
const slotMs = 100;

type Step = {
  readonly waitMs: number;
  readonly which: number;
  readonly marks: readonly string[];
  readonly waitsForIt: boolean;
};

const steps = fc.array(
  fc.record({
    waitMs: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 3_000 })),
    which: fc.integer({ min: 1, max: 3 }),
    marks: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 3 }),
    waitsForIt: fc.boolean(),
  }),
  { minLength: 1, maxLength: 80 },
);

const run = fc.record({
  steps,
  startMs: fc.nat(),
  limits: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })),
  most: fc.integer({ min: 1, max: 5 }),
});

describe('counts in memory', () => {
  it('let no more than the limit pass in any window, refuse nothing too long, and say truly when to ask again', () => {
    fc.assert(
      fc.property(run, ({ steps, startMs, limits, most }) => {
        let time = startMs;
        const local = openLocal(() => time);
        const model = modelOf(limits, most);
        for (const step of steps) {
          time += step.waitMs;
          const asked = askedOf(step, limits, most);
          const verdict = local.take(asked);
          if (verdict.kind === 'taken') {
            model.take(step, time);
            expect(model.isKept(time)).toBe(true);
          } else {
            expect(model.isRefused(step, time)).toBe(true);
            const { retryMs } = verdict;
            if (retryMs === null) expect(new Set(step.marks).size).toBeGreaterThan(most);
            else if (step.waitsForIt) {
              time += retryMs - 1;
              expect(local.check(asked).kind).toBe('refused');
              time += 1;
              expect(local.check(asked).kind).toBe('taken');
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are bounded: what was longest unused is forgotten first', () => {
    const local = openLocal(() => 0, { mostCounters: 10, mostSubjects: 10 });
    const ask = (name: string) => local.take(askOne(name));
    expect(ask('first').kind).toBe('taken');
    for (let each = 0; each < 9; each += 1) ask(`other ${each}`);
    expect(ask('first').kind).toBe('refused');
    ask('one more');
    expect(ask('first').kind).toBe('taken');
  });
});

function askOne(name: string): Asked {
  return {
    allowances: [{ kind: 'requests', key: name, window, limit: 1, department: 'tax', matter: null }],
    subjects: { kind: 'subjects', key: name, window, limit: 5, marks: [name] },
  };
}

function askedOf({ which, marks }: Step, limits: readonly number[], most: number): Asked {
  return {
    allowances: limits.flatMap((limit, index) =>
      which & (index + 1)
        ? [{ kind: 'requests', key: `key ${index}`, window, limit, department: 'tax', matter: null }]
        : [],
    ),
    subjects:
      marks.length === 0
        ? null
        : { kind: 'subjects', key: 'clerk', window, limit: most, marks: [...new Set(marks)] },
  };
}

function modelOf(limits: readonly number[], most: number) {
  const uses: { readonly at: number; readonly step: Step }[] = [];
  const since = (from: number) => uses.filter(({ at }) => at >= from).map(({ step }) => step);
  const countOf = (steps: readonly Step[], index: number) =>
    steps.filter(({ which }) => which & (index + 1)).length;
  const subjectsOf = (steps: readonly Step[]) => new Set(steps.flatMap(({ marks }) => marks)).size;
  return {
    take: (step: Step, at: number) => void uses.push({ at, step }),
    /** Of the windows that end with a use only the last is new. */
    isKept(time: number): boolean {
      const within = since(time - window.ms);
      return limits.every((limit, index) => countOf(within, index) <= limit) && subjectsOf(within) <= most;
    },
    /** Whether there is a reason, if uses count for one slot longer. */
    isRefused(step: Step, time: number): boolean {
      const longer = since(time - window.ms - slotMs);
      const isUsedUp = limits.some(
        (limit, index) => step.which & (index + 1) && countOf(longer, index) >= limit,
      );
      return isUsedUp || subjectsOf([...since(time - window.ms), step]) > most;
    },
  };
}
