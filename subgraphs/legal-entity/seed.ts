import type { RowOf } from '#subgraphs/toolkit/table.ts';
import type { Enterprise, World } from '#subgraphs/world/world.ts';
import type { AnnualReport, EnterpriseChange, EnterpriseRow, tables } from './register.ts';
import { type Listing, listingOf } from './seed/abnormal-operations.ts';
import { annualReportsOf } from './seed/annual-reports.ts';
import { changesOf } from './seed/changes.ts';
import { positionsOf, shareholdersOf } from './seed/people.ts';
import { type Registration, registrationOf } from './seed/registration.ts';

/** What the register of enterprises holds of the fictional world, enterprise by enterprise. */
export function* seed(world: World): Generator<RowOf<typeof tables>> {
  for (const enterprise of world.enterprises()) {
    if (enterprise.absentFrom.has('legal-entity')) continue;
    const registration = registrationOf(world, enterprise);
    const shareholders = shareholdersOf(world, enterprise);
    const changes = changesOf(world, { enterprise, registration, shareholders });
    const listing = listingOf(world, enterprise, registration.registrationAuthority);
    const reports = annualReportsOf(world, enterprise, listing);
    const leadsSince =
      changes.find(({ item }) => item === 'LEGAL_REPRESENTATIVE')?.changedOn ?? enterprise.establishedOn;

    yield ['enterprise', dated(world, registration, { enterprise, changes, listing, reports })];
    for (const position of positionsOf(world, { enterprise, registration, leadsSince }))
      yield ['position', position];
    for (const shareholder of shareholders) yield ['shareholder', shareholder];
    for (const change of changes) yield ['enterpriseChange', change];
    if (listing) yield ['abnormalOperation', listing.record];
    for (const report of reports) yield ['annualReport', report];
  }
}

type Entries = {
  readonly enterprise: Enterprise;
  readonly changes: readonly EnterpriseChange[];
  readonly listing: Listing | null;
  readonly reports: readonly AnnualReport[];
};

/** The registration with the days on which it was last approved and last touched. */
function dated(world: World, registration: Registration, entries: Entries): EnterpriseRow {
  const { enterprise, changes, listing, reports } = entries;
  const { closedOn, establishedOn } = enterprise;
  const approvedOn = latest([establishedOn, changes.at(-1)?.changedOn, closedOn]);
  const listedOrRemovedOn = listing?.record.removedOn ?? listing?.record.listedOn;
  const touchedOn = latest([approvedOn, listedOrRemovedOn, reports.at(-1)?.reportedOn]);
  // Old entries lost the day when they moved to a new system, which filled in its own zero.
  const isLost =
    world.random('legal-entity.approved', enterprise.index).chance(0.01) && establishedOn < '2010';
  return {
    ...registration,
    approvedOn: isLost ? '1899-12-31' : approvedOn,
    legalEntityUpdatedAt: `${touchedOn}T02:00:00+08:00`,
  };
}

function latest(days: readonly (string | null | undefined)[]): string {
  return days.reduce<string>((last, day) => (day && day > last ? day : last), '');
}
