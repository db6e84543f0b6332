import type { Citizen } from '../world.ts';

// Two blocks of twelve, eight households: the same people in every world, whatever its seed and size. Their sequence
// numbers start at 980, where no drawn citizen's do. personas.yaml says in Chinese what each of them is there to show.

type Home = Pick<Citizen, 'householdIndex' | 'divisionCode' | 'address' | 'ethnicityCode'>;
type Usual =
  | 'formerName'
  | 'deceasedOn'
  | 'maritalCode'
  | 'educationCode'
  | 'degree'
  | 'enrolledAt'
  | 'driver'
  | 'absentFrom';
type Given = Pick<Citizen, 'idNumber' | 'name' | 'householdRole'> &
  Partial<Pick<Citizen, Usual | 'ethnicityCode'>>;

const HOUSEHOLDS: readonly (readonly [Home, readonly Given[]])[] = [
  [
    home(0, '330102', '浙江省杭州市上城区望湖路18号3幢2单元501室'),
    [
      {
        idNumber: '330199197903129813',
        name: '周明远',
        householdRole: 'HEAD',
        educationCode: '20',
        degree: 'BACHELOR',
      },
      {
        idNumber: '330199198108249802',
        name: '沈秋萍',
        householdRole: 'SPOUSE',
        educationCode: '20',
        degree: 'BACHELOR',
      },
      {
        idNumber: '330199200911059813',
        name: '周子涵',
        householdRole: 'CHILD',
        educationCode: '70',
        enrolledAt: 'SENIOR_SECONDARY',
      },
      {
        idNumber: '330199201604189807',
        name: '周雨桐',
        householdRole: 'CHILD',
        educationCode: '90',
        enrolledAt: 'PRIMARY',
      },
    ],
  ],
  [
    home(1, '330105', '浙江省杭州市拱墅区平安街62号8幢1单元1202室'),
    [
      {
        idNumber: '330199198506079810',
        name: '陈志强',
        householdRole: 'HEAD',
        educationCode: '30',
        driver: { kind: 'FREIGHT', certificate: 'EXPIRING' },
      },
      {
        idNumber: '330199198612199808',
        name: '吴晓燕',
        formerName: '吴小燕',
        householdRole: 'SPOUSE',
        educationCode: '30',
      },
      {
        idNumber: '33019920120902982X',
        name: '陈梓萱',
        householdRole: 'CHILD',
        educationCode: '80',
        enrolledAt: 'JUNIOR_SECONDARY',
      },
      { idNumber: '330199195601259832', name: '陈福生', householdRole: 'PARENT', maritalCode: '30' },
    ],
  ],
  [
    home(2, '330106', '浙江省杭州市西湖区学院路207号5幢3单元402室'),
    [
      {
        idNumber: '330199194805309841',
        name: '王秀英',
        householdRole: 'HEAD',
        maritalCode: '30',
        educationCode: '80',
      },
      { idNumber: '33019919451011983X', name: '李德海', householdRole: 'SPOUSE', deceasedOn: '2024-02-17' },
    ],
  ],
  [
    home(3, '330602', '浙江省绍兴市越城区和平巷9号1幢1单元102室'),
    [
      {
        idNumber: '330699192409099801',
        name: '张桂兰',
        householdRole: 'HEAD',
        maritalCode: '30',
        educationCode: '90',
      },
      {
        idNumber: '330699195206039810',
        name: '赵国荣',
        householdRole: 'CHILD',
        maritalCode: '40',
        educationCode: '60',
      },
    ],
  ],
  [
    home(4, '330108', '浙江省杭州市滨江区滨江大道350号12幢1单元1603室'),
    [
      {
        idNumber: '330199198402289856',
        name: '郑海涛',
        householdRole: 'HEAD',
        educationCode: '10',
        degree: 'DOCTOR',
      },
      {
        idNumber: '330199198607159844',
        name: '何静怡',
        householdRole: 'SPOUSE',
        educationCode: '10',
        degree: 'MASTER',
      },
      {
        idNumber: '330199201903219850',
        name: '郑一诺',
        householdRole: 'CHILD',
        educationCode: '90',
        enrolledAt: 'PRIMARY',
      },
    ],
  ],
  [
    home(5, '330212', '浙江省宁波市鄞州区惠民路88号6幢2单元703室'),
    [
      {
        idNumber: '330299198111309816',
        name: '刘大勇',
        householdRole: 'HEAD',
        educationCode: '60',
        driver: { kind: 'TAXI', certificate: 'VALID' },
      },
      {
        idNumber: '330299198304049803',
        name: '马丽娟',
        householdRole: 'SPOUSE',
        educationCode: '40',
        ethnicityCode: '03',
      },
      {
        idNumber: '330299200510169814',
        name: '刘思源',
        householdRole: 'CHILD',
        educationCode: '60',
        enrolledAt: 'UNDERGRADUATE',
      },
    ],
  ],
  [
    home(6, '320508', '江苏省苏州市姑苏区临泉街41号2幢1单元301室'),
    [
      {
        idNumber: '320599196808089812',
        name: '孙伟民',
        householdRole: 'HEAD',
        maritalCode: '40',
        driver: { kind: 'RIDE_HAILING', certificate: 'EXPIRED' },
      },
      {
        idNumber: '320599200101139803',
        name: '孙嘉怡',
        householdRole: 'CHILD',
        educationCode: '20',
        degree: 'BACHELOR',
        enrolledAt: 'POSTGRADUATE',
      },
    ],
  ],
  [
    home(7, '330104', '浙江省杭州市江干区建设路133号4幢2单元902室'),
    [
      {
        idNumber: '330199199005219875',
        name: '徐文博',
        householdRole: 'HEAD',
        educationCode: '20',
        degree: 'BACHELOR',
        absentFrom: new Set(['population']),
      },
      { idNumber: '330199199112039861', name: '高雅琳', householdRole: 'SPOUSE', educationCode: '30' },
      {
        idNumber: '33019920180627986X',
        name: '徐可馨',
        householdRole: 'CHILD',
        educationCode: '90',
        enrolledAt: 'PRIMARY',
      },
      {
        idNumber: '330199196203179874',
        name: '徐长发',
        householdRole: 'PARENT',
        maritalCode: '40',
        driver: { kind: 'BUS', certificate: 'REVOKED' },
      },
    ],
  ],
];

/** The citizens with literal facts, by index from 0. */
export const NAMED_CITIZENS: readonly Citizen[] = HOUSEHOLDS.flatMap(([home, members]) =>
  members.map((given) => ({ home, given })),
).map(({ home, given }, index) => citizen(index, home, given));

function home(householdIndex: number, divisionCode: string, address: string): Home {
  return { householdIndex, divisionCode, address, ethnicityCode: '01' };
}

/** Sex and birth date are read from the number; what isn't said is the usual: alive, married unless a child, junior secondary. */
function citizen(index: number, home: Home, given: Given): Citizen {
  const number = given.idNumber;
  return {
    index,
    formerName: null,
    sex: Number(number.charAt(16)) % 2 === 1 ? 'MALE' : 'FEMALE',
    birthDate: `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`,
    deceasedOn: null,
    phone: `154${99_000_000 + index}`,
    educationCode: '70',
    maritalCode: given.householdRole === 'CHILD' ? '10' : '20',
    degree: null,
    enrolledAt: null,
    driver: null,
    absentFrom: new Set(),
    ...home,
    ...given,
  };
}
