import type { Random, Sex } from '../world.ts';

// Commonest first, roughly in the proportions of the 2020 census.
const SURNAMES_BY_WEIGHT: readonly (readonly [weight: number, surnames: string])[] = [
  [70, '王李张'],
  [48, '刘陈'],
  [26, '杨黄吴赵周'],
  [14, '徐孙马朱胡林郭何高罗'],
  [8, '郑梁谢宋唐许邓冯韩曹曾彭'],
  [5, '萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖'],
];
const SURNAMES = SURNAMES_BY_WEIGHT.flatMap(([weight, surnames]) => Array.from(surnames.repeat(weight)));

const GIVEN: Readonly<
  Record<Sex, { readonly elder: readonly string[]; readonly younger: readonly string[] }>
> = {
  MALE: {
    elder: Array.from('国建志文永德福荣庆成明宝长春金生根水发祥富贵忠义和平海山林松柏卫军保民学良树正光兴'),
    younger: Array.from(
      '浩宇轩俊杰涛鹏飞晨阳博睿泽子涵嘉铭思远天佑航峰凯旭昊然一诺辰逸哲瀚霖瑞启皓伟强磊勇超',
    ),
  },
  FEMALE: {
    elder: Array.from('秀兰桂英淑珍玉梅凤霞翠莲素芳菊香月琴彩云银花爱华美丽红巧惠娥春荣金凤仙芬娣阿妹贞'),
    younger: Array.from(
      '雨涵欣怡思琪诗梓萱梦瑶佳颖雪婷静语嫣若汐可馨晓悦彤妍雅琳倩蕾子晴芷艺璐璇娜敏慧丹洁莹',
    ),
  },
};

/** A surname, drawn in about the proportions of the census. */
export function drawSurname(random: Random): string {
  return random.pick(SURNAMES);
}

/** A given name of one or two characters, in the taste of the years of birth. */
export function drawGivenName(random: Random, sex: Sex, birthYear: number): string {
  const elder = birthYear < 1975;
  const characters = elder ? GIVEN[sex].elder : GIVEN[sex].younger;
  const first = random.pick(characters);
  if (random.chance(elder ? 0.25 : 0.18)) return first;
  const second = random.pick(characters);
  return second === first && elder ? first : first + second;
}
