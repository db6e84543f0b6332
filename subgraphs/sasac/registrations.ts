import { addDays, daysBetween } from '#subgraphs/world/calendar.ts';
import type { Enterprise, Random, Shareholder, World } from '#subgraphs/world/world.ts';
import type {
  InvestorCategory,
  RegistrationKind,
  SasacRow,
  StateEquityEvent,
  StateInvestor,
} from './register.ts';
import { stateShareOf } from './tree.ts';

/**
 * The registration of one enterprise's state-owned equity, with its events and investors; nothing while the first
 * registration is still under way.
 */
export function* registrationOf(world: World, enterprise: Enterprise): Generator<SasacRow> {
  const random = world.random('sasac.registration', enterprise.index);
  const registrationNumber = numberOf(enterprise);
  const events = eventsOf(world, enterprise, random);
  const latest = events.at(-1);
  if (!latest) return;
  const paidInCapital = paidIn(enterprise, random);
  const stateShare = stateShareOf(world, enterprise);
  const liabilities = Math.floor(paidInCapital * (0.1 + 1.4 * random.next()));
  const ownersEquity = Math.floor(paidInCapital * (0.8 + random.next()));
  const isCancelled = latest.kind === 'CANCELLATION';
  const isOpenEnded = random.chance(0.015);
  yield [
    'stateOwnedEquity',
    {
      registrationNumber,
      kind: latest.kind,
      uscc: enterprise.uscc,
      enterpriseName: random.chance(0.02)
        ? enterprise.name.replace(/有限公司$/, '有限责任公司')
        : enterprise.name,
      contributorName: contributorOf(world, enterprise),
      registeredOn: latest.registeredOn,
      cancelledOn: isCancelled ? latest.registeredOn : isOpenEnded ? '9999-09-09' : null,
      paidInCapital,
      stateCapital: (paidInCapital / wholeShare) * stateShare,
      stateShareRatio: stateShare / 100,
      assets: liabilities + ownersEquity,
      liabilities,
      ownersEquity,
      state: isCancelled ? 'CANCELLED' : latest.reason === handedOver ? 'TRANSFERRED' : 'VALID',
      authority: authorityOf(world, enterprise),
      updatedAt: `${latest.registeredOn}T17:30:00+08:00`,
    },
  ];
  for (const [position, event] of events.entries())
    yield ['stateEquityEvent', { registrationNumber, sequence: position + 1, ...event }];
  for (const [position, investor] of investorsOf(world, enterprise, paidInCapital).entries())
    yield ['stateInvestor', { registrationNumber, sequence: position + 1, ...investor }];
}

type Event = Omit<StateEquityEvent, 'registrationNumber' | 'sequence'>;
type Investor = Omit<StateInvestor, 'registrationNumber' | 'sequence'>;

/** Basis points of a whole; paid-in capital is a multiple of as many fen, so that every share of it is whole. */
const wholeShare = 10_000;

const handedOver = '产权无偿划转,移交其他登记机关';
const changes = ['注册资本改变', '出资人名称、持股比例改变', '企业名称、住所改变', '企业组织形式改变'];

/** Four digits of the prefecture, the year of founding, eight digits: never the layout of a citizen number. */
function numberOf({ divisionCode, establishedOn, index }: Enterprise): string {
  return `${divisionCode.slice(0, 4)}${establishedOn.slice(0, 4)}${String(index).padStart(8, '0')}`;
}

function paidIn({ registeredCapitalFen }: Enterprise, random: Random): number {
  const part = random.chance(0.7) ? 1 : random.pick([0.5, 0.6, 0.8]);
  return Math.floor((registeredCapitalFen * part) / wholeShare) * wholeShare;
}

/** Founding, changes and the end, in the order of time; what would be registered after today is still under way. */
function eventsOf(
  world: World,
  { establishedOn, closedOn, state }: Enterprise,
  random: Random,
): readonly Event[] {
  const events: Event[] = [];
  const register = (kind: RegistrationKind, reason: string, occurredOn: string) => {
    const due = addDays(occurredOn, random.chance(0.12) ? random.int(31, 120) : random.int(3, 30));
    const last = events.at(-1)?.registeredOn ?? '';
    const registeredOn = due < last ? last : due;
    const filedInTime = daysBetween(occurredOn, registeredOn) <= 30;
    events.push({ kind, reason, occurredOn, registeredOn, filedInTime });
  };
  register('OCCUPATION', '新设企业', establishedOn);
  const days = daysBetween(establishedOn, closedOn ?? world.today);
  for (let part = 1; part <= 3; part += 1) {
    const happens = random.chance(Math.min(0.6, days / 3650));
    if (happens)
      register('CHANGE', random.pick(changes), addDays(establishedOn, Math.floor((days * part) / 4)));
  }
  if (closedOn && state === 'CANCELLED') register('CANCELLATION', '企业解散、注销', closedOn);
  if (closedOn && state === 'RELOCATED') register('CHANGE', handedOver, closedOn);
  return events.filter(({ registeredOn }) => registeredOn <= world.today);
}

function contributorOf(world: World, enterprise: Enterprise): string {
  const { group, shareholders } = enterprise;
  if (group && group.parent !== null) return world.enterprise(group.parent).name;
  return shareholders.find(isState)?.name ?? authorityOf(world, enterprise);
}

/** The government body that holds the top of the group, else the one that holds the enterprise itself. */
function authorityOf(world: World, { group, shareholders }: Enterprise): string {
  const atTop = group ? world.enterprise(group.root).shareholders.find(isState) : undefined;
  return (atTop ?? shareholders.find(isState))?.name ?? '登记机关未载明';
}

function isState(holder: Shareholder): holder is Extract<Shareholder, { kind: 'state' }> {
  return holder.kind === 'state';
}

/** One line for each body or enterprise; natural persons share the last line, without their names. */
function investorsOf(world: World, { shareholders }: Enterprise, paidInCapital: number): readonly Investor[] {
  const line = (share: number) => ({
    contribution: (paidInCapital / wholeShare) * share,
    ratio: share / 100,
  });
  const people = shareholders.filter(({ kind }) => kind === 'citizen');
  const lines = shareholders.flatMap((holder): Investor[] => {
    if (holder.kind === 'citizen') return [];
    if (holder.kind === 'state')
      return [
        {
          name: holder.name,
          uscc: holder.uscc,
          enterpriseUscc: null,
          category: 'STATE',
          ...line(holder.ratioBasisPoints),
        },
      ];
    const { name, uscc } = world.enterprise(holder.enterprise);
    const category = categoryOf(world, world.enterprise(holder.enterprise));
    return [{ name, uscc, enterpriseUscc: uscc, category, ...line(holder.ratioBasisPoints) }];
  });
  const held = people.reduce((sum, { ratioBasisPoints }) => sum + ratioBasisPoints, 0);
  if (people.length > 0)
    lines.push({
      name: `自然人股东(共${people.length}人)`,
      uscc: null,
      enterpriseUscc: null,
      category: 'OTHER',
      ...line(held),
    });
  return lines;
}

/** Article 4 of the Interim Measures (SASAC Order 29): by what the state holds of the investor, directly and indirectly. */
function categoryOf(world: World, investor: Enterprise): InvestorCategory {
  const stateShare = stateShareOf(world, investor);
  if (stateShare === wholeShare) return 'STATE_WHOLLY_OWNED';
  if (stateShare > wholeShare / 2) return 'STATE_ABSOLUTELY_CONTROLLED';
  return investor.group ? 'STATE_ACTUALLY_CONTROLLED' : 'OTHER';
}
