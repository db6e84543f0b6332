// A process of its own for benches, since a native planner may end the process it runs in. Asked one thing at a time.
import { type Bench, openBench, operationOf } from './bench.ts';
import { counterexample } from './counterexample.ts';
import type { ToBench } from './examiner.ts';
import { worldOf } from './schemas.ts';
import type { World } from './world.ts';

let open: { readonly world: World; readonly bench: Bench } | null = null;

process.on('disconnect', () => process.exit());
process.on('message', (asked: ToBench) => {
  void answer(asked).then((reply) => process.send?.(reply));
});

async function answer(asked: ToBench): Promise<unknown> {
  switch (asked.kind) {
    case 'open': {
      await open?.bench.close();
      const world = worldOf(asked.seed);
      const bench = await openBench(world, asked.planner);
      open = bench && { world, bench };
      return bench !== null;
    }
    case 'ask': {
      const { world, bench } = opened();
      return bench.ask(operationOf(world, bench.truth, asked.number));
    }
    case 'explain': {
      const { world, bench } = opened();
      return counterexample(world, {
        planner: asked.planner,
        asked: operationOf(world, bench.truth, asked.number),
      });
    }
  }
}

function opened() {
  if (!open) throw new Error('no bench is open');
  return open;
}
