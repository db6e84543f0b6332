import {
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/**
 * A value for any field of any department: what the source already has, else one made from the field's type and name
 * alone, so that every subgraph, and a single schema of all, say the same. Pages have `first` items, other lists one;
 * identifiers of the second item and later end with its index.
 */
export const fictionalValue: GraphQLFieldResolver<unknown, unknown> = (source, args, _, info) => {
  const known = (source ?? {}) as Record<string | symbol, unknown>;
  const asked = args as Record<string, unknown>;
  const { fieldName } = info;
  if (known[fieldName] !== undefined) return known[fieldName];
  if (asked[fieldName] !== undefined) return asked[fieldName];
  const index = (known[position] as number | undefined) ?? 0;
  const items = (asked['first'] ?? known[length] ?? 1) as number;
  return made(info.returnType, { fieldName, index, items, asked });
};

type Wanted = {
  readonly fieldName: string;
  readonly index: number;
  readonly items: number;
  /** An entity that a root field finds has the key it was asked for. */
  readonly asked: Readonly<Record<string, unknown>>;
};

const position: unique symbol = Symbol('position in the list');
const length: unique symbol = Symbol('length of the page');

function made(type: GraphQLOutputType, wanted: Wanted): unknown {
  const { fieldName, index, items, asked } = wanted;
  if (isNonNullType(type)) return made(type.ofType as GraphQLOutputType, wanted);
  if (isListType(type))
    return Array.from({ length: items }, (_, at) => made(type.ofType, { ...wanted, index: at }));
  if (isObjectType(type)) {
    const key = typeof asked['uscc'] === 'string' && { uscc: asked['uscc'] };
    // A page's edges are as many as the page was asked to have; what hangs on one of them has its own lengths.
    return { ...key, [position]: index, ...(asked['first'] !== undefined && { [length]: items }) };
  }
  if (isEnumType(type)) return type.getValues()[0]?.value as unknown;
  if (type.name === 'ID') return identifier(fieldName, index);
  return type.name === 'String' ? (texts[fieldName] ?? '浙江省杭州市') : scalars[type.name];
}

function identifier(fieldName: string, index: number): string {
  const first = identifiers[fieldName] ?? '3301990001';
  return index === 0 ? first : `${first.slice(0, -4)}${String(index).padStart(4, '0')}`;
}

const identifiers: Readonly<Record<string, string>> = {
  uscc: '91330199MA2TC00107',
  idNumber: '330199197903129813',
  legalRepresentativeIdNumber: '330199197903129813',
  schoolCode: '2133019901',
  permitNumber: 'D330199G2021-0001',
  registrationNumber: '3301990020180001',
};

const scalars: Readonly<Record<string, unknown>> = {
  Int: 2024,
  Float: 51.25,
  Boolean: true,
  Yuan: '12500000.00',
  Date: '2021-03-15',
  DateTime: '2026-06-01T08:00:00+08:00',
};

const texts: Readonly<Record<string, string>> = {
  name: '杭州明远饮品有限公司',
  taxpayerName: '杭州明远饮品有限公司',
  contributorName: '浙江省江海投资控股集团有限公司',
  typeName: '有限责任公司(自然人投资或控股)',
  registrationNumber: '330199000012345',
  legalRepresentativeName: '周明远',
  domicile: '浙江省杭州市拱墅区明远路1号2幢301室',
  businessAddress: '浙江省杭州市拱墅区明远路1号2幢301室',
  registeredAddress: '浙江省杭州市拱墅区晓燕巷7号1单元502室',
  policeStation: '杭州市公安局拱墅区分局晓燕派出所',
  divisionCode: '330199',
  industryCode: '1521',
  industryName: '碳酸饮料制造',
  capitalCurrency: '人民币',
  ethnicity: '汉族',
  businessScope: [
    '许可项目:饮料生产;食品生产;食品销售;道路货物运输(不含危险货物);取水;餐饮服务',
    '(依法须经批准的项目,经相关部门批准后方可开展经营活动,具体经营项目以审批结果为准)。',
    '一般项目:食用农产品初加工;食用农产品零售;水果种植;包装服务;货物进出口;技术进出口;',
    '技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广;会议及展览服务',
    '(除依法须经批准的项目外,凭营业执照依法自主开展经营活动)。',
  ].join(''),
  registrationAuthority: '杭州市拱墅区市场监督管理局',
  authority: '国家税务总局杭州市拱墅区税务局',
  issuingAuthority: '杭州市林业水利局',
  province: '浙江省',
  city: '杭州市',
};
