import { daysBetween } from '#subgraphs/world/calendar.ts';
import type { Enterprise, Random, World } from '#subgraphs/world/world.ts';
import type { EnterpriseChange, Shareholder } from '../register.ts';
import { narrowerScope } from './business-scope.ts';
import { addYears, dateBetween } from './dates.ts';
import { registeredName } from './people.ts';
import type { Registration } from './registration.ts';

/** Whose changes are told: what stands now is what the last change of each item led to. */
export type Changed = {
  readonly enterprise: Enterprise;
  readonly registration: Registration;
  readonly shareholders: readonly Shareholder[];
};

/** The changes that led to today's entry, oldest first; the younger an enterprise, the fewer. */
export function changesOf(world: World, changed: Changed): readonly EnterpriseChange[] {
  const { enterprise } = changed;
  const random = world.random('legal-entity.changes', enterprise.index);
  const last = enterprise.closedOn ?? world.today;
  const age = daysBetween(enterprise.establishedOn, last);
  const visits = Array.from({ length: 3 }, () => dateBetween(random, enterprise.establishedOn, last)).sort();
  const changes = kinds.flatMap(({ item, often, text }) => {
    const happens = random.chance(often * Math.min(1, age / 3650));
    const changedOn = random.pick(visits);
    const told = happens ? text(changed, { world, random }) : null;
    return told === null ? [] : [{ item, before: told[0], after: told[1], changedOn }];
  });
  return changes
    .sort((one, other) => (one.changedOn < other.changedOn ? -1 : one.changedOn > other.changedOn ? 1 : 0))
    .map((change, nth) => ({
      changeNumber: `${String(enterprise.index + 1).padStart(8, '0')}${nth + 1}`,
      uscc: enterprise.uscc,
      ...change,
    }));
}

type Kind = {
  readonly item: EnterpriseChange['item'];
  /** The chance within ten years. */
  readonly often: number;
  /** Before and after; null where nothing could have changed. */
  readonly text: (
    changed: Changed,
    from: { world: World; random: Random },
  ) => readonly [before: string, after: string] | null;
};

const kinds: readonly Kind[] = [
  { item: 'NAME', often: 0.25, text: nameChange },
  { item: 'DOMICILE', often: 0.5, text: domicileChange },
  { item: 'LEGAL_REPRESENTATIVE', often: 0.35, text: representativeChange },
  { item: 'REGISTERED_CAPITAL', often: 0.4, text: capitalChange },
  { item: 'BUSINESS_SCOPE', often: 0.6, text: scopeChange },
  { item: 'SHAREHOLDERS', often: 0.4, text: shareholdersChange },
  { item: 'OPERATING_PERIOD', often: 0.2, text: periodChange },
];

/** Firms grow into another form under the same trade name. */
function nameChange({ registration: { name } }: Changed) {
  const [, form] = /((?:股份|集团)?有限(?:责任)?公司)$/.exec(name) ?? [];
  if (form === undefined) return null;
  const before = form === '有限公司' ? '有限责任公司' : '有限公司';
  return [name.slice(0, -form.length) + before, name] as const;
}

function domicileChange({ registration: { domicile } }: Changed, { random }: { random: Random }) {
  const before = domicile.replace(/\d+号/, `${random.int(1, 480)}号`);
  return before === domicile ? null : ([before, domicile] as const);
}

/** The one before is still about, as an officer or a shareholder. */
function representativeChange(
  { enterprise, registration }: Changed,
  { world, random }: { world: World; random: Random },
) {
  const owners = enterprise.shareholders.flatMap((holder) =>
    holder.kind === 'citizen' ? [holder.citizen] : [],
  );
  const others = [...enterprise.officers, ...owners].filter(
    (citizen) => citizen !== enterprise.legalRepresentative,
  );
  if (others.length === 0 || enterprise.kind === 'SOLE_TRADER') return null;
  const before = registeredName(world, enterprise, random.pick(others));
  return [before, registration.legalRepresentativeName] as const;
}

function capitalChange({ registration: { registeredCapital } }: Changed, { random }: { random: Random }) {
  const before = Math.floor(registeredCapital / random.pick([2, 5, 10]));
  return [capitalText(before), capitalText(registeredCapital)] as const;
}

function scopeChange({ registration: { businessScope } }: Changed) {
  const before = narrowerScope(businessScope);
  return before === businessScope ? null : ([before, businessScope] as const);
}

function shareholdersChange({ shareholders }: Changed) {
  const names = shareholders.map(({ name }) => name);
  return names.length < 2 ? null : ([names.slice(0, -1).join('、'), names.join('、')] as const);
}

function periodChange({ registration: { establishedOn, operatingTo } }: Changed) {
  if (operatingTo !== null && operatingTo < '9999') return null;
  return [`${establishedOn}至${addYears(establishedOn, 20)}`, '长期'] as const;
}

/** 500万元人民币 */
function capitalText(fen: number): string {
  return `${fen / 1_000_000}万元人民币`;
}
