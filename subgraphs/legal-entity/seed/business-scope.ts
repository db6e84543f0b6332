import type { Enterprise, Random } from '#subgraphs/world/world.ts';
import { industryName } from './code-names.ts';

/** A business scope (经营范围) in the wording of the national standard form: licensed items first, then general ones. */
export function businessScope(random: Random, enterprise: Enterprise): string {
  const { industryCode, kind } = enterprise;
  const [, licensed] = licences.find(([prefix]) => prefix.test(industryCode)) ?? [];
  const wanted = kind === 'COMPANY' || kind === 'STATE_OWNED' ? random.int(2, 5) : 1;
  const start = random.int(0, general.length - 1);
  const items = Array.from({ length: wanted }, (_, nth) => general[(start + nth * 3) % general.length]);
  const own = industryName(industryCode) ?? '其他未列明的服务';
  const permitted = licensed ? `许可项目：${licensed}${afterApproval}` : '';
  return `${permitted}一般项目：${[own, ...items].join('；')}${atWill}`;
}

/** The same scope with one item less: what it was before it was widened. */
export function narrowerScope(scope: string): string {
  return scope.replace(/；[^；（]+(?=（除依法)/, '');
}

const afterApproval =
  '（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批结果为准）。';
const atWill = '（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）。';

/** What needs a licence, by the industry's code. */
const licences: readonly (readonly [RegExp, string])[] = [
  [/^(?:135|141|15[123])/, '食品生产'],
  [/^272/, '药品生产'],
  [/^263/, '农药生产'],
  [/^44[1-5]/, '发电业务、输电业务、供（配）电业务；燃气经营'],
  [/^461/, '自来水生产与供应'],
  [/^(?:47|48)/, '建设工程施工'],
  [/^52(?:11|12|21)/, '食品销售'],
  [/^5251/, '药品零售'],
  [/^5413/, '巡游出租汽车经营服务'],
  [/^54[12]/, '道路旅客运输经营'],
  [/^5435/, '道路危险货物运输'],
  [/^(?:543|5821)/, '道路货物运输（不含危险货物）'],
  [/^6020/, '快递服务'],
  [/^6110/, '住宿服务'],
  [/^62/, '餐饮服务'],
  [/^7010/, '房地产开发经营'],
  [/^7452/, '检验检测服务'],
  [/^83[123]/, '实施教育教学活动'],
];

const general = [
  '货物进出口',
  '技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广',
  '信息咨询服务',
  '普通货物仓储服务',
  '会议及展览服务',
  '机械设备租赁',
  '非居住房地产租赁',
  '企业管理咨询',
  '日用百货销售',
  '国内货物运输代理',
  '建筑材料销售',
  '广告设计、代理',
  '互联网销售',
];
