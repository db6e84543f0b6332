import type { Enterprise, Shareholder as Holder, Random, World } from '#subgraphs/world/world.ts';
import type { Position, Shareholder } from '../register.ts';
import { dateBetween } from './dates.ts';
import { isOnPaper, type Registration } from './registration.ts';

/** Everybody who holds an office, the legal representative (since the given day) first. */
export function positionsOf(
  world: World,
  {
    enterprise,
    registration,
    leadsSince,
  }: { enterprise: Enterprise; registration: Registration; leadsSince: string },
): readonly Position[] {
  const random = world.random('legal-entity.positions', enterprise.index);
  const { establishedOn, officers, uscc } = enterprise;
  const head: Position = {
    enterpriseUscc: uscc,
    nth: 1,
    name: registration.legalRepresentativeName,
    title: headTitle(enterprise),
    citizenIdNumber: registration.legalRepresentativeIdNumber,
    startedOn: leadsSince,
  };
  const others = officers.map((index, place): Position => {
    const startedOn = random.chance(0.6)
      ? establishedOn
      : dateBetween(random, establishedOn, enterprise.closedOn ?? world.today);
    return {
      enterpriseUscc: uscc,
      nth: place + 2,
      name: registeredName(world, enterprise, index),
      title: officerTitle(enterprise, place),
      citizenIdNumber: isOnPaper(startedOn, random) ? null : world.citizen(index).idNumber,
      startedOn: random.chance(0.03) ? null : startedOn,
    };
  });
  return [head, ...others];
}

/** Who holds the capital. A sole trader has an operator and no shareholders. */
export function shareholdersOf(world: World, enterprise: Enterprise): readonly Shareholder[] {
  if (enterprise.kind === 'SOLE_TRADER') return [];
  const random = world.random('legal-entity.shareholders', enterprise.index);
  return enterprise.shareholders.map((holder, place) => {
    const subscribedCapital = Math.round(
      (enterprise.registeredCapitalFen * holder.ratioBasisPoints) / 10_000,
    );
    return {
      investedUscc: enterprise.uscc,
      nth: place + 1,
      ...identityOf(world, enterprise, holder),
      subscribedCapital,
      paidInCapital: paidInCapital(random, { enterprise, subscribedCapital }),
      ratio: holder.ratioBasisPoints / 100,
      subscribedOn: enterprise.establishedOn,
    };
  });
}

/** How the register spells a citizen: some officers and owners who changed their name since still stand under the old one. */
export function registeredName(world: World, { legalRepresentative }: Enterprise, index: number): string {
  const { formerName, name } = world.citizen(index);
  if (formerName === null || index === legalRepresentative) return name;
  return world.random('legal-entity.name', index).chance(0.3) ? formerName : name;
}

function identityOf(
  world: World,
  enterprise: Enterprise,
  holder: Holder,
): Pick<Shareholder, 'kind' | 'name' | 'uscc' | 'citizenIdNumber'> {
  switch (holder.kind) {
    case 'citizen':
      return {
        kind: 'CITIZEN',
        name: registeredName(world, enterprise, holder.citizen),
        uscc: null,
        citizenIdNumber: world.citizen(holder.citizen).idNumber,
      };
    case 'enterprise': {
      const { name, uscc } = world.enterprise(holder.enterprise);
      return { kind: 'ENTERPRISE', name, uscc, citizenIdNumber: null };
    }
    case 'state':
      return { kind: 'STATE', name: holder.name, uscc: holder.uscc, citizenIdNumber: null };
  }
}

/** Before March 2014 capital had to be paid in before registration; since then many have promised more than they paid. */
function paidInCapital(
  random: Random,
  { enterprise, subscribedCapital }: { enterprise: Enterprise; subscribedCapital: number },
): number | null {
  const draw = random.next();
  const { establishedOn, kind } = enterprise;
  if (establishedOn < '2014-03-01' || kind === 'STATE_OWNED' || kind === 'PRIVATE_NON_ENTERPRISE')
    return subscribedCapital;
  if (draw < 0.1) return null;
  return Math.floor((subscribedCapital * random.pick([0, 10, 30, 50, 80, 100, 100, 100])) / 100);
}

function headTitle({ kind, typeCode, officers, industryCode }: Enterprise): string {
  switch (kind) {
    case 'SOLE_TRADER':
      return '经营者';
    case 'COOPERATIVE':
      return '理事长';
    case 'PRIVATE_NON_ENTERPRISE':
      return industryCode === '8310' ? '园长' : '校长';
    case 'STATE_OWNED':
      return '董事长';
    case 'COMPANY':
      return typeCode.startsWith('12') ? '董事长' : officers.length > 1 ? '执行董事' : '执行董事兼总经理';
  }
}

/** The last officer of a company keeps its books: the tax register knows the same person as its finance officer. */
function officerTitle({ kind, officers }: Enterprise, place: number): string {
  const titles = officerTitles[kind];
  const isCompany = kind === 'COMPANY' || kind === 'STATE_OWNED';
  return isCompany && place === officers.length - 1
    ? '财务负责人'
    : (titles[place % titles.length] as string);
}

const officerTitles: Readonly<Record<Enterprise['kind'], readonly string[]>> = {
  COMPANY: ['总经理', '监事', '董事'],
  STATE_OWNED: ['总经理', '董事', '职工董事', '监事'],
  COOPERATIVE: ['理事', '执行监事'],
  PRIVATE_NON_ENTERPRISE: ['理事', '监事'],
  SOLE_TRADER: ['参与经营的家庭成员'],
};
