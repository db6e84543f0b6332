import { addDays } from '#subgraphs/world/calendar.ts';
import type { Enterprise, Random, World } from '#subgraphs/world/world.ts';
import type { AbnormalOperation } from '../register.ts';
import { dateBetween } from './dates.ts';

/** The stay of an enterprise on the list of abnormal operations, and the report it failed to give, if that was why. */
export type Listing = { readonly record: AbnormalOperation; readonly missedYear: number | null };

/** Why, since when and until when an enterprise is (or was) on the list; null for one that never was. */
export function listingOf(world: World, enterprise: Enterprise, authority: string): Listing | null {
  const last = enterprise.closedOn ?? world.today;
  if (enterprise.abnormalOperation === 'NONE' || last <= listBegins) return null;
  const random = world.random('legal-entity.abnormal', enterprise.index);
  const missedYear = drawMissedYear(random, enterprise, last);
  const reason = missedYear === null ? random.pick(otherReasons) : 'ANNUAL_REPORT_MISSED';
  const listedOn =
    missedYear === null
      ? dateBetween(
          random,
          [enterprise.establishedOn, addDays(last, -1500), listBegins].sort().at(-1) as string,
          addDays(last, -1),
        )
      : `${missedYear + 1}-07-${random.int(4, 20).toString().padStart(2, '0')}`;
  const removedOn =
    enterprise.abnormalOperation === 'LISTED' ? null : earlier(addDays(listedOn, random.int(20, 700)), last);
  return {
    missedYear,
    record: {
      uscc: enterprise.uscc,
      listedOn,
      reason,
      listedBy: authority,
      removedOn,
      removalReason: removedOn === null ? null : removalReasons[reason],
      removedBy: removedOn === null ? null : authority,
    },
  };
}

/** The list began with 《企业信息公示暂行条例》. */
const listBegins = '2014-10-01';

const otherReasons = [
  'UNREACHABLE',
  'UNREACHABLE',
  'UNREACHABLE',
  'UNREACHABLE',
  'ORDER_IGNORED',
  'FALSE_INFORMATION',
] as const;

const removalReasons: Readonly<Record<AbnormalOperation['reason'], string>> = {
  ANNUAL_REPORT_MISSED: '补报未报年份的年度报告并公示',
  ORDER_IGNORED: '已履行公示义务',
  FALSE_INFORMATION: '更正其公示的信息',
  UNREACHABLE: '依法办理住所变更登记,或者通过登记的住所可以重新取得联系',
};

/** A year whose report fell due, at the end of June of the next, a full year before the end. */
function drawMissedYear(random: Random, { kind, establishedOn }: Enterprise, last: string): number | null {
  const isReport = random.chance(0.55);
  const latest = Number(last.slice(0, 4)) - 2;
  const first = Math.max(Number(establishedOn.slice(0, 4)), latest - 4, Number(listBegins.slice(0, 4)));
  const year = random.int(first, Math.max(first, latest));
  return isReport && year <= latest && kind !== 'PRIVATE_NON_ENTERPRISE' ? year : null;
}

function earlier(one: string, other: string): string {
  return one < other ? one : other;
}
