import type { World } from '#subgraphs/world/world.ts';
import { financesOf } from './finances.ts';
import type { SasacRow } from './register.ts';
import { registrationOf } from './registrations.ts';
import { isMember, levelOf, parentOf, rootOf, shareOfParent } from './tree.ts';

/** What the SASAC register holds of the fictional world: whatever the state has put capital into. */
export function* seed(world: World): Generator<SasacRow> {
  for (const enterprise of world.enterprises()) {
    const hasStateCapital =
      enterprise.group !== null || enterprise.shareholders.some(({ kind }) => kind === 'state');
    if (!hasStateCapital || enterprise.absentFrom.has('sasac')) continue;
    yield* registrationOf(world, enterprise);
    if (isMember(enterprise))
      yield [
        'groupMember',
        {
          uscc: enterprise.uscc,
          parentUscc: parentOf(world, enterprise)?.uscc ?? null,
          rootUscc: rootOf(world, enterprise).uscc,
          level: levelOf(world, enterprise),
          ratio: shareOfParent(enterprise) / 100,
        },
      ];
    yield* financesOf(world, enterprise);
  }
}
