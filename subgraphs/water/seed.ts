import type { RowOf } from '#subgraphs/toolkit/table.ts';
import type { World } from '#subgraphs/world/world.ts';
import { createSequence } from './numbers.ts';
import { permitsOf } from './permits.ts';
import { approvalsOf, ratingsOf } from './projects.ts';
import type { tables } from './register.ts';
import { feesOf, intakesOf, volumesOf } from './usage.ts';

/** What the water register holds of the fictional world, enterprise by enterprise. */
export function* seed(world: World): Generator<RowOf<typeof tables>> {
  const sequence = createSequence();
  for (const enterprise of world.enterprises()) {
    if (enterprise.absentFrom.has('water')) continue;
    for (const [position, permit] of permitsOf(world, enterprise, sequence).entries()) {
      const random = world.random(`water.usage.${position}`, enterprise.index);
      yield ['waterPermit', permit];
      for (const row of intakesOf(permit, random)) yield ['waterIntake', row];
      for (const row of volumesOf(permit, { today: world.today, random })) yield ['annualWaterVolume', row];
      for (const row of feesOf(permit, { enterprise, random })) yield ['waterResourceFee', row];
    }
    for (const row of approvalsOf(world, enterprise, sequence)) yield ['waterProjectApproval', row];
    for (const row of ratingsOf(world, enterprise)) yield ['waterMarketRating', row];
  }
}
