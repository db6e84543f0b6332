import type { Random } from '#subgraphs/world/world.ts';

/** What is studied above senior secondary school, and the last two digits of its degrees (GB/T 6864). */
export type Major = { readonly name: string; readonly discipline: string };

/** The disciplines in which degrees are awarded, by the last two digits of their code. */
export const disciplines: Readonly<Record<string, string>> = {
  '01': '哲学',
  '02': '经济学',
  '03': '法学',
  '04': '教育学',
  '05': '文学',
  '06': '历史学',
  '07': '理学',
  '08': '工学',
  '09': '农学',
  '10': '医学',
  '12': '管理学',
};

const academic = split(
  '08软件工程 08土木工程 08水利水电工程 08交通工程 08机械设计制造及其自动化 08电气工程及其自动化 08环境工程 12会计学 12工商管理 12行政管理 12物流管理 02经济学 02金融学 03法学 05汉语言文学 05英语 06历史学 07数学与应用数学 07化学 04学前教育 04小学教育 09农学 09园林 10临床医学 10护理学 01哲学',
);
const vocational = split(
  '08数控技术 08建筑工程技术 08水利工程 08汽车检测与维修技术 08计算机应用技术 08电气自动化技术 12会计 12电子商务 12物流管理 12旅游管理 10护理 04学前教育 09畜牧兽医',
);

/** The subject of a person's studies: academic at university, practical at a college or vocational school. */
export function drawMajor(random: Random, isAcademic: boolean): Major {
  return random.pick(isAcademic ? academic : vocational);
}

function split(text: string): readonly Major[] {
  return text.split(' ').map((each) => ({ discipline: each.slice(0, 2), name: each.slice(2) }));
}
