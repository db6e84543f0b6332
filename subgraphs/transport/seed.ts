import type { RowOf } from '#subgraphs/toolkit/table.ts';
import type { World } from '#subgraphs/world/world.ts';
import { certificatesOf } from './certificates.ts';
import { createSequence } from './numbers.ts';
import { permitsOf } from './permits.ts';
import type { tables } from './register.ts';
import { vehiclesOf } from './vehicles.ts';

/** What the transport register holds of the fictional world: operators with their vehicles, then drivers. */
export function* seed(world: World): Generator<RowOf<typeof tables>> {
  const sequence = createSequence();
  for (const enterprise of world.enterprises()) {
    if (enterprise.transportPermit === 'NONE' || enterprise.absentFrom.has('transport')) continue;
    const permits = permitsOf(world, enterprise, sequence);
    for (const permit of permits) yield ['transportPermit', permit];
    for (const row of vehiclesOf(permits[0], { enterprise, world, sequence })) yield ['vehicle', row];
  }
  for (const citizen of world.citizens()) {
    if (citizen.driver === null || citizen.absentFrom.has('transport')) continue;
    const random = world.random('transport.certificate', citizen.index);
    for (const row of certificatesOf(citizen, { today: world.today, random, sequence }))
      yield ['practitionerCertificate', row];
  }
}
