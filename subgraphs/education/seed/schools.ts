import { divisionCodes, divisionName } from '#schema/identifiers/division-code.ts';
import { addDays, daysBetween } from '#subgraphs/world/calendar.ts';
import type { Enterprise, Random, World } from '#subgraphs/world/world.ts';
import type { School, SchoolKind } from '../register.ts';

type Basic = Exclude<SchoolKind, 'REGULAR_HIGHER' | 'ADULT_HIGHER'>;

/** The first two digits of a code, beside those that real schools have, and how a name ends. */
const kinds: Record<Basic, readonly [prefix: string, suffix: string]> = {
  KINDERGARTEN: ['19', '幼儿园'],
  PRIMARY: ['29', '小学'],
  JUNIOR_SECONDARY: ['38', '初级中学'],
  SENIOR_SECONDARY: ['39', '高级中学'],
  SECONDARY_VOCATIONAL: ['37', '中等职业学校'],
  VOCATIONAL_TRAINING: ['99', '职业培训学校'],
};

const publicKinds: readonly Basic[] = [
  'KINDERGARTEN',
  'PRIMARY',
  'PRIMARY',
  'PRIMARY',
  'JUNIOR_SECONDARY',
  'JUNIOR_SECONDARY',
  'SENIOR_SECONDARY',
  'SENIOR_SECONDARY',
  'SECONDARY_VOCATIONAL',
];

const names = '澜川 岚汀 霁溪 栖梧 沐云 清晏 知微 望舒 听澜 星野 松谷 鹤鸣 云程 砚池 青麓 渡云'.split(' ');

/** The public schools of a prefecture (four digits), each in one of its counties. */
export function* publicSchools(world: World, prefecture: string): Generator<School> {
  const random = world.random('education.schools', Number(prefecture));
  const counties = countiesOf(prefecture);
  for (const [position, kind] of publicKinds.entries()) {
    const name = names[(position * 5 + Number(prefecture)) % names.length];
    const divisionCode = random.pick(counties);
    yield {
      ...seatOf(divisionCode),
      schoolCode: `${kinds[kind][0]}${prefecture}${String(position + 1).padStart(4, '0')}`,
      name: `${localName(divisionCode)}${name}${kinds[kind][1]}`,
      kind,
      isPrivate: false,
      organiserUscc: null,
      foundedOn: random.chance(0.1) ? null : `${random.int(1950, 2005)}-09-01`,
      remark: null,
    };
  }
}

/** Numbers the schools that enterprises run, prefecture by prefecture, from 5001. */
export function privateSchools(world: World): (enterprise: Enterprise) => School {
  const counts = new Map<string, number>();
  return (enterprise) => {
    const random = world.random('education.private', enterprise.index);
    const kind = kindOf(enterprise, random);
    const place = `${kinds[kind][0]}${enterprise.divisionCode.slice(0, 4)}`;
    const count = (counts.get(place) ?? 5000) + 1;
    counts.set(place, count);
    const isSchoolItself = enterprise.kind === 'PRIVATE_NON_ENTERPRISE';
    const { establishedOn, divisionCode } = enterprise;
    const foundedOn = isSchoolItself
      ? establishedOn
      : addDays(establishedOn, random.int(0, daysBetween(establishedOn, world.today)));
    return {
      ...seatOf(divisionCode),
      schoolCode: place + count,
      name: isSchoolItself
        ? enterprise.name
        : `${localName(divisionCode)}${random.pick(names)}${kinds[kind][1]}`,
      kind,
      isPrivate: true,
      organiserUscc: enterprise.uscc,
      foundedOn,
      remark: '民办',
      ...(foundedOn > listedOn && { schoolUpdatedAt: `${foundedOn}T02:00:00+08:00` }),
    };
  };
}

/** The day of the latest yearly list. */
const listedOn = '2025-10-31';

/** By the industry; a firm of another industry runs no compulsory school (民办教育促进法 Article 19). */
function kindOf({ industryCode }: Enterprise, random: Random): Basic {
  return (
    byIndustry[industryCode] ?? random.pick(['KINDERGARTEN', 'SENIOR_SECONDARY', 'SECONDARY_VOCATIONAL'])
  );
}

const byIndustry: Readonly<Record<string, Basic>> = {
  '8310': 'KINDERGARTEN',
  '8321': 'PRIMARY',
  '8331': 'JUNIOR_SECONDARY',
  '8334': 'SENIOR_SECONDARY',
  '8336': 'SECONDARY_VOCATIONAL',
  '8391': 'VOCATIONAL_TRAINING',
};

function seatOf(divisionCode: string) {
  const province = divisionName(`${divisionCode.slice(0, 2)}0000`) ?? '';
  const prefecture = divisionName(`${divisionCode.slice(0, 4)}00`) ?? province;
  return {
    level: null,
    competentDepartment: `${divisionName(divisionCode) ?? province}教育局`,
    province,
    city: prefecture.slice(province.length) || province,
    divisionCode,
    schoolUpdatedAt: `${listedOn}T02:00:00+08:00`,
  };
}

/** City and county without the province, unless that is the city itself: 杭州市上城区, 北京市朝阳区. */
function localName(divisionCode: string): string {
  const full = divisionName(divisionCode) ?? '';
  const province = divisionName(`${divisionCode.slice(0, 2)}0000`) ?? '';
  return province.endsWith('市') ? full : full.slice(province.length);
}

let counties: ReadonlyMap<string, readonly string[]> | undefined;

function countiesOf(prefecture: string): readonly string[] {
  counties ??= Map.groupBy(divisionCodes(), (code) => code.slice(0, 4));
  return counties.get(prefecture) ?? [`${prefecture}00`];
}
