import type { Enterprise } from '../world.ts';

/** A class of GB/T 4754-2017 that occurs in the world. */
export type Industry = {
  readonly code: string;
  /** How a firm of the class calls its trade. */
  readonly word: string;
  readonly weight: number;
  /** The chance of holding a water-abstraction permit, a road-transport permit. */
  readonly water: number;
  readonly transport: number;
};

type Row = readonly [code: string, word: string, weight: number, water?: number, transport?: number];

const COMPANY: readonly Row[] = [
  ['1351', '肉食品', 2, 0.7],
  ['1411', '食品', 4, 0.6],
  ['1512', '酒业', 2, 0.8],
  ['1523', '饮料', 2, 0.8],
  ['1530', '茶业', 2, 0.4],
  ['2221', '纸业', 3, 0.85],
  ['2614', '化工', 3, 0.8],
  ['2631', '农化', 1, 0.7],
  ['2720', '制药', 2, 0.5],
  ['3011', '水泥', 1, 0.7],
  ['3021', '建材', 3, 0.25],
  ['3311', '钢构', 3],
  ['3411', '锅炉', 1],
  ['3670', '汽车零部件', 4],
  ['3821', '电气', 3],
  ['3912', '电子', 3],
  ['4413', '水电', 2, 0.95],
  ['4415', '新能源', 1, 0.2],
  ['4511', '燃气', 1],
  ['4620', '环境', 2, 0.5],
  ['4710', '建筑工程', 5],
  ['4812', '路桥工程', 2],
  ['4822', '水利工程', 2],
  ['5111', '粮油贸易', 2],
  ['5162', '石油销售', 1, 0, 0.5],
  ['5174', '五金', 3],
  ['5179', '机电设备', 4],
  ['5212', '超市', 3],
  ['5251', '大药房', 2],
  ['5273', '信息设备', 3],
  ['5413', '出租汽车', 1, 0, 0.97],
  ['5421', '客运', 2, 0, 0.97],
  ['5422', '旅游客运', 1, 0, 0.97],
  ['5431', '运输', 6, 0, 0.97],
  ['5432', '冷链运输', 2, 0, 0.97],
  ['5435', '危险品运输', 1, 0, 0.98],
  ['5437', '城市配送', 2, 0, 0.95],
  ['5821', '物流', 4, 0, 0.6],
  ['5920', '仓储', 2, 0, 0.3],
  ['6020', '快递', 2, 0, 0.5],
  ['6110', '酒店', 2, 0.2],
  ['6210', '餐饮管理', 4],
  ['6513', '软件', 6],
  ['6550', '数据', 3],
  ['7010', '房地产开发', 2],
  ['7020', '物业服务', 3],
  ['7212', '投资管理', 3],
  ['7241', '财税咨询', 2],
  ['7320', '科技', 6],
  ['7452', '检测', 2],
  ['7721', '水环境治理', 1, 0.3],
  ['7840', '园林', 2, 0.2],
  ['8391', '教育科技', 2],
];

const SOLE_TRADER: readonly Row[] = [
  ['5211', '百货店', 6],
  ['5221', '粮油店', 3],
  ['5174', '五金商行', 3],
  ['6210', '饭店', 4],
  ['6291', '小吃店', 5],
  ['8010', '家政服务部', 2],
  ['8111', '汽车修理厂', 3],
  ['8131', '家电维修部', 2],
  ['5431', '货运部', 3, 0, 0.9],
  ['5438', '搬家服务部', 1, 0, 0.9],
];

const COOPERATIVE: readonly Row[] = [
  ['0111', '水稻种植', 3, 0.4],
  ['0141', '蔬菜种植', 4, 0.35],
  ['0153', '柑橘种植', 2, 0.3],
  ['0311', '肉牛养殖', 2, 0.3],
  ['0412', '水产养殖', 3, 0.6],
];

const PRIVATE_NON_ENTERPRISE: readonly Row[] = [
  ['8310', '幼儿园', 5],
  ['8321', '小学', 2],
  ['8331', '初级中学', 2],
  ['8334', '高级中学', 2],
  ['8336', '中等职业学校', 2],
  ['8391', '职业培训学校', 3],
];

// A group gives its members these trades in turn, so that no two members of a group have the same name.
const STATE_OWNED: readonly Row[] = [
  ['4610', '水务', 1, 0.97],
  ['4812', '交通建设', 1],
  ['4813', '市政工程', 1],
  ['5411', '公共交通', 1, 0, 0.98],
  ['4413', '水力发电', 1, 0.97],
  ['4620', '污水处理', 1, 0.5],
  ['5421', '长途客运', 1, 0, 0.98],
  ['7010', '置业', 1],
  ['4822', '水利建设', 1, 0.4],
  ['5431', '货运', 1, 0, 0.98],
  ['4412', '热电', 1, 0.95],
  ['7221', '园区开发', 1],
  ['5532', '港口', 1, 0.2, 0.3],
  ['7020', '物业管理', 1],
  ['4821', '供水工程', 1, 0.3],
  ['7291', '文化旅游', 1],
  ['5821', '现代物流', 1, 0, 0.7],
  ['4511', '燃气', 1],
  ['7810', '城市运营', 1],
  ['6550', '大数据', 1],
  ['7721', '生态环境', 1, 0.4],
  ['5111', '粮食储备', 1],
  ['7452', '检测认证', 1],
];

/** The industries in which firms of a kind work. */
export const INDUSTRIES: Readonly<Record<Enterprise['kind'], readonly Industry[]>> = {
  COMPANY: COMPANY.map(toIndustry),
  SOLE_TRADER: SOLE_TRADER.map(toIndustry),
  COOPERATIVE: COOPERATIVE.map(toIndustry),
  PRIVATE_NON_ENTERPRISE: PRIVATE_NON_ENTERPRISE.map(toIndustry),
  STATE_OWNED: STATE_OWNED.map(toIndustry),
};

/** What the head of a state group does: investment and asset management. */
export const HOLDING: Industry = toIndustry(['7212', '投资控股', 1]);

function toIndustry([code, word, weight, water = 0, transport = 0]: Row): Industry {
  return { code, word, weight, water, transport };
}
